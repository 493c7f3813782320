"""The six-turn dialog as declared steps for the real engine: start, number, choice, text, photo, choice."""

from complaints.complaint import Complaint, Stage
from dialogs.events import UserFile
from dialogs.flows import evidence
from dialogs.scene import Option, Scene
from dialogs.steps import Flow, Step, tables

NUMBER = "What is the number of your order?"
KIND = "What went wrong?"
KINDS = ("Nothing came", "It does not work", "Something else")
STORY = "Tell me in your own words what happened."
PICTURE = "Now send me a screenshot of the order."
CONFIRM = "That is all I need. Shall I keep it?"
YES = "Yes, keep it"
KEPT = "Kept. You can start again at any time."


def _begin(scene: Scene, _: str) -> None:
    number = scene.person.next_number
    scene.save(Complaint(number=number, opened=scene.now, touched=scene.now))
    scene.set_person(next_number=number + 1)
    scene.start("six.number", case=number)


def _number(scene: Scene, text: str) -> None:
    scene.answer(scene.case, "typed", order_numbers=(text,))
    scene.goto("six.kind")


def _kind(scene: Scene, value: str) -> None:
    scene.answer(scene.case, "tapped", problem=value)
    scene.goto("six.story")


def _story(scene: Scene, text: str) -> None:
    scene.answer(scene.case, "typed", story=text)
    scene.goto("six.picture")


def _picture(scene: Scene, event: UserFile) -> None:
    if evidence.keep(scene, scene.case, event, "order_page"):
        scene.goto("six.confirm")


def _confirm(scene: Scene, _: str) -> None:
    scene.save(scene.case.changed(stage=Stage.CLOSED))
    scene.leave()
    scene.say(KEPT)


STEPS = (
    Step(name="idle", ask=lambda scene: scene.say(KEPT)),
    Step(
        name="six.number",
        ask=lambda scene: scene.ask(NUMBER),
        text=_number,
        numbers=True,
        leads_to=("six.kind",),
    ),
    Step(
        name="six.kind",
        ask=lambda scene: scene.ask(KIND, [[Option(kind, str(place))] for place, kind in enumerate(KINDS)]),
        choose=_kind,
        leads_to=("six.story",),
    ),
    Step(name="six.story", ask=lambda scene: scene.ask(STORY), text=_story, leads_to=("six.picture",)),
    Step(name="six.picture", ask=lambda scene: scene.ask(PICTURE), file=_picture, leads_to=("six.confirm",)),
    Step(name="six.confirm", ask=lambda scene: scene.ask(CONFIRM, [[Option(YES, "yes")]]), choose=_confirm),
)

TABLES = tables([Flow(name="six", steps=STEPS)], {"start": _begin})
