"""A picture becomes an exhibit: numbered at once, its bytes fetched by a job, and what became of them said.

The results of jobs never move the conversation. Where the open question is about this case's evidence it is asked
again, because its answer may have changed; its buttons carry what they act on, so the earlier ones stay good.
"""

from collections.abc import Iterator

from complaints.complaint import Complaint, Exhibit
from complaints.exhibits import (
    DUPLICATE,
    UNKNOWN,
    UNSORTED,
    added,
    alike,
    bytes_kept,
    changed,
    deleted,
    find,
    kept,
    next_number,
    of_album,
    same,
    settled,
)
from dialogs.events import FileRefused, FileStored, JobFailed, UserFile
from dialogs.flows import evidence_reading as reading
from dialogs.flows import evidence_sorting as sorting
from dialogs.flows import exhibit_names as words
from dialogs.model import MIB, DeleteFile, Job
from dialogs.scene import Scene
from dialogs.wording import act, button

SLOT = "evidence.slot"
"""The step that asks for one picture after the other."""

ORDER_PAGE = "order_page"


# -------------------------------------------------------------------------------------------------------- receiving
def keep(scene: Scene, case: Complaint, event: UserFile, kind: str) -> Complaint | None:
    """Number a file as an exhibit of the case and have it fetched; None, and said why, when there is no room."""
    full = _full(scene, case, event)
    if full is not None:
        scene.say(full)
        scene.repeat()
        return None
    exhibit = Exhibit(
        number=next_number(case),
        kind=kind,
        message=event.message,
        received_at=event.at,
        name=event.name,
        size=event.size,
        mime=event.mime,
        album=event.album,
        caption=event.caption,
        forwarded_from=event.forwarded_from,
        forwarded_at=event.forwarded_at,
    )
    args: dict[str, str | int | None] = {
        "file_id": event.file_id,
        "name": event.name,
        "mime": event.mime,
        "size": event.size,
    }
    scene.jobs.append(Job(kind="fetch", case=case.number, exhibit=exhibit.number, args=args))
    return scene.save(added(case, exhibit).changed(touched=scene.now))


def _full(scene: Scene, case: Complaint, event: UserFile) -> str | None:
    """Why there is no room: MAX_EXHIBITS of the case or MAX_USER_MB of the person."""
    rules = scene.context.rules
    if len(kept(case)) >= rules.max_exhibits:
        return scene.t("evidence.too_many", count=rules.max_exhibits)
    if bytes_kept(_all_cases(scene)) + (event.size or 0) > rules.max_user_bytes:
        return scene.t("evidence.too_much", limit=rules.max_user_bytes // MIB)
    return None


def _all_cases(scene: Scene) -> Iterator[Complaint]:
    numbers = {case.number for case in (*scene.context.cases.all(), *scene.open_cases())}
    yield from (case for number in numbers if (case := scene.find(number)) is not None)


def first_word(scene: Scene, case: Complaint, event: UserFile) -> str:
    """The advice to send as a file, once a case: with its first picture that the network made smaller."""
    return scene.t("evidence.send_as_file") if event.kind == "picture" and not case.exhibits else ""


def ask_about(scene: Scene, case: Complaint, event: UserFile, number: int, lead: str = "") -> None:
    """Nobody asked for this picture: ask what it is, of an album when it has arrived."""
    exhibit = find(case, number)
    if exhibit is None or exhibit.kind != UNSORTED:
        kept_as = scene.t("evidence.kept_as", exhibit=words.labelled(scene, exhibit)) if exhibit else ""
        scene.say("\n".join(filter(None, [kept_as, lead])), [[button(scene, "undo", act(case, "undo", number))]])
        return
    sorting.wait(scene, case)
    if event.album is None:
        received_as = scene.t("evidence.received", name=words.name(scene, number))
        sorting.ask(scene, "\n".join(filter(None, [received_as, lead, sorting.tell_me(scene)])))
    elif len(of_album(case, event.album)) == 1:
        album_coming(scene, event.album)


# ---------------------------------------------------------------------------------------------------- what became of it
def stored(scene: Scene, event: FileStored) -> None:
    """The bytes are on disk: look whether we have them already, and answer an album when it is complete."""
    found = _pending(scene, event.case, event.exhibit)
    if found is None:
        scene.effects.append(DeleteFile(path=event.path))
        return
    case, exhibit = found
    facts = {"path": event.path, "sha256": event.sha256, "size": event.size, "mime": event.mime}
    case = changed(case, exhibit.number, state="stored", likeness=event.likeness, **facts)
    copy = same(case, exhibit.number)
    if copy is not None:
        scene.effects.append(DeleteFile(path=event.path))
        _duplicate(scene, case, exhibit, copy)
    else:
        scene.save(case)
        _looks_like(scene, case, exhibit)
        reading.begin(scene, case, exhibit.number)
    _album_end(scene, event.case, exhibit)
    if copy is not None or exhibit.album is not None:
        _ask_again(scene, event.case)


def _pending(scene: Scene, number: int, exhibit_number: int) -> tuple[Complaint, Exhibit] | None:
    """The case and the exhibit that still waits for its bytes; it may have been taken back meanwhile."""
    case = scene.find(number)
    exhibit = find(case, exhibit_number) if case else None
    return (case, exhibit) if case and exhibit and exhibit.state == "pending" else None


def _duplicate(scene: Scene, case: Complaint, exhibit: Exhibit, copy: Exhibit) -> None:
    """The same bytes again are not kept; what the user said of the second copy is true of the first."""
    case = changed(deleted(case, exhibit.number), exhibit.number, refused=DUPLICATE)
    said = scene.t("evidence.duplicate", name=words.name(scene, exhibit.number), copy=words.name(scene, copy.number))
    if copy.kind in {UNSORTED, UNKNOWN} and exhibit.kind not in {UNSORTED, UNKNOWN}:
        case = changed(case, copy.number, kind=exhibit.kind)
        name, kind = words.name(scene, copy.number), words.kind_of(scene, exhibit)
        said = f"{said}{scene.t('evidence.is_now', names=name, kind=kind)}"
    scene.save(case)
    scene.say(said)


def _looks_like(scene: Scene, case: Complaint, exhibit: Exhibit) -> None:
    like = alike(case, exhibit.number)
    if like is not None:
        said = scene.t("evidence.alike", name=words.name(scene, exhibit.number), other=words.name(scene, like.number))
        scene.say(said, [[button(scene, "undo", act(case, "undo", exhibit.number))]])


def refused(scene: Scene, event: FileRefused) -> None:
    """The file cannot be kept: the reason and the remedy, and its place in the list is open again."""
    _failed(scene, event.case, event.exhibit, event.code)


def given_up(scene: Scene, event: JobFailed) -> None:
    """A file could not be fetched after several tries."""
    if event.case is not None and event.exhibit is not None:
        _failed(scene, event.case, event.exhibit, "failed")


def _failed(scene: Scene, number: int, exhibit_number: int, code: str) -> None:
    found = _pending(scene, number, exhibit_number)
    if found is None:
        return
    case, exhibit = found
    key = f"evidence.refused.{code}"
    reason = scene.t(key if scene.context.texts.has(key) else "evidence.refused.failed")
    scene.save(changed(without_order(case, exhibit), exhibit.number, state="refused", refused=code))
    scene.say(scene.t("evidence.not_kept", exhibit=words.labelled(scene, exhibit), reason=reason))
    _album_end(scene, number, exhibit)
    _ask_again(scene, number)


def without_order(case: Complaint, exhibit: Exhibit) -> Complaint:
    """The order number is not "in the screenshot" any more when the screenshot that answered for it is gone."""
    origin = case.origins.get("order_in_screenshot")
    pages = [one for one in kept(case) if one.kind == exhibit.kind and one.number != exhibit.number]
    if exhibit.kind != ORDER_PAGE or pages or origin is None or origin.by == "tapped":
        return case
    origins = {name: other for name, other in case.origins.items() if name != "order_in_screenshot"}
    return case.changed(facts=case.facts.model_copy(update={"order_in_screenshot": False}), origins=origins)


def remove(scene: Scene, case: Complaint, exhibit: Exhibit) -> Complaint:
    """Delete an exhibit: its bytes go, its number stays taken."""
    if exhibit.path is not None:
        scene.effects.append(DeleteFile(path=exhibit.path))
    return scene.save(deleted(without_order(case, exhibit), exhibit.number).changed(touched=scene.now))


# ------------------------------------------------------------------------------------------------------------ albums
def album_key(album: str) -> str:
    """Name of the message about an album, so that its later forms take the place of earlier ones."""
    return f"album:{album}"


def album_coming(scene: Scene, album: str) -> None:
    """The first word on an album; replaced when all of it has arrived."""
    scene.say(scene.t("evidence.album_coming"), key=album_key(album))


def _album_end(scene: Scene, number: int, exhibit: Exhibit) -> None:
    case = scene.find(number)
    if case is None or exhibit.album is None or not settled(case, exhibit.album):
        return
    here = [one for one in of_album(case, exhibit.album) if one.state == "stored"]
    if not here:
        return
    said = scene.t("evidence.album", count=len(here), names=words.names(scene, (one.number for one in here)))
    asks = any(one.kind == UNSORTED for one in here)
    rows = [[button(scene, "sort", act(case, "sort"))]] if asks and not sorting.here(scene, case) else []
    if here[0].number == 1 and here[0].name is None:  # photos come without a name, files with theirs
        said = f"{said}{scene.t('evidence.send_as_file')}"
    said = f"{said}\n{sorting.tell_me(scene)}" if asks and sorting.here(scene, case) else said
    scene.say(said, rows, replaces=album_key(exhibit.album), key=album_key(exhibit.album))


def _ask_again(scene: Scene, number: int) -> None:
    """Repeat the open question if it is about this case's evidence; it waits while an album is arriving."""
    case = scene.find(number)
    if case is None or scene.session.case != number or scene.session.step not in {SLOT, sorting.STEP}:
        return
    arriving = any(one.state == "pending" and one.album is not None for one in case.exhibits)
    if not (arriving and scene.session.step == sorting.STEP):
        scene.repeat()
