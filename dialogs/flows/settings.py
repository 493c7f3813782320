"""A person's own settings: the quiet hours in which no reminder comes, and the accounts that belong to them."""

from complaints.times import QuietHours
from dialogs.flows import linking
from dialogs.scene import Option, Scene
from dialogs.steps import Flow, Step
from dialogs.wording import button, rows

OFFERED = ("23:00-08:00", "22:00-09:00", "00:00-07:00")
OFF = "off"


def show(scene: Scene) -> None:
    """The settings: what there is to set, or the one thing at once where there is no other."""
    if not linking.offered(scene):
        quiet(scene)
        return
    scene.leave()
    ways = [[button(scene, "quiet_hours", "p:quiet"), button(scene, "accounts", "p:accounts")]]
    scene.say(scene.t("settings.menu"), ways)


def quiet(scene: Scene) -> None:
    """The quiet hours, with their present value."""
    scene.start("settings.quiet")


def _ask(scene: Scene) -> None:
    present = scene.person.quiet_hours or scene.context.rules.quiet_hours
    said = scene.t("settings.no_quiet") if present == OFF else present
    options = rows([Option(hours, f"h{place}") for place, hours in enumerate(OFFERED)], 3)
    scene.ask(scene.t("settings.quiet", present=said), [*options, [button(scene, "no_quiet", OFF)]])


def _choose(scene: Scene, value: str) -> None:
    _set(scene, OFF if value == OFF else OFFERED[int(value[1:])])


def _type(scene: Scene, text: str) -> None:
    hours = text.replace("：", ":").replace("到", "-").replace("至", "-").replace("~", "-").replace(" ", "")
    hours = hours.replace("点半", ":30").replace("点", ":00")
    try:
        QuietHours.parse(hours)
    except ValueError:
        scene.say(scene.t("settings.unclear"))
        scene.repeat()
    else:
        _set(scene, hours)


def _set(scene: Scene, hours: str) -> None:
    scene.set_person(quiet_hours=hours)
    scene.leave()
    scene.say(scene.t("settings.quiet_off") if hours == OFF else scene.t("settings.quiet_set", hours=hours))


FLOW = Flow(
    name="settings",
    steps=(Step(name="settings.quiet", ask=_ask, choose=_choose, text=_type, numbers=True),),
    person_actions={"quiet": lambda scene, _: quiet(scene)},
)
