"""我已提交: what was sent is kept as it was, the clock of its answer starts, and what came of it is asked."""

from complaints import clocks, exhibits, stages, unfiling
from complaints.complaint import Complaint, Contact, Filing, Stage
from complaints.outside import route_of
from complaints.reading.dates import read_moment
from complaints.routes import APPEALS, WRITTEN
from complaints.times import HOUR, Instant
from dialogs.events import UserFile
from dialogs.flows import answers, escalation, evidence, filing_text, moments, office_filing, waiting
from dialogs.scene import Option, Scene
from dialogs.wording import act, button, title

FRESH = HOUR
"""Seconds after which 我已提交 may mean a text sent earlier, so the user is asked when."""

SENT = "sent"
"""Note: number of the filing that a question is about."""

CHAT_WINDOW = "customer_service"
"""The channel whose answer may come at once."""

AFTERWARDS = frozenset({"filing.ticket", "filing.reply", "office_dates.started", "office_dates.own_date"})
"""Steps that ask about what was just filed."""

DELAY = "C3"
"""The clock of a demand in writing that is left unmet."""


def filed(scene: Scene, case: Complaint, letter_id: str) -> None:
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
        case = filing_text.prepare(scene, case, letter_id)
    if scene.now - (case.pending.made_at if case.pending else scene.now) > FRESH:
        scene.start("filing.when", case=case.number)
    else:
        _record(scene, case, scene.said_at)


def ask_when(scene: Scene) -> None:
    """是刚才发的吗？"""
    scene.ask(scene.t("filing.when"), [[button(scene, "just_now"), button(scene, "earlier")]])


def choose_when(scene: Scene, value: str) -> None:
    """Just now, or when the text was shown."""
    if value == "just_now":
        _record(scene, scene.case, scene.said_at)
    else:
        pending = scene.case.pending
        _record(scene, scene.case, pending.made_at if pending else scene.said_at)


def type_when(scene: Scene, text: str) -> None:
    """The time in words. A day that has not come is no time of filing."""
    if moments.is_ahead(text, scene.said_at):
        scene.say(scene.t("office_filing.not_yet"))
        scene.repeat()
        return
    moment = read_moment(text, scene.said_at)
    if moment is None:
        scene.say(scene.t("intake.time_unclear"))
        scene.repeat()
    else:
        _record(scene, scene.case, min(moment.instant, scene.said_at))


def _record(scene: Scene, case: Complaint, at: Instant) -> None:
    """Keep the text and exhibits as they were, log the contact, end the window, start the answer's clock."""
    text = filing_text.shown(scene, case)
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
    case = kept(scene, case, filing)
    step = "filing.reply" if filing.letter == CHAT_WINDOW else "filing.ticket"
    scene.start(step, case=case.number, **{SENT: str(number)})


def kept(scene: Scene, case: Complaint, filing: Filing) -> Complaint:
    """The case with a filing that was made, its contact, and its clocks running."""
    knowledge, before = scene.context.knowledge, case
    contact = Contact(at=filing.at, channel=filing.channel, result="asked", message=scene.message)
    case = case.changed(
        filings=(*case.filings, filing), contacts=(*case.contacts, contact), pending=None, touched=scene.now
    )
    case = clocks.reported(case, "filed", knowledge.clocks)
    outside = route_of(filing, knowledge)
    case = office_filing.begin(scene, case, filing, outside) if outside else _started(scene, case, filing)
    case = escalation.keep_company(scene, scene.save(case))
    return scene.save(unfiling.remembered(before, case, scene.now))


def _started(scene: Scene, case: Complaint, filing: Filing) -> Complaint:
    """The clock of the answer, at the deadline that the text names; a later filing gets the full time."""
    rules, appeal = scene.context.knowledge.clocks, filing.letter in APPEALS
    channel = filing_text.channel_of(scene, case, filing.channel)
    rule = rules["C2" if appeal else "C1"]
    due, certain = filing_text.deadline(scene, filing.letter, channel, filing.at)
    if filing.deadline is not None and filing.deadline > filing.at:
        due = filing.deadline
    for earlier in clocks.running(case):
        if earlier.id in {"C1", "C2"}:
            case = clocks.done(case, earlier.key)
    case = clocks.start(
        _delay(scene, case, filing),
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


def _delay(scene: Scene, case: Complaint, filing: Filing) -> Complaint:
    """The first demand in writing starts the time after which the other side may be said to drag its feet."""
    if filing.letter not in WRITTEN or any(clock.id == DELAY and clock.state != "stopped" for clock in case.clocks):
        return case
    rule = scene.context.knowledge.clocks[DELAY]
    due, _ = clocks.due_of(rule, filing.at, scene.context.calendar)
    return clocks.start(case, rule, filing.at, scene.now, due=due, filing=filing.number)


# ------------------------------------------------------------------------------------------------ after the filing
def _asked_about(scene: Scene) -> Filing | None:
    """The filing that the open question is about, whatever was filed since.

    None, said, when it is gone: taken back, or made one case with another, in another chat of the same person.
    """
    case, number = scene.case, scene.noted(SENT)
    filings = case.filings[-1:] if number is None else case.filings
    found = next((filing for filing in filings if number in (None, str(filing.number))), None)
    if found is None:
        scene.leave()
        scene.say(scene.t("filing.gone", title=title(scene, case)), [[button(scene, "card", act(case, "open"))]])
    return found


def ask_ticket(scene: Scene) -> None:
    """The ticket number or its screenshot, which may be skipped."""
    filing = _asked_about(scene)
    if filing is None:
        return
    outside, at = route_of(filing, scene.context.knowledge), scene.time(filing.at)
    if outside is not None and outside.receipt is not None:
        text = scene.t("filing.receipt", at=at, channel=outside.name, receipt=outside.receipt)
    else:
        text = scene.t("filing.ticket", at=at, channel=_name(scene, filing))
    scene.ask(text, [[button(scene, "skip")], *unfile_row(scene, scene.case)])


def _name(scene: Scene, filing: Filing) -> str:
    return scene.context.knowledge.letters[filing.letter].name


def choose_ticket(scene: Scene, value: str) -> None:
    """Without a ticket number."""
    if value == "skip":
        _wait(scene)


def type_ticket(scene: Scene, text: str) -> None:
    """The ticket number as typed; it has a figure in it. 没有 passes it over."""
    if _not_sent(scene, text):
        return
    if answers.is_none(scene, text):
        _wait(scene)
        return
    if not any(sign.isdecimal() for sign in text):
        scene.say(scene.t("filing.no_number"))
        scene.repeat()
        return
    case, filing = scene.case, _asked_about(scene)
    if filing is None:
        return
    numbered = filing.model_copy(update={"ticket": text[:60]})
    filings = tuple(numbered if one.number == filing.number else one for one in case.filings)
    scene.save(case.changed(filings=filings, touched=scene.now))
    _wait(scene)


def file_ticket(scene: Scene, event: UserFile) -> None:
    """A screenshot of the ticket, or the receipt of an office, is evidence."""
    filing = _asked_about(scene)
    if filing is None:
        evidence.received(scene, event)
        return
    outside = route_of(filing, scene.context.knowledge)
    if evidence.keep(scene, scene.case, event, "receipt" if outside else "ticket_page") is not None:
        _wait(scene)


def ask_reply(scene: Scene) -> None:
    """客服当场怎么说？ The buttons act on the case, so they work later too."""
    filing = _asked_about(scene)
    if filing is None:
        return
    scene.ask(
        scene.t("filing.reply", at=scene.time(filing.at), channel=_name(scene, filing)),
        [*waiting.options(scene, scene.case, silent="no_reply_yet"), *unfile_row(scene, scene.case)],
    )


def text_reply(scene: Scene, text: str) -> None:
    """What they said at once."""
    if _not_sent(scene, text):
        return
    if not waiting.said(scene, text):
        waiting.noted(scene, scene.case, text)


# ------------------------------------------------------------------------------------------------ pressed by mistake
def unfile_row(scene: Scene, case: Complaint) -> list[list[Option]]:
    """其实还没提交, of the newest filing, while nothing came of it."""
    newest = unfiling.can_be_taken_back(case)
    return [[button(scene, "not_filed", act(case, "unfile", newest.number))]] if newest is not None else []


def _not_sent(scene: Scene, text: str) -> bool:
    """The words of that button, and others for the same, where it is offered."""
    newest = unfiling.can_be_taken_back(scene.case)
    if newest is None or text.strip("。.!！ ") not in scene.context.texts.words("filing.not_filed_words"):
        return False
    unfile(scene, scene.case, str(newest.number))
    return True


def unfile(scene: Scene, case: Complaint, argument: str) -> None:
    """The action `unfile:<number>`: as if 我已提交 had not been pressed."""
    newest = unfiling.can_be_taken_back(case)
    if newest is None or argument != str(newest.number):
        scene.say(scene.t("filing.not_unfiled", title=title(scene, case)))
        return
    case = escalation.keep_company(scene, scene.save(unfiling.unfiled(case, scene.now, scene.quiet_hours)))
    if scene.session.case == case.number and scene.session.step in AFTERWARDS:
        scene.leave()
    see = button(scene, "go_file", act(case, "letter", newest.letter), "primary")
    scene.say(
        scene.t("filing.unfiled", title=title(scene, case)),
        [[see, button(scene, "ladder", act(case, "ladder"))]],
    )


def _wait(scene: Scene) -> None:
    case, filing = scene.case, _asked_about(scene)
    if filing is None:
        return
    scene.leave()
    if route_of(filing, scene.context.knowledge) is not None:
        office_filing.after(scene, case, next(one for one in case.filings if one.number == filing.number))
    else:
        waiting.promise_to_ask(scene, case, unfile_row(scene, case))
