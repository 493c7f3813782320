"""The evidence of a case: the checklist, the numbered exhibits, one of them with what can be done to it."""

from complaints.complaint import Complaint, Exhibit
from complaints.exhibits import kept, pinned_by, unsorted
from complaints.file_names import safe_name
from dialogs.flows import exhibit_names as words
from dialogs.flows.evidence_files import SLOT, remove
from dialogs.flows.evidence_sorting import STEP as SORT
from dialogs.flows.evidence_sorting import kept_one
from dialogs.flows.held import visit
from dialogs.model import OutFile
from dialogs.options import figure
from dialogs.scene import Option, Scene
from dialogs.wording import act, button, rows, title

PAGE = 8
"""Exhibits on one screen."""

SHORT_PAGE = 6
"""The same where options are numbered lines, so that they are one menu."""

CHOSEN = "exhibit"
"""Note: the exhibit that is looked at."""

TURNED = "page"
"""Note: the page of the list, from 0."""

CAPTION = 80
"""Characters of what was written beside a picture that are shown."""


# --------------------------------------------------------------------------------------------------------- overview
def overview(scene: Scene, case: Complaint, _: str = "") -> None:
    """The action and command 证据: what there is and what is missing."""
    visit(scene, "evidence.overview", case)


def ask_overview(scene: Scene) -> None:
    """The checklist with its marks, and what can be done next."""
    case = scene.case
    lines = words.checklist_lines(scene, case)
    count = scene.t("evidence.count" if kept(case) else "evidence.count_none", count=len(kept(case)))
    left = unsorted(case)
    waiting = scene.t("evidence.to_sort", names=words.names(scene, (one.number for one in left))) if left else ""
    text = "\n".join(filter(None, [scene.t("evidence.overview", title=title(scene, case)), *lines, count, waiting]))
    more = [button(scene, "go_on_collecting", act(case, "collect"), "primary")]
    sort = [button(scene, "sort", act(case, "sort"))] if left else []
    names = ("exhibits", "pack") if kept(case) else ()
    listed = [button(scene, name, act(case, name)) for name in names]
    scene.ask(text, [[*more, *sort], [*listed, button(scene, "leave_it", act(case, "enough"))]])


# ------------------------------------------------------------------------------------------------------------- list
def listing(scene: Scene, case: Complaint, argument: str = "") -> None:
    """The action `exhibits[:<page>]`."""
    visit(scene, "evidence.list", case)
    scene.note(**{TURNED: str(figure(argument) or 0)})
    scene.repeat()


def ask_list(scene: Scene) -> None:
    """The exhibits in the order of their numbers, a screen at a time."""
    case = scene.case
    exhibits = kept(case)
    size = PAGE if scene.context.network.buttons else SHORT_PAGE
    pages = max(1, -(-len(exhibits) // size))
    page = min(int(scene.noted(TURNED) or 0), pages - 1)
    shown = exhibits[page * size : (page + 1) * size]
    lines = [_line(scene, exhibit) for exhibit in shown]
    text = "\n".join([scene.t("evidence.list", title=title(scene, case), count=len(exhibits)), *lines])
    items = rows([Option(words.name(scene, one.number), act(case, "exhibit", one.number)) for one in shown], 4)
    turn = [button(scene, "next_page", act(case, "exhibits", (page + 1) % pages))] if pages > 1 else []
    scene.ask(text, [*items, [*turn, button(scene, "whole_list", act(case, "evidence"))]])


def _line(scene: Scene, exhibit: Exhibit) -> str:
    key = "evidence.list_line" if exhibit.state == "stored" else "evidence.list_line_pending"
    return scene.t(
        key,
        name=words.name(scene, exhibit.number),
        kind=words.kind_of(scene, exhibit),
        at=scene.time(exhibit.received_at),
    )


# ------------------------------------------------------------------------------------------------------ one exhibit
def item(scene: Scene, case: Complaint, argument: str) -> None:
    """The action `exhibit:<number>`."""
    exhibit = kept_one(case, argument)
    if exhibit is None:
        listing(scene, case)
        return
    visit(scene, "evidence.item", case)
    scene.note(**{CHOSEN: str(exhibit.number)})
    scene.repeat()


def ask_item(scene: Scene) -> None:
    """All about one exhibit."""
    case = scene.case
    exhibit = kept_one(case, scene.noted(CHOSEN) or "")
    back = button(scene, "exhibits", act(case, "exhibits"))
    if exhibit is None:
        scene.ask(scene.t("evidence.item_gone"), [[back]])
        return
    show = [button(scene, "show", act(case, "show", exhibit.number))] if exhibit.state == "stored" else []
    relabel = button(scene, "relabel", act(case, "sort", exhibit.number))
    drop = button(scene, "delete_it", act(case, "drop", exhibit.number), "danger")
    scene.ask("\n".join(_about(scene, case, exhibit)), [[*show, relabel], [drop, back]])


def _about(scene: Scene, case: Complaint, exhibit: Exhibit) -> list[str]:
    lines = [_line(scene, exhibit)]
    if exhibit.forwarded_from or exhibit.forwarded_at:
        sender = exhibit.forwarded_from or scene.t("evidence.somebody")
        at = scene.time(exhibit.forwarded_at) if exhibit.forwarded_at is not None else ""
        lines.append(scene.t("evidence.item_forwarded", sender=sender, at=at).strip())
    if exhibit.formerly is not None:
        number, place = exhibit.formerly
        lines.append(scene.t("merging.formerly", case=number, number=place))
    if exhibit.caption:
        lines.append(scene.t("evidence.item_caption", caption=exhibit.caption[:CAPTION]))
    proves = [line.item.proves for line in words.places_of(scene, case) if exhibit in line.exhibits]
    lines += [scene.t("evidence.item_proves", proves=text) for text in proves]
    if exhibit.sha256:
        lines.append(scene.t("evidence.item_hash", digest=exhibit.sha256[:16]))
    if pinned_by(case, exhibit.number):
        lines.append(scene.t("evidence.item_pinned"))
    return lines


def show(scene: Scene, case: Complaint, argument: str) -> None:
    """The action `show:<number>`: send the file back as it came."""
    exhibit = kept_one(case, argument)
    if exhibit is None or exhibit.path is None:
        scene.say(scene.t("evidence.item_gone" if exhibit is None else "evidence.still_coming"))
        return
    name = safe_name(exhibit.name or words.name(scene, exhibit.number), exhibit.mime or "")
    scene.say(words.labelled(scene, exhibit), file=OutFile(path=exhibit.path, name=name))


# --------------------------------------------------------------------------------------------------------- deleting
def drop(scene: Scene, case: Complaint, argument: str) -> None:
    """The action `drop:<number>`: ask before deleting, and say so if a text that was sent cites it."""
    exhibit = kept_one(case, argument)
    if exhibit is None:
        listing(scene, case)
        return
    visit(scene, "evidence.drop", case)
    scene.note(**{CHOSEN: str(exhibit.number)})
    scene.repeat()


def ask_drop(scene: Scene) -> None:
    """Really?"""
    case = scene.case
    exhibit = kept_one(case, scene.noted(CHOSEN) or "")
    if exhibit is None:
        scene.ask(scene.t("evidence.item_gone"), [[button(scene, "exhibits", act(case, "exhibits"))]])
        return
    pins = pinned_by(case, exhibit.number)
    key = "evidence.drop_cited" if pins else "evidence.drop"
    text = scene.t(key, name=words.labelled(scene, exhibit), at=scene.time(pins[0].at) if pins else "")
    scene.ask(text, [[button(scene, "delete_it", "yes", "danger"), button(scene, "keep", "no")]])


def choose_drop(scene: Scene, value: str) -> None:
    """删掉 or 留着, then the list again."""
    case = scene.case
    exhibit = kept_one(case, scene.noted(CHOSEN) or "")
    if value == "yes" and exhibit is not None:
        case = remove(scene, case, exhibit)
        scene.say(scene.t("evidence.dropped", name=words.name(scene, exhibit.number)))
    scene.note(**{CHOSEN: None})
    scene.goto("evidence.list" if kept(case) else "evidence.overview", trail=False)


def undo(scene: Scene, case: Complaint, argument: str) -> None:
    """The action `undo:<number>` on a picture that has just come; a cited one is asked about first."""
    exhibit = kept_one(case, argument)
    if exhibit is not None and pinned_by(case, exhibit.number):
        drop(scene, case, argument)
        return
    if exhibit is None:
        scene.say(scene.t("evidence.item_gone"))
    else:
        remove(scene, case, exhibit)
        scene.say(scene.t("evidence.undone", name=words.name(scene, exhibit.number)))
    if scene.session.case == case.number and scene.session.step in {SLOT, SORT}:
        scene.repeat()
