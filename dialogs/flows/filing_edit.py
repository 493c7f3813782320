"""Changing a text: a single part in the user's own words, another wording of the demand, the time, or all of it.

Each change leads back to the text as it will be sent. What a part said before is one tap away.
"""

from complaints.complaint import Complaint
from complaints.own_parts import (
    DEADLINE,
    DEMAND,
    demand_in,
    fitted,
    for_everybody,
    has_words,
    parts,
    required,
    wordings,
)
from complaints.times import DAY, Instant, letter_deadline
from dialogs.flows import excuses, filing_text, moments, tone, waiting
from dialogs.scene import Option, Scene
from dialogs.wording import act, button, rows

FIELD = "part"
"""Note: the field of the part being changed."""

SHOWN = 160
"""Characters of a part that are shown."""

WHOLE = "text"

ACCOUNTS = frozenset({"story", "problem_statement"})
"""Parts that are the user's own account, which pasted words are not."""

DAYS = {"one_day": 1, "three_days_on": 3, "one_week": 7}


def put(scene: Scene, case: Complaint, field: str, words: str | None, *, said: str | None = None) -> Complaint:
    """The user's own words for a part, or for the `WHOLE`; None: ours again. `said` is what they wrote at first."""
    pending = case.pending
    if pending is None:
        return case
    originals = {name: text for name, text in pending.said.items() if name != field} | ({field: said} if said else {})
    if field == WHOLE:
        changed = pending.model_copy(update={"text": words, "said": originals})
    else:
        own = {name: text for name, text in pending.own.items() if name != field}
        own |= {field: words} if words is not None else {}
        changed = pending.model_copy(update={"own": own, "said": originals, "text": None})
    return scene.save(case.changed(pending=changed, touched=scene.now))


def _changed(scene: Scene, **update: object) -> None:
    """Replace fields of the text being prepared and show it."""
    case = scene.case
    if case.pending is not None:
        scene.save(case.changed(pending=case.pending.model_copy(update=update), touched=scene.now))
    scene.goto("filing.card", trail=False)


# -------------------------------------------------------------------------------------------------------- which part
def _parts(scene: Scene) -> dict[str, str]:
    text = filing_text.shown(scene, scene.case)
    if text is None or text.pending.text is not None:
        return {}
    return parts(text.letter, text.draft, text.pending, scene.context.knowledge)


def ask_edit(scene: Scene) -> None:
    """想改哪一段？ Every part by its name, the facts, or the whole."""
    case, listed = scene.case, _parts(scene)
    pending = case.pending
    changed = pending is not None and bool(pending.text or pending.own or pending.wording or pending.own_deadline)
    last = [*([button(scene, "our_words", "ours")] if changed else []), button(scene, "previous", "p:back")]
    whole = [button(scene, "change_facts", act(case, "review")), button(scene, "own_words", "own")]
    options = [Option(name, f"part.{field}") for name, field in listed.items()]
    text = scene.t("filing.edit", name=next(iter(listed))) if listed else scene.t("filing.edit_whole")
    scene.ask(text, [*rows(options, 3), whole, last])


def choose_edit(scene: Scene, value: str) -> None:
    """A part, the whole, or ours again."""
    if value == "own":
        scene.goto("filing.own_words")
    elif value == "ours":
        ours: dict[str, object] = {"text": None, "own": {}, "said": {}, "wording": 0}
        _deadline_again(scene, ours)
        _changed(scene, **ours)
    else:
        _open(scene, value.removeprefix("part."))


def take_words(scene: Scene, text: str) -> None:
    """The part that the words name: 把期限改一下."""
    named = [field for name, field in _parts(scene).items() if name in text]
    if len(named) == 1:
        _open(scene, named[0])
    else:
        scene.say(scene.t("errors.choose"))
        scene.repeat()


def _open(scene: Scene, field: str) -> None:
    scene.note(**{FIELD: field})
    scene.goto("filing.part")


# ---------------------------------------------------------------------------------------------------------- one part
def ask_part(scene: Scene) -> None:
    """What it says now, and how it can be changed."""
    field = scene.noted(FIELD) or DEMAND
    text = filing_text.shown(scene, scene.case)
    if text is None:
        scene.goto("filing.card", trail=False)
        return
    words = text.facts.values.get(field, "")
    shown = words if len(words) <= SHOWN else f"{words[:SHOWN]}…"
    key = "part_deadline" if field == DEADLINE else "part" if words else "part_empty"
    name = scene.context.knowledge.fields[field].part or ""
    scene.ask(scene.t(f"filing.{key}", name=name, words=shown), _ways(scene, text, field))


def _ways(scene: Scene, text: filing_text.Shown, field: str) -> list[list[Option]]:
    pending, knowledge = text.pending, scene.context.knowledge
    if field == DEADLINE:
        first = [button(scene, name) for name in DAYS]
        changed = pending.own_deadline
    else:
        other = field == DEMAND and wordings(scene.case, knowledge)
        first = [button(scene, "other_wording", "wording")] if other else []
        changed = field in pending.own or (field == DEMAND and pending.wording > 0)
        if text.facts.values.get(field) and not required(text.letter, text.facts, field):
            first.append(button(scene, "leave_part", "leave"))
    undo = [button(scene, "original", "ours")] if changed else []
    return [*([first] if first else []), [*undo, button(scene, "previous", "p:back")]]


def choose_part(scene: Scene, value: str) -> None:
    """Another wording, without the part, ours again, or a day for an answer."""
    field = scene.noted(FIELD) or DEMAND
    if value == "wording":
        scene.goto("filing.wording")
    elif value in DAYS:
        _until(scene, letter_deadline(scene.now + DAYS[value] * DAY))
    elif value == "leave":
        put(scene, scene.case, field, "")
        scene.goto("filing.card", trail=False)
    elif field == DEADLINE:
        ours: dict[str, object] = {}
        _deadline_again(scene, ours)
        _changed(scene, **ours)
    else:
        case = put(scene, scene.case, field, None)
        _changed(scene, **({"wording": 0} if field == DEMAND and case.pending else {}))


def type_part(scene: Scene, text: str) -> None:
    """The part in the user's own words, as far as there is room for them."""
    field = scene.noted(FIELD) or DEMAND
    if field == DEADLINE:
        _type_deadline(scene, text)
        return
    if field in ACCOUNTS and excuses.is_pasted(scene, text):
        excuses.keep_pasted(scene, scene.case, text)
        scene.repeat()
        return
    words = demand_in(text) if field in {DEMAND, "office_demand"} else text
    if not has_words(words):
        scene.say(scene.t("filing.no_words"))
        scene.repeat()
        return
    _word(scene, field, words)


def _word(scene: Scene, field: str, words: str) -> None:
    before, said, knowledge = scene.case, words, scene.context.knowledge
    if before.pending is not None and knowledge.letters[before.pending.letter].public:
        words = for_everybody(said, knowledge)
    if words != said:
        scene.say(scene.t("filing.left_out"))
    case = put(scene, before, field, words, said=said if words != said else None)
    text = filing_text.shown(scene, case)
    fitting = fitted(text.facts.values[field], text.draft) if text else words
    if fitting is None:
        scene.save(before)
        limit = text.draft.max_length if text else 0
        scene.say(scene.t("filing.part_too_long", limit=limit, count=len(words)))
        scene.repeat()
        return
    if fitting != words:
        put(scene, case, field, fitting, said=said)
        scene.say(scene.t("filing.part_cut", limit=text.draft.max_length if text else 0))
    if not tone.offer(scene, field):
        scene.goto("filing.card", trail=False)


# ---------------------------------------------------------------------------------------------------------- deadline
def _type_deadline(scene: Scene, text: str) -> None:
    until = moments.to_come(scene, text, waiting.EVENING)
    if until is not None:
        _until(scene, until)


def _until(scene: Scene, at: Instant) -> None:
    """The one deadline of the text, and of the clock that starts with it."""
    _changed(scene, deadline=at, own_deadline=True, text=None)


def _deadline_again(scene: Scene, update: dict[str, object]) -> None:
    pending = scene.case.pending
    if pending is not None and pending.own_deadline:
        channel = filing_text.channel_of(scene, scene.case, pending.channel)
        at, _ = filing_text.deadline(scene, pending.letter, channel, scene.now)
        update |= {"deadline": at, "own_deadline": False}


# ----------------------------------------------------------------------------------------- other wordings of a demand
def ask_wording(scene: Scene) -> None:
    """The same demand in other words."""
    listed = wordings(scene.case, scene.context.knowledge)
    if not listed:
        scene.goto("filing.card", trail=False)
        return
    options = [[Option(words, str(place))] for place, words in enumerate(listed, 1)]
    last = [button(scene, "original", "0"), button(scene, "previous", "p:back")]
    scene.ask(scene.t("filing.wording"), [*options, last])


def choose_wording(scene: Scene, value: str) -> None:
    """One of them, or the usual one."""
    put(scene, scene.case, DEMAND, None)
    _changed(scene, wording=int(value))


# ---------------------------------------------------------------------------------------------------------- the whole
def ask_own(scene: Scene) -> None:
    """The whole text, please."""
    scene.ask(scene.t("filing.own_words"), [[button(scene, "previous", "p:back")]])


def type_own(scene: Scene, text: str) -> None:
    """The whole text in the user's own words."""
    if not has_words(text):
        scene.say(scene.t("filing.no_words"))
        scene.repeat()
        return
    put(scene, scene.case, WHOLE, text)
    if not tone.offer(scene, WHOLE):
        scene.goto("filing.card", trail=False)
