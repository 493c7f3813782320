"""The pack of evidence: for whom, made by a job that says how far it is, and then the files."""

from collections.abc import Iterator

from complaints.complaint import Complaint
from complaints.exhibits import kept
from complaints.knowledge.models import Pack
from complaints.packing import is_empty, left_out, packed, told_suspects
from dialogs.events import JobDone, JobFailed, JobProgress
from dialogs.flows import exhibit_names as words
from dialogs.model import Job, OutFile
from dialogs.scene import Option, Scene
from dialogs.steps import Flow
from dialogs.wording import act, bullets, button, rows, title

AGAIN = frozenset({"disk_full", "failed"})
"""Reasons that may be gone a little later."""


def for_route(scene: Scene, case: Complaint, route: str) -> list[Option]:
    """The button for the papers that a rung wants, where it wants any."""
    wanted = [pack for pack in scene.context.knowledge.packs.values() if route in pack.routes]
    return [button(scene, "pack", act(case, "pack", pack.id)) for pack in wanted[:1]]


def offer(scene: Scene, case: Complaint, argument: str = "") -> None:
    """The action `pack[:<for whom>]`."""
    packs = scene.context.knowledge.packs
    if not kept(case) and not case.suspects:
        _nothing(scene, case)
    elif argument in packs:
        _begin(scene, case, packs[argument])
    else:
        readers = rows(Option(pack.name, act(case, "pack", pack.id)) for pack in packs.values())
        scene.say(scene.t("pack.which", title=title(scene, case)), readers)


def _nothing(scene: Scene, case: Complaint) -> None:
    scene.say(
        scene.t("pack.nothing", title=title(scene, case)),
        [[button(scene, "go_on_collecting", act(case, "collect"), "primary")]],
    )


def _begin(scene: Scene, case: Complaint, pack: Pack) -> None:
    if scene.context.disk_low:
        scene.say(scene.t("pack.failed.disk_full"))
    elif is_empty(case, pack) and not kept(case):
        _nothing(scene, case)
    elif is_empty(case, pack):
        scene.say(
            scene.t("pack.nothing_for", title=title(scene, case), pack=pack.name),
            [[button(scene, "sort", act(case, "sort"), "primary"), button(scene, "pack", act(case, "pack"))]],
        )
    else:
        scene.jobs.append(Job(kind="pack", case=case.number, args={"pack": pack.id}))
        scene.say(scene.t("pack.making", title=title(scene, case), pack=pack.name), key=_key(case, pack))


def _key(case: Complaint, pack: Pack) -> str:
    return f"pack.{case.number}.{pack.id}"


def _meant(scene: Scene, event: JobDone | JobFailed | JobProgress) -> tuple[Complaint, Pack] | None:
    """The case and the reader of a job, unless one of them is gone."""
    case = scene.find(event.case or 0)
    pack = scene.context.knowledge.packs.get(str(event.args.get("pack")))
    return (case, pack) if case is not None and pack is not None else None


def progressed(scene: Scene, event: JobProgress) -> None:
    """How far it is, in the place of what was said before; a network that cannot do that is spared the lines."""
    meant = _meant(scene, event)
    if meant is not None and scene.context.network.edits:
        case, pack = meant
        about = {"title": title(scene, case), "pack": pack.name, "done": event.done, "total": event.total}
        scene.say(scene.t("pack.progress", **about), replaces=_key(case, pack), key=_key(case, pack))


def done(scene: Scene, event: JobDone) -> None:
    """The PDF, then the archives; each is a message of its own."""
    meant = _meant(scene, event)
    if meant is None or event.path is None or event.name is None:
        return
    case, pack = meant
    key = _key(case, pack)
    if scene.context.network.edits:
        scene.say(scene.t("pack.ready", title=title(scene, case), pack=pack.name), replaces=key, key=key)
    pdf = OutFile(path=event.path, name=event.name)
    scene.say("\n".join(_about(scene, case, pack, event)), file=pdf, key=f"{key}.pdf")
    for part, archive in enumerate(event.more, 1):
        several = len(event.more) > 1
        text = scene.t("pack.zip_part", part=part, parts=len(event.more)) if several else scene.t("pack.zip")
        scene.say(text, file=archive, key=f"{key}.{part}")


def _about(scene: Scene, case: Complaint, pack: Pack, event: JobDone) -> Iterator[str]:
    """What is in it, what to do with it, and what could not be put into it."""
    yield scene.t("pack.pdf", title=title(scene, case), pack=pack.name, count=len(packed(case, pack)))
    if suspects := told_suspects(case, pack):
        yield scene.t("pack.suspects", count=len(suspects))
    yield bullets(pack.advice)
    numbers = {
        "left_out": [exhibit.number for exhibit in left_out(case, pack)],
        "unshown": event.unshown,
        "lost": event.lost,
    }
    for name, concerned in numbers.items():
        if concerned:
            yield scene.t(f"pack.{name}", names=words.names(scene, concerned))
    yield scene.t("pack.keep")


def failed(scene: Scene, event: JobFailed) -> None:
    """Given up: why, that nothing was lost, and what to do."""
    code = event.code if scene.context.texts.has(f"pack.failed.{event.code}") else "failed"
    meant = _meant(scene, event)
    again = [button(scene, "try_again", act(meant[0], "pack", meant[1].id))] if meant and code in AGAIN else []
    scene.say(scene.t(f"pack.failed.{code}"), [[*again, button(scene, "export", "p:export")]])


FLOW = Flow(name="pack", actions={"pack": offer})
