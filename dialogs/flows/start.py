"""The first minute: what this is, consent, and what a newcomer sent before it (facts: PIPL 14, 17, 29).

Nothing of a complaint is kept before consent: what came earlier is held apart in the session, taken up when the user
agrees and erased with the session after 24 hours without that.
"""

from complaints.person import Consent
from dialogs.commands import command_of
from dialogs.events import EVENTS, FromUser, UserEdit, UserFile, UserForward, UserRecall, UserTap, UserText, is_older
from dialogs.flows import intake, portability, scam
from dialogs.flows.held import forget_old, hold, take_back
from dialogs.options import named
from dialogs.scene import Scene
from dialogs.steps import Flow, Step
from dialogs.wording import button

WELCOME = "start.consent"

VERSION = "2026-11"
"""Version of the wording that is consented to, kept with the consent."""


def newcomer(scene: Scene, event: FromUser) -> None:
    """Anything from a person who has not consented yet."""
    forget_old(scene)
    if isinstance(event, UserRecall):
        take_back(scene, event.message)
        return
    if isinstance(event, UserTap):
        tapped = event.value in {"p:consent", "p:privacy"} and _welcomed(scene, event)
        _chosen(scene, event.value) if tapped else show(scene)
        return
    if isinstance(event, UserText) and _said(scene, event.text):
        return
    if isinstance(event, UserText | UserForward):
        scam.warn_newcomer(scene, event.text, theirs=isinstance(event, UserForward))
    if isinstance(event, UserText | UserFile | UserForward) and not hold(scene, event):
        return
    if not isinstance(event, UserEdit):
        show(scene)


def _welcomed(scene: Scene, event: UserTap) -> bool:
    """Whether the button is under a welcome that this newcomer was shown, not somebody who was forgotten since."""
    return scene.session.step == WELCOME and not is_older(event.message, scene.session.since)


def _said(scene: Scene, text: str) -> bool:
    """Whether the text was a word for this flow: consent, the privacy page, help, or /start itself."""
    value = named(text, scene.session.offered, numbers=True, listed=not scene.context.network.buttons)
    if value is not None:
        _chosen(scene, value)
        return True
    command = command_of(text, scene.context.texts)
    if command is None:
        return False
    if command.name in {"privacy", "help"}:
        _chosen(scene, "p:privacy")
    else:
        show(scene)
    return True


def _chosen(scene: Scene, value: str) -> None:
    agree(scene, "") if value == "p:consent" else portability.privacy(scene)


def show(scene: Scene) -> None:
    """The welcome: with consent still to give, or for somebody who is back."""
    if scene.person.consent is not None:
        intake.welcome(scene)
        return
    rules = scene.context.rules
    key = "start.welcome" if rules.operator else "start.welcome_local"
    text = scene.t(
        key, operator=rules.operator, contact=rules.operator_contact, region=rules.region, days=rules.retention_days
    )
    if scene.session.held:
        text = f"{text}\n{scene.t('start.held')}"
    scene.set_session(step=WELCOME, case=None, trail=(), since=scene.session.since or scene.message)
    scene.ask(text, [[button(scene, "consent", "p:consent", "primary")], [button(scene, "privacy", "p:privacy")]])


def agree(scene: Scene, _: str) -> None:
    """Consent is given: note it with its version, then take up what came before."""
    if scene.person.consent is not None:
        scene.repeat() if scene.session.step != WELCOME else intake.begin(scene)
        return
    scene.set_person(consent=Consent(version=VERSION, at=scene.now))
    held = [EVENTS.validate_json(item.event) for item in scene.session.held]
    scene.set_session(held=(), since=scene.message)
    scene.leave()
    intake.take_up(scene, held)


def _ask(scene: Scene) -> None:
    show(scene)


FLOW = Flow(
    name="start",
    steps=(Step(name=WELCOME, ask=_ask, choose=lambda scene, value: None),),
    person_actions={"consent": agree},
)
