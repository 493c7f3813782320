"""Filing: the right text alone in its message, then 我已提交, which keeps what was sent and starts the clock.

A text is composed from the facts each time it is shown, unless the user wrote it; its deadline is fixed when it is
shown, and the clock that starts with 我已提交 ends at the very same instant.
"""

from dataclasses import replace
from typing import NamedTuple

from complaints import clocks, exhibits, stages
from complaints.complaint import Complaint, Contact, Filing, PendingText, Stage
from complaints.knowledge.models import Channel, Letter
from complaints.letter_facts import letter_facts
from complaints.letters import Draft, checks, compose
from complaints.reading.dates import read_moment
from complaints.routes import APPEAL, UPGRADE, first_channel, next_letter, playbook_of
from complaints.times import HOUR, Instant, letter_deadline
from dialogs.events import UserFile
from dialogs.flows import escalation, evidence, waiting
from dialogs.scene import Option, Scene
from dialogs.steps import Flow, Step
from dialogs.wording import act, button, rows, title

FRESH = HOUR
"""Seconds after which 我已提交 may mean a text sent earlier, so the user is asked when."""

COPYABLE = 256
"""Characters a copy button holds (Bot API CopyTextButton)."""

APPEALS = (APPEAL, UPGRADE)

BEFORE = "first_filing"
"""What an appeal cannot do without: the stage before it."""

TOO_HOT = frozenset({"rude", "judging", "threat", "shouting"})
"""What a text of the user's own is told about, once: such words help the other side."""

CHAT_WINDOW = "customer_service"
"""The channel whose answer may come at once."""


class Shown(NamedTuple):
    """A text as it stands: what to send, and what is still missing for it."""

    letter: Letter
    pending: PendingText
    draft: Draft

    @property
    def text(self) -> str:
        """The whole text, the user's own wording first."""
        return self.pending.text or self.draft.text


# ------------------------------------------------------------------------------------------------------- showing
def show(scene: Scene, case: Complaint, letter_id: str | None = None) -> None:
    """Prepare a letter of the case, the recommended one unless named, and show it with its card."""
    letter_id = letter_id or next_letter(case, scene.context.knowledge, scene.now)
    case = scene.save(case.changed(pending=_prepared(scene, case, letter_id)))
    scene.move("filing.card", case)


def _prepared(scene: Scene, case: Complaint, letter_id: str) -> PendingText:
    letter = scene.context.knowledge.letters[letter_id]
    channel = letter.channel or first_channel(case, scene.context.knowledge).id
    kept = case.pending.text if case.pending and case.pending.letter == letter_id else None
    return PendingText(
        letter=letter_id,
        channel=channel,
        made_at=scene.now,
        knowledge_version=scene.context.knowledge.version,
        text=kept,
        deadline=_deadline(scene, letter_id, _channel(scene, case, channel), scene.now)[0],
    )


def _deadline(scene: Scene, letter_id: str, channel: Channel, at: Instant) -> tuple[Instant, bool]:
    """The one deadline of a text sent at that time and of its clock, and whether it rests on published holidays.

    It is the channel's time, or the supervisor's three working days.
    """
    if letter_id in APPEALS:
        return clocks.due_of(scene.context.knowledge.clocks["C2"], at, scene.context.calendar)
    return letter_deadline(at + channel.escalate_after * HOUR), True


def _channel(scene: Scene, case: Complaint, channel_id: str) -> Channel:
    book = playbook_of(case, scene.context.knowledge)
    return book.channel(channel_id) or book.channels[0]


def shown(scene: Scene, case: Complaint) -> Shown | None:
    """The pending text of a case, composed afresh."""
    if case.pending is None:
        return None
    knowledge = scene.context.knowledge
    letter = knowledge.letters[case.pending.letter]
    facts = letter_facts(case, knowledge, letter, scene.now, case.pending.deadline)
    return Shown(letter, case.pending, compose(letter, facts, knowledge))


def _ask_card(scene: Scene) -> None:
    case = scene.case
    text = shown(scene, case)
    if text is None:
        show(scene, case)
        return
    if text.draft.missing and text.pending.text is None:
        _ask_missing(scene, text)
        return
    book = playbook_of(case, scene.context.knowledge)
    why, door = _channel(scene, case, text.pending.channel).fits, "" if book.contacts else book.no_contact
    scene.say(scene.t(f"filing.why.{text.letter.id}", title=title(scene, case), why=why, door=door).strip())
    if text.pending.text is None and len(text.draft.parts) > 1:
        for part in text.draft.parts:
            scene.say(part.text, verbatim=True)
    else:
        scene.say(text.text, verbatim=True)
    _calm(scene, text)
    pending = text.pending.model_copy(update={"shown": text.text})
    scene.save(case.changed(pending=pending))
    _ask_sent(scene, text)


def _calm(scene: Scene, text: Shown) -> None:
    """One word on a text of the user's own that is too hot to be read to the end."""
    own = text.pending.text
    if own is not None and TOO_HOT.intersection(checks(replace(text.draft, text=own), scene.context.knowledge)):
        scene.say(scene.t("filing.calm"))


def _ask_card_again(scene: Scene) -> None:
    """The card alone, if its text is on the screen already."""
    text = shown(scene, scene.case)
    if text is None or text.text != text.pending.shown:
        _ask_card(scene)
    else:
        _ask_sent(scene, text)


def _ask_sent(scene: Scene, text: Shown) -> None:
    blanks = scene.t("filing.blanks", blanks="、".join(text.draft.blanks)) if text.draft.blanks else ""
    scene.ask("\n".join(filter(None, [blanks, scene.t("filing.card")])), _card_rows(scene, scene.case, text))


def _card_rows(scene: Scene, case: Complaint, text: Shown) -> list[list[Option]]:
    copy = [Option(scene.t("buttons.copy"), "", None, text.text)] if 0 < len(text.text) <= COPYABLE else []
    filed = button(scene, "filed", act(case, "filed", text.letter.id), "primary")
    change = [button(scene, "edit", "edit"), button(scene, "shots", act(case, "collect"))]
    if text.letter.id in APPEALS:
        return [[*copy, filed], change, [button(scene, "ladder", act(case, "ladder"))]]
    others = [
        Option(scene.t(f"buttons.switch_{channel.id}"), act(case, "letter", channel.id))
        for channel in playbook_of(case, scene.context.knowledge).channels
        if channel.id != text.letter.id
    ]
    return [[*copy, filed], change, *rows(others, 3)]


def _ask_missing(scene: Scene, text: Shown) -> None:
    """Something the text cannot do without: ask for it, in place of the text."""
    if BEFORE in text.draft.missing:
        log = button(scene, "log", act(scene.case, "log"))
        first = button(scene, "letter", act(scene.case, "letter"))
        scene.ask(scene.t("filing.missing_before", letter=text.letter.name), [[log, first]])
        return
    names = "、".join(scene.context.knowledge.fields[field].name for field in text.draft.missing)
    scene.ask(
        scene.t("filing.missing", names=names), [[button(scene, "fill_in", act(scene.case, "review"), "primary")]]
    )


def _choose_card(scene: Scene, value: str) -> None:
    if value == "edit":
        scene.goto("filing.edit")


def _text_card(scene: Scene, text: str) -> None:
    """Words at the card: what the user's side of the matter is, such as 到了 or 已经提交了."""
    if any(word in text for word in scene.context.texts.words("filing.filed_words")):
        _filed(scene, scene.case, "")
    elif not waiting.said(scene, text):
        scene.say(scene.t("errors.choose"))
        scene.repeat()


# ------------------------------------------------------------------------------------------------------- changing
def _ask_edit(scene: Scene) -> None:
    case = scene.case
    own = case.pending is not None and case.pending.text is not None
    options = [
        [button(scene, "change_facts", act(case, "review")), button(scene, "own_words", "own")],
        [*([button(scene, "our_words", "ours")] if own else []), button(scene, "previous", "p:back")],
    ]
    scene.ask(scene.t("filing.edit"), options)


def _choose_edit(scene: Scene, value: str) -> None:
    if value == "own":
        scene.goto("filing.own_words")
    elif value == "ours":
        _set_own(scene, None)


def _ask_own(scene: Scene) -> None:
    scene.ask(scene.t("filing.own_words"), [[button(scene, "previous", "p:back")]])


def _type_own(scene: Scene, text: str) -> None:
    _set_own(scene, text)


def _set_own(scene: Scene, text: str | None) -> None:
    case = scene.case
    if case.pending is not None:
        scene.save(case.changed(pending=case.pending.model_copy(update={"text": text}), touched=scene.now))
    scene.goto("filing.card", trail=False)


# --------------------------------------------------------------------------------------------------------- 我已提交
def _filed(scene: Scene, case: Complaint, letter_id: str) -> None:
    """我已提交, of the text that the button stands under: at once, or first asked when, if that was a while ago."""
    if case.stage == Stage.DRAFT:
        waiting.finish_first(scene, case)
        return
    if case.stage == Stage.CLOSED or case.pending is None:
        scene.say(
            scene.t("filing.nothing_pending", title=title(scene, case)),
            [[button(scene, "letter", act(case, "letter"))]],
        )
        return
    if letter_id in scene.context.knowledge.letters and letter_id != case.pending.letter:
        case = scene.save(case.changed(pending=_prepared(scene, case, letter_id)))
    if scene.now - (case.pending.made_at if case.pending else scene.now) > FRESH:
        scene.start("filing.when", case=case.number)
    else:
        _record(scene, case, scene.said_at)


def _ask_when(scene: Scene) -> None:
    scene.ask(scene.t("filing.when"), [[button(scene, "just_now"), button(scene, "earlier")]])


def _choose_when(scene: Scene, value: str) -> None:
    if value == "just_now":
        _record(scene, scene.case, scene.said_at)
    else:
        pending = scene.case.pending
        _record(scene, scene.case, pending.made_at if pending else scene.said_at)


def _type_when(scene: Scene, text: str) -> None:
    moment = read_moment(text, scene.said_at)
    if moment is None:
        scene.say(scene.t("intake.time_unclear"))
        scene.repeat()
    else:
        _record(scene, scene.case, min(moment.instant, scene.said_at))


def _record(scene: Scene, case: Complaint, at: Instant) -> None:
    """Keep the text and exhibits as they were, log the contact, end the window, start the answer's clock."""
    text = shown(scene, case)
    if text is None:
        scene.leave()
        return
    number = len(case.filings) + 1
    filing = Filing(
        number=number,
        letter=text.letter.id,
        channel=text.pending.channel,
        at=at,
        text=text.pending.shown or text.text,
        exhibits=tuple(exhibit.number for exhibit in exhibits.kept(case)),
        knowledge_version=text.pending.knowledge_version,
        deadline=text.pending.deadline,
    )
    contact = Contact(at=at, channel=filing.channel, result="asked", message=scene.message)
    case = case.changed(
        filings=(*case.filings, filing), contacts=(*case.contacts, contact), pending=None, touched=scene.now
    )
    case = clocks.reported(case, "filed", scene.context.knowledge.clocks)
    case = escalation.keep_company(scene, scene.save(_started(scene, case, filing)))
    scene.start("filing.reply" if filing.letter == CHAT_WINDOW else "filing.ticket", case=case.number)


def _started(scene: Scene, case: Complaint, filing: Filing) -> Complaint:
    """The clock of the answer, at the deadline that the text names; a later filing gets the full time."""
    rules, appeal = scene.context.knowledge.clocks, filing.letter in APPEALS
    channel = _channel(scene, case, filing.channel)
    rule = rules["C2" if appeal else "C1"]
    due, certain = _deadline(scene, filing.letter, channel, filing.at)
    if filing.deadline is not None and filing.deadline > filing.at:
        due = filing.deadline
    for earlier in clocks.running(case):
        if earlier.id in {"C1", "C2"}:
            case = clocks.changed(case, earlier.key, lambda _: {"state": "done"})
    case = clocks.start(
        case,
        rule,
        filing.at,
        scene.now,
        due=due,
        leads=(0,) if appeal else clocks.answer_leads(channel),
        certain=certain,
        filing=filing.number,
        channel=channel.id,
    )
    return stages.moved(case, Stage.APPEALED if appeal else Stage.FILED)


# ------------------------------------------------------------------------------------------------ after the filing
def _ask_ticket(scene: Scene) -> None:
    filing = scene.case.filings[-1]
    scene.ask(
        scene.t("filing.ticket", at=scene.time(filing.at), channel=_name(scene, filing)), [[button(scene, "skip")]]
    )


def _name(scene: Scene, filing: Filing) -> str:
    return scene.context.knowledge.letters[filing.letter].name


def _choose_ticket(scene: Scene, value: str) -> None:
    if value == "skip":
        _wait(scene)


def _type_ticket(scene: Scene, text: str) -> None:
    case = scene.case
    filing = case.filings[-1].model_copy(update={"ticket": text[:60]})
    scene.save(case.changed(filings=(*case.filings[:-1], filing), touched=scene.now))
    _wait(scene)


def _file_ticket(scene: Scene, event: UserFile) -> None:
    if evidence.keep(scene, scene.case, event, "ticket_page") is not None:
        _wait(scene)


def _ask_reply(scene: Scene) -> None:
    """客服当场怎么说？ The buttons act on the case, so they work later too."""
    filing = scene.case.filings[-1]
    scene.ask(
        scene.t("filing.reply", at=scene.time(filing.at), channel=_name(scene, filing)),
        waiting.options(scene, scene.case, silent="no_reply_yet"),
    )


def _text_reply(scene: Scene, text: str) -> None:
    if not waiting.said(scene, text):
        waiting.noted(scene, scene.case, text)


def _wait(scene: Scene) -> None:
    case = scene.case
    scene.leave()
    waiting.promise_to_ask(scene, case)


def letter(scene: Scene, case: Complaint, argument: str) -> None:
    """Show the text of a case: the one named, or the recommended one."""
    if waiting.over(scene, case):
        return
    if case.stage == Stage.DRAFT:
        waiting.finish_first(scene, case)
        return
    show(scene, case, argument if argument in scene.context.knowledge.letters else None)


FLOW = Flow(
    name="filing",
    steps=(
        Step(
            name="filing.card",
            ask=_ask_card,
            choose=_choose_card,
            again=_ask_card_again,
            text=_text_card,
            leads_to=("filing.edit", "filing.when"),
        ),
        Step(name="filing.edit", ask=_ask_edit, choose=_choose_edit, leads_to=("filing.own_words", "filing.card")),
        Step(name="filing.own_words", ask=_ask_own, text=_type_own, numbers=True, leads_to=("filing.card",)),
        Step(
            name="filing.when",
            ask=_ask_when,
            choose=_choose_when,
            text=_type_when,
            leads_to=("filing.ticket", "filing.reply"),
        ),
        Step(
            name="filing.ticket",
            ask=_ask_ticket,
            choose=_choose_ticket,
            text=_type_ticket,
            file=_file_ticket,
            numbers=True,
        ),
        Step(name="filing.reply", ask=_ask_reply, text=_text_reply, choose=lambda scene, value: None),
    ),
    actions={"filed": _filed, "letter": letter},
)
