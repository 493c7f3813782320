"""My cases: the list, one case's card with all it holds, and opening, renaming, closing or reopening it."""

from complaints import clocks, stages
from complaints.checklist import missing_items
from complaints.complaint import Clock, Complaint, Contact, Filing, Result, Stage
from complaints.knowledge.models import ClockKind
from complaints.letter_facts import say_money
from complaints.outside import route_of
from complaints.reminders import RETENTION
from complaints.routes import APPEALS
from complaints.scam.traces import harmless
from dialogs.events import JobDone, JobFailed
from dialogs.flows import escalation, intake, merging, reminders, waiting
from dialogs.masks import hidden
from dialogs.model import Job, OutFile
from dialogs.options import figure
from dialogs.scene import Option, Scene
from dialogs.steps import Flow, Step
from dialogs.wording import act, bullets, button, rows, title

SHOWN = 8
"""Cases listed at once, and lines of a list on a card."""

SUSPECTS_SHOWN = 3
"""Swindlers' messages named below the contacts."""

SHOWN_RESULTS = 3
"""Results of offices on a card."""

WITH_CODE = frozenset({"game_card", "code", "licence"})
"""Goods kinds whose code can lie unused until it expires."""

WORDS = 40
"""Characters of what was said, in a list."""

NICKNAME = 16
"""Characters of the user's own name for a case."""


def pick(scene: Scene, action: str) -> None:
    """Run an action on the only open case; with several, ask which; with none, offer a new one."""
    cases = scene.open_cases()
    if not cases:
        scene.say(scene.t("cases.none"), [[button(scene, "new_case", "p:new", "primary")]])
    elif len(cases) == 1:
        scene.run(action, cases[0])
    else:
        scene.say(scene.t("cases.which"), [[Option(title(scene, case), act(case, action))] for case in cases])


def of_words(scene: Scene, action: str) -> None:
    """Run an action named in words on the case that offered it, on the case in hand, or on the one that is meant."""
    offers = [offer.value.split(":") for offer in scene.session.offered]
    named = [figure(parts[1]) for parts in offers if parts[0] == "c" and parts[2:3] == [action]]
    number = named[0] if len(named) == 1 else scene.session.case
    case = scene.find(number) if number is not None else None
    if case is not None and case.stage != Stage.CLOSED:
        scene.run(action, case)
    else:
        pick(scene, action)


def listing(scene: Scene) -> None:
    """Open cases with their next deadline, then how many are closed."""
    cases = scene.context.cases.all()
    opened, closed = scene.open_cases(), [case for case in cases if case.stage == Stage.CLOSED]
    if not cases and not opened:
        scene.say(scene.t("cases.none"), [[button(scene, "new_case", "p:new", "primary")]])
        return
    lines = [f"{title(scene, case)}\n　{_standing(scene, case)}" for case in opened[:SHOWN]]
    if closed:
        lines.append(scene.t("cases.closed_count", count=len(closed)))
    if opened:
        lines.append(scene.t("cases.pick_number"))
    listed = rows([Option(scene.t("cases.short", number=case.number), act(case, "open")) for case in opened], 4)
    more = [button(scene, "closed_cases", "p:closed")] if closed else []
    scene.say(scene.t("cases.listing", lines="\n".join(lines)), [*listed, [*more, button(scene, "new_case", "p:new")]])


def _closed(scene: Scene, argument: str) -> None:
    """Closed cases, the newest first, a screen at a time."""
    closed = [case for case in reversed(scene.context.cases.all()) if case.stage == Stage.CLOSED]
    if not closed:
        listing(scene)
        return
    pages = -(-len(closed) // SHOWN)
    page = (figure(argument) or 0) % pages
    shown = closed[page * SHOWN : (page + 1) * SHOWN]
    lines = bullets(f"{title(scene, case)}（{_outcome(scene, case)}）" for case in shown)
    listed = [Option(scene.t("cases.short", number=case.number), act(case, "open")) for case in shown]
    turn = [[button(scene, "next_page", f"p:closed:{(page + 1) % pages}")]] if pages > 1 else []
    scene.say(scene.t("cases.closed_listing", lines=lines), [*rows(listed, 4), *turn])


def _outcome(scene: Scene, case: Complaint) -> str:
    if case.outcome is None:
        return scene.t("cases.stage.closed")
    entry = scene.context.knowledge.outcomes[case.outcome.kind]
    return f"{entry.name} {say_money(case.outcome.amount)}" if case.outcome.amount else entry.name


def _standing(scene: Scene, case: Complaint) -> str:
    """One line: where the case stands and what comes next."""
    stage = scene.t(f"cases.stage.{case.stage.value}")
    running = clocks.running(case)
    return f"{stage}；{clock_line(scene, running[0])}" if running else stage


def clock_line(scene: Scene, clock: Clock) -> str:
    """A deadline in one line: its name and when it ends, or that it has passed."""
    name = scene.context.knowledge.clocks[clock.id].name
    key = "cases.clock" if clock.due > scene.now else "cases.clock_passed"
    if clock.paused is not None:
        return scene.t("cases.clock_paused", name=name)
    return scene.t(key, name=name, due=due(scene, clock), left=scene.left(clock.due))


def due(scene: Scene, clock: Clock) -> str:
    """The end of a clock. An office has a last day and no hour; what its rule rests on is law, or only usual."""
    rule = scene.context.knowledge.clocks[clock.id]
    about = "" if clock.certain else scene.t("cases.about")
    latest = scene.t("cases.latest") if rule.side == "office" and rule.kind == ClockKind.LAW else ""
    return f"{about}{latest}{scene.date(clock.due) if rule.side == 'office' else scene.time(clock.due)}"


# -------------------------------------------------------------------------------------------------------- the card
def card(scene: Scene, case: Complaint, _: str = "") -> None:
    """All about one case on one screen, with what can be done next."""
    lines = [title(scene, case), scene.t(f"cases.stage.{case.stage.value}")]
    if case.stage == Stage.CLOSED:
        lines.append(_outcome(scene, case))
    lines += [clock_line(scene, clock) for clock in clocks.running(case)]
    lines.append(_evidence_line(scene, case))
    if case.contacts:
        last = case.contacts[-1]
        lines.append(
            scene.t("cases.last_contact", at=contact_time(scene, last), result=scene.t(f"cases.result.{last.result}"))
        )
    lines += _results(scene, case)
    scene.say("\n".join(lines), _card_rows(scene, case))


def _results(scene: Scene, case: Complaint) -> list[str]:
    """What offices made of it, the newest last."""
    knowledge = scene.context.knowledge
    sent = {filing.number: filing for filing in case.filings}
    known = [one for one in case.results if one.filing in sent and one.kind in knowledge.results]
    return [_result_line(scene, case, sent[one.filing], one) for one in known[-SHOWN_RESULTS:]]


def _result_line(scene: Scene, case: Complaint, filing: Filing, result: Result) -> str:
    knowledge = scene.context.knowledge
    ground = knowledge.grounds.get(result.ground or "")
    return scene.t(
        "cases.result_line",
        at=scene.date(result.at),
        route=channel_name(scene, case, filing.channel),
        result=knowledge.results[result.kind].name,
        ground=scene.t("cases.ground", ground=ground.name) if ground else "",
    )


def _open(scene: Scene, case: Complaint, _: str) -> None:
    """The card, and a picture of where the case stands, which a job draws."""
    card(scene, case)
    if case.stage != Stage.DRAFT:
        scene.jobs.append(Job(kind="picture", case=case.number))


def picture_done(scene: Scene, event: JobDone) -> None:
    """The picture was drawn."""
    if scene.find(event.case or 0) is not None and event.path is not None and event.name is not None:
        scene.say("", file=OutFile(path=event.path, name=event.name, picture=True), key=f"picture.{event.case}")


def no_picture(_: Scene, __: JobFailed) -> None:
    """Nothing is missed: the card says all of it in words."""


def _evidence_line(scene: Scene, case: Complaint) -> str:
    stored = [exhibit for exhibit in case.exhibits if exhibit.state in {"stored", "pending"}]
    missing = missing_items(case, scene.context.knowledge)
    names = "、".join(item.title for item in missing[:3])
    return scene.t("cases.evidence_missing" if missing else "cases.evidence", count=len(stored), missing=names)


def _card_rows(scene: Scene, case: Complaint) -> list[list[Option]]:
    if case.stage == Stage.CLOSED:
        return [
            [button(scene, "reopen", act(case, "reopen")), button(scene, "texts", act(case, "texts"))],
            [button(scene, "pack", act(case, "pack")), button(scene, "delete_it", act(case, "delete"), "danger")],
        ]
    if case.stage == Stage.DRAFT:
        first = [button(scene, "go_on", act(case, "go_on"), "primary")]
    elif case.filings:
        first = [
            button(scene, "progress", act(case, "progress"), "primary"),
            button(scene, "ladder", act(case, "ladder")),
        ]
    else:
        first = [button(scene, "letter", act(case, "letter"), "primary")]
    watch = case.facts.goods_kind in WITH_CODE and not clocks.running(case, reminders.ACTIVATION)
    merge = [button(scene, "merge", act(case, "merge"))] if merging.candidates(scene, case) else []
    activation = [button(scene, "watch_activation", act(case, "activation"))] if watch else []
    ahead = any(clock.due > scene.now for clock in clocks.running(case))
    calendar = [button(scene, "calendar", act(case, "calendar"))] if ahead else []
    return [
        first,
        [
            button(scene, "evidence", act(case, "evidence")),
            button(scene, "pack", act(case, "pack")),
            button(scene, "log", act(case, "log")),
        ],
        [button(scene, "texts", act(case, "texts")), button(scene, "change_facts", act(case, "review"))],
        [button(scene, "finder", act(case, "finder")), *merge, *calendar],
        [*activation, button(scene, "rename", act(case, "rename")), button(scene, "end", act(case, "end"))],
    ]


def _texts(scene: Scene, case: Complaint, _: str) -> None:
    """Filings and contacts of a case, newest last, and each sent text to read again."""
    if not case.filings and not case.contacts and not case.suspects:
        scene.say(scene.t("cases.no_texts", title=title(scene, case)), [[button(scene, "letter", act(case, "letter"))]])
        return
    contacts = [
        scene.t(
            "cases.contact_line",
            at=contact_time(scene, contact),
            channel=channel_name(scene, case, contact.channel),
            result=scene.t(f"cases.result.{contact.result}"),
            words=f"：{_words(scene, contact.words)}" if contact.words else "",
        )
        for contact in case.contacts[-SHOWN:]
    ]
    sent = [
        Option(scene.t("cases.sent_text", number=filing.number), act(case, "sent", filing.number))
        for filing in case.filings[-SHOWN:]
    ]
    suspects = [
        scene.t("scam.line", at=scene.time(one.at), words=" ".join(harmless(one.words).split())[:WORDS])
        for one in case.suspects[-SUSPECTS_SHOWN:]
    ]
    lines = bullets([*contacts, *suspects])
    scene.say(scene.t("cases.texts", title=title(scene, case), lines=lines), rows(sent))


def _words(scene: Scene, words: str) -> str:
    """What they said, on one line, without a key that stands in a forwarded message."""
    return " ".join(hidden(words, scene.context.texts, scene.context.knowledge).split())[:WORDS]


def contact_time(scene: Scene, contact: Contact) -> str:
    """When a contact was, no more exactly than the user said."""
    if not contact.approximate:
        return scene.time(contact.at)
    return scene.date(contact.at) if contact.day_known else scene.t("cases.some_time")


def channel_name(scene: Scene, case: Complaint, channel: str) -> str:
    """A channel, letter or route as the user knows it."""
    knowledge = scene.context.knowledge
    route = None if channel in APPEALS else knowledge.routes.get(channel)
    entry = route or knowledge.letters.get(channel)
    return entry.name if entry else scene.t(f"contact_log.channel.{channel}")


def _sent(scene: Scene, case: Complaint, argument: str) -> None:
    filing = next((filing for filing in case.filings if str(filing.number) == argument), None)
    if filing is None:
        card(scene, case)
        return
    before = [scene.t("merging.sent_formerly", case=filing.formerly)] if filing.formerly is not None else []
    if not filing.text:
        channel = channel_name(scene, case, filing.channel)
        told = scene.t("cases.sent_elsewhere", at=scene.date(filing.at), channel=channel)
        scene.say("\n".join([told, *before]))
        return
    scene.say("\n".join([_about(scene, case, filing), *before]))
    scene.say(filing.text, verbatim=True)


def _about(scene: Scene, case: Complaint, filing: Filing) -> str:
    exhibits = "、".join(scene.t("evidence.name", number=number) for number in filing.exhibits)
    return scene.t(
        "cases.sent_about",
        at=scene.time(filing.at),
        channel=channel_name(scene, case, filing.letter),
        ticket=scene.t("cases.ticket", ticket=filing.ticket) if filing.ticket else "",
        exhibits=exhibits or scene.t("cases.no_exhibits"),
    )


# ------------------------------------------------------------------------------------------------------- changes
def _go_on(scene: Scene, case: Complaint, _: str) -> None:
    if not waiting.over(scene, case):
        intake.resume(scene, case)


def _progress(scene: Scene, case: Complaint, _: str) -> None:
    reminders.ask_progress(scene, case)


def _reopen(scene: Scene, case: Complaint, _: str) -> None:
    """Open a closed case again where it stood, its facts and evidence as they were."""
    if case.stage == Stage.CLOSED and intake.has_room(scene):
        case = stages.moved(case, _stage_before(scene, case)).changed(outcome=None, touched=scene.now)
        case = clocks.ended(case, RETENTION)
        case = escalation.keep_company(scene, scene.save(case))
        scene.say(scene.t("cases.reopened", title=title(scene, case)))
    card(scene, case)


def _stage_before(scene: Scene, case: Complaint) -> Stage:
    """Where the last thing that the user did had brought it."""
    if intake.missing(case):
        return Stage.DRAFT
    last = max(case.filings, key=lambda sent: (sent.at, sent.number), default=None)
    if last is None:
        return Stage.READY
    if route_of(last, scene.context.knowledge) is not None:
        return Stage.OUTSIDE
    return Stage.APPEALED if last.letter in APPEALS else Stage.FILED


def _rename(scene: Scene, case: Complaint, _: str) -> None:
    scene.start("cases.rename", case=case.number)


def _ask_name(scene: Scene) -> None:
    scene.ask(scene.t("cases.rename", title=title(scene, scene.case)), [[button(scene, "skip")]])


def _type_name(scene: Scene, text: str) -> None:
    case = scene.save(scene.case.changed(nickname=" ".join(text.split())[:NICKNAME], touched=scene.now))
    scene.leave()
    card(scene, case)


def _keep_name(scene: Scene, _: str) -> None:
    case = scene.case
    scene.leave()
    card(scene, case)


FLOW = Flow(
    name="cases",
    steps=(Step(name="cases.rename", ask=_ask_name, text=_type_name, choose=_keep_name, numbers=True),),
    actions={
        "open": _open,
        "texts": _texts,
        "sent": _sent,
        "go_on": _go_on,
        "progress": _progress,
        "reopen": _reopen,
        "rename": _rename,
    },
    person_actions={
        "cases": lambda scene, _: listing(scene),
        "closed": _closed,
        "new": lambda scene, _: intake.new(scene),
    },
)
