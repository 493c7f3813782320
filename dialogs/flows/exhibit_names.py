"""Evidence in words: 证2, 证2（付款记录）, 证1–证3, the lines of a checklist, the buttons of kinds."""

from collections.abc import Iterable

from complaints.checklist import Place, places
from complaints.complaint import Complaint, Exhibit
from complaints.exhibits import UNKNOWN, UNSORTED, of_album, ranges
from dialogs.scene import Option, Rows, Scene
from dialogs.wording import act, problem_of, rows

WIDTH = 3
"""Kinds in a row of buttons."""


def name(scene: Scene, number: int) -> str:
    """证2."""
    return scene.t("evidence.name", number=number)


def names(scene: Scene, numbers: Iterable[int]) -> str:
    """证1–证3、证5."""
    runs = ranges(numbers)
    return scene.t("evidence.and").join(
        name(scene, first) if first == last else f"{name(scene, first)}–{name(scene, last)}" for first, last in runs
    )


def kind_of(scene: Scene, exhibit: Exhibit) -> str:
    """付款记录; what an older version of the data called otherwise counts as not sorted."""
    kinds = scene.context.knowledge.exhibits
    return (kinds.get(exhibit.kind) or kinds[UNSORTED]).name


def labelled(scene: Scene, exhibit: Exhibit) -> str:
    """证2（付款记录）, or 证2 alone while nobody said what it shows."""
    if exhibit.kind == UNSORTED:
        return name(scene, exhibit.number)
    return scene.t("evidence.labelled", name=name(scene, exhibit.number), kind=kind_of(scene, exhibit))


def which(scene: Scene, case: Complaint, exhibit: Exhibit) -> str:
    """证3, and its place when it came with others in an album."""
    album = of_album(case, exhibit.album) if exhibit.album else []
    if len(album) < 2:
        return name(scene, exhibit.number)
    return scene.t("evidence.in_album", name=name(scene, exhibit.number), place=album.index(exhibit) + 1)


def mark(scene: Scene, place: Place) -> str:
    """②."""
    marks = scene.context.texts.words("evidence.marks")
    return marks[place.number - 1] if place.number <= len(marks) else f"{place.number}."


def places_of(scene: Scene, case: Complaint) -> list[Place]:
    """The checklist of the case's problem with its exhibits; empty while the problem is not known."""
    problem = problem_of(scene, case)
    return places(case, problem) if problem else []


def checklist_lines(scene: Scene, case: Complaint) -> list[str]:
    """One line an item: what there is, by number, and what is missing, with its use."""
    return [_line(scene, place) for place in places_of(scene, case)]


def _line(scene: Scene, place: Place) -> str:
    shown = names(scene, (exhibit.number for exhibit in place.exhibits))
    key = "evidence.line_there" if place.filled else "evidence.line_missing"
    return scene.t(key, mark=mark(scene, place), title=place.item.title, names=shown, proves=place.item.proves)


def kinds_for(scene: Scene, case: Complaint) -> list[str]:
    """Ids of kinds to choose from: those the checklist wants, then the common ones, 不知道 last."""
    problem = problem_of(scene, case)
    wanted = [item.kind for item in problem.checklist] if problem else []
    common = [kind.id for kind in scene.context.knowledge.exhibits.values() if kind.offered and kind.id != UNKNOWN]
    return [*dict.fromkeys([*wanted, *common]), UNKNOWN]


def kind_rows(scene: Scene, case: Complaint, exhibit: Exhibit) -> Rows:
    """The kinds as buttons that say what this exhibit is, at any step."""
    known = scene.context.knowledge.exhibits
    return rows(
        (Option(known[kind].name, act(case, "kind", exhibit.number, kind)) for kind in kinds_for(scene, case)), WIDTH
    )
