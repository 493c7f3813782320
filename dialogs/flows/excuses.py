"""Stock excuses of customer service: which one was it, its answer in plain words with the law, and a sentence to reply.

What the user pastes of the other side's words becomes a record of contact, never the user's own story.
"""

from collections.abc import Sequence

from complaints.complaint import Complaint, Contact, Stage
from complaints.knowledge.models import Excuse
from complaints.pasted import pasted
from complaints.rebuttals import GENERAL, excuses_in, ids, rebuttal
from dialogs.events import UserForward
from dialogs.flows import answers, contacts, escalation, evidence, intake, waiting
from dialogs.scene import Option, Scene
from dialogs.steps import Flow, Step
from dialogs.wording import bullets, button, law_lines, rows, title

SHOWN = 2
"""Articles named in an answer; of several excuses one each."""

FIRST_OFFERED = 7
"""Excuses offered at once; the others are behind 更多."""


def found(scene: Scene, text: str) -> list[Excuse]:
    """The stock excuses in a message."""
    return excuses_in(text, scene.context.knowledge)


def of(scene: Scene, contact: Contact) -> list[Excuse]:
    """Those of a record."""
    known = scene.context.knowledge.excuses
    return [known[name] for name in (contact.excuse, *contact.more_excuses) if name and name in known]


def tell(scene: Scene, case: Complaint, given: Sequence[Excuse]) -> None:
    """The answer, then the sentence that meets them alone in its message: it can be sent back at once."""
    scene.say(_answer(scene, case, given))
    scene.say("".join(rebuttal(case, scene.context.knowledge, excuse) for excuse in given), verbatim=True)


def _answer(scene: Scene, case: Complaint, given: Sequence[Excuse]) -> str:
    """What to think of them, and the articles behind that which bind this seller."""
    each = SHOWN if len(given) == 1 else 1
    law = dict.fromkeys(line for excuse in given for line in law_lines(scene, case, excuse.law)[:each])
    lines = [scene.t("contact_log.excuse", excuse="、".join(excuse.name for excuse in given))]
    lines += [line for excuse in given for line in excuse.answer]
    if law:
        lines.append(scene.t("waiting.law", lines=bullets(law)))
    return "\n".join([*lines, scene.t("waiting.rebuttal_goes_along")])


# ------------------------------------------------------------------------------------------------- pasted by the user
def is_pasted(scene: Scene, text: str) -> bool:
    """Whether the words are what customer service wrote."""
    return pasted(text, scene.context.knowledge, lambda: _tells(scene, text))


def _tells(scene: Scene, text: str) -> bool:
    reading = intake.read(scene, text, scene.said_at)
    return answers.tells(reading) or reading.goods is not None or reading.amount is not None


def keep_pasted(scene: Scene, case: Complaint, text: str) -> Complaint:
    """A record of contact from pasted words, and the answer to what excuse they are."""
    if contacts.full(scene, case):
        return case
    channel = case.filings[-1].channel if case.filings else "customer_service"
    contact = Contact(at=scene.said_at, approximate=True, channel=channel, words=text, message=scene.message)
    case = contacts.add(scene, case, contact)
    if case.stage == Stage.DRAFT and case.facts.contacted is None:
        case = scene.answer(case, "read", contacted=answers.CONTACTED["noted"])
    scene.say(scene.t("contact_log.pasted"))
    given = of(scene, case.contacts[-1])
    if given:
        tell(scene, case, given)
    return case


def take_pasted(scene: Scene, text: str) -> bool:
    """Pasted while nothing is asked: into the only open case, else asked about like a forwarded message."""
    if not is_pasted(scene, text):
        return False
    opened = scene.open_cases()
    if len(opened) == 1:
        case = keep_pasted(scene, opened[0], text)
        scene.say(scene.t("contact_log.pasted_then", title=title(scene, case)), waiting.options(scene, case))
    else:
        about = scene.event
        evidence.forwarded(
            scene,
            UserForward(
                id=about.id, chat=about.chat, at=about.at, said_at=scene.said_at, message=scene.message, text=text
            ),
        )
    return True


# -------------------------------------------------------------------------------------------------- which one was it
def ask(scene: Scene) -> None:
    """对方的理由是哪一种？ The most used ones."""
    _ask(scene, "waiting.excuse", _offered(scene)[:FIRST_OFFERED], [button(scene, "more", "more")])


def ask_more(scene: Scene) -> None:
    """The others."""
    _ask(scene, "waiting.excuse_more", _offered(scene)[FIRST_OFFERED:], [button(scene, "previous", "p:back")])


def _ask(scene: Scene, key: str, listed: Sequence[Excuse], last: Sequence[Option]) -> None:
    options = [Option(excuse.name, excuse.id) for excuse in listed]
    scene.ask(scene.t(key), [*rows(options), [*last, button(scene, "other_words", GENERAL)]])


def _offered(scene: Scene) -> list[Excuse]:
    return [excuse for excuse in scene.context.knowledge.excuses.values() if excuse.offered]


def choose(scene: Scene, value: str) -> None:
    """One of the list."""
    if value == "more":
        scene.goto("excuses.more")
    else:
        keep(scene, scene.case, None, [scene.context.knowledge.excuses[value]])


def take(scene: Scene, text: str) -> None:
    """In their own words: one excuse, several, or none that is known, which gets the general answer."""
    keep(scene, scene.case, text, found(scene, text) or [scene.context.knowledge.excuses[GENERAL]])


def keep(scene: Scene, case: Complaint, words: str | None, given: Sequence[Excuse]) -> None:
    """Into the latest record, for the next letter, and answered; then the next step is offered."""
    last = contacts.latest(scene, case)
    contact = last.model_copy(update={"words": words or last.words, **ids(given)})
    case = case.changed(contacts=(*case.contacts[:-1], contact), touched=scene.now)
    meet(scene, scene.answer(case, "typed", **ids(given)), given)


def meet(scene: Scene, case: Complaint, given: Sequence[Excuse]) -> None:
    """The answer, and the next step."""
    tell(scene, case, given)
    if scene.session.case == case.number:
        scene.leave()
    escalation.offer(scene, case)


FLOW = Flow(
    name="excuses",
    steps=(
        Step(name="excuses.which", ask=ask, choose=choose, text=take, leads_to=("excuses.more",)),
        Step(name="excuses.more", ask=ask_more, choose=choose, text=take),
    ),
)
