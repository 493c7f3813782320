"""A case with everything that papers can hold, and the papers of it, read again by a reader that is not ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import create_string_buffer
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from complaints.complaint import Complaint, Contact, Exhibit, Facts, Filing, Origin, Outcome, Respondent, Stage
from complaints.knowledge.models import Knowledge
from complaints.times import DAY, HOUR, Instant
from dialogs.texts import Texts
from packs.dossier import compose
from packs.subject import Shown, Subject
from packs.typesetting import typeset
from tests.dialogs.chat import knowledge, texts
from tests.files.samples import encoded, screenshot

NOW: Instant = 1_795_444_860
"""2026-11-23 22:41 in Shanghai."""
KINDS = ("order_page", "payment_record", "service_chat", "unsorted", "platform_identity")


def exhibit(number: int, kind: str, **more: Any) -> Exhibit:
    """A stored picture."""
    fields: dict[str, Any] = {
        "mime": "image/jpeg",
        "size": 300_000 + number,
        "sha256": f"{number:02d}" * 32,
        "path": f"3-{number}",
        "name": f"IMG_{number}.jpg",
        "received_at": NOW - DAY + number * 60,
    }
    return Exhibit(number=number, kind=kind, state="stored", message="1", **{**fields, **more})


def case(**more: Any) -> Complaint:
    """投诉3."""
    told: dict[str, Any] = {
        "number": 3,
        "opened": NOW - 3 * DAY,
        "touched": NOW,
        "stage": Stage.OUTSIDE,
        "facts": Facts(
            platform="liyun",
            problem="not_delivered",
            discovered=NOW - 2 * DAY,
            bought=NOW - 3 * DAY,
            goods="游戏点卡",
            amount=9805,
            order_numbers=("LY20261121001",),
            demand="refund",
            account="player_7",
            paid_how="wechat",
            payee="某某科技",
            serial="4200001234567890123456789",
            story="付款后一直显示充值中。",
        ),
        "origins": {"story": Origin(message="1", by="typed")},
        "exhibits": tuple(exhibit(number, kind) for number, kind in enumerate(KINDS, 1)),
        "contacts": (
            Contact(at=NOW - 30 * HOUR, channel="customer_service", agent="8023", words="请再等等", result="promised"),
            Contact(at=NOW - 20 * HOUR, channel="samr_report", result="asked"),
            Contact(at=NOW - 10 * HOUR, channel="police", result="asked"),
            Contact(at=NOW - 5 * HOUR, approximate=True, channel="phone", result="refused"),
        ),
        "filings": (
            Filing(
                number=1,
                letter="ticket",
                channel="ticket",
                at=NOW - 25 * HOUR,
                text="x",
                exhibits=(1, 2),
                knowledge_version="1",
                ticket="T-778",
            ),
        ),
        "respondent": Respondent(name="某某网络科技有限公司", address="某市某区"),
    }
    return Complaint(**{**told, **more})


def ended(how: str, amount: int | None = None) -> Outcome:
    """How it ended."""
    return Outcome(kind=how, at=NOW, amount=amount)


class Desk:
    """A folder of pictures, and papers made of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.shown: dict[int, Shown] = {}
        for number in range(1, 61):
            self.shown[number] = Shown((self.picture("screen.jpg"),))

    def picture(self, name: str, size: tuple[int, int] = (369, 800)) -> str:
        """Put a picture there."""
        (self.folder / name).write_bytes(encoded(screenshot(size=size), "JPEG"))
        return name

    def words(self, pack: str = "own", of: Complaint | None = None) -> dict[str, object]:
        """The papers of a case in words."""
        of = of or case()
        names = {one.number: f"证{one.number}-{one.name}" for one in of.exhibits}
        return compose(
            Subject(
                case=of,
                pack=the_knowledge().packs[pack],
                knowledge=the_knowledge(),
                texts=the_texts(),
                at=NOW,
                shown=self.shown,
                names=names,
            )
        )

    def pdf(self, pack: str = "own", of: Complaint | None = None) -> bytes:
        """The papers of a case."""
        return typeset("evidence", self.words(pack, of), self.folder, NOW)

    def text(self, pack: str = "own", of: Complaint | None = None) -> str:
        """All that a reader of the PDF can copy."""
        return text_of(self.pdf(pack, of))


def the_knowledge() -> Knowledge:
    """The real knowledge/."""
    return knowledge()


def the_texts() -> Texts:
    """The real texts/."""
    return texts()


@contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """A PDF, read by PDFium."""
    document = pypdfium2.PdfDocument(data)
    try:
        yield document
    finally:
        document.close()


def pages(data: bytes) -> list[str]:
    """The text of each page."""
    with opened(data) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def fonts(data: bytes) -> set[tuple[str, bool]]:
    """Name of each font that draws a text, and whether it is in the file."""
    found = set()
    with opened(data) as document:
        for page in document:
            for item in page.get_objects([raw.FPDF_PAGEOBJ_TEXT]):
                font = raw.FPDFTextObj_GetFont(item)
                name = create_string_buffer(128)
                raw.FPDFFont_GetBaseFontName(font, name, 128)
                found.add((name.value.decode(), bool(raw.FPDFFont_GetIsEmbedded(font))))
    return found


def text_of(data: bytes) -> str:
    """The text of all pages, lines joined: a value may be broken over two."""
    return "".join("\n".join(pages(data)).split())
