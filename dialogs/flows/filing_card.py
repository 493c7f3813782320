"""The card of a text: the text alone in its message, what must be known of it, and the ways on from there."""

from dataclasses import replace

from complaints import exhibits
from complaints.complaint import Complaint
from complaints.letter_facts import plain_lines, told_story
from complaints.letters import checks
from complaints.routes import APPEALS, playbook_of
from dialogs.flows import excuses, filing_sent, filing_text, pack, remedies, route_card, waiting
from dialogs.scene import Option, Scene
from dialogs.wording import act, button, rows, title

COPYABLE = 256
"""Characters a copy button holds (Bot API CopyTextButton)."""

BEFORE = "first_filing"
"""What an appeal cannot do without: the stage before it."""

CLAIM = "claim"
"""What a court cannot do without: a sum of money."""

EMAIL = "email"
"""The channel whose text a computer's mail program can open as a file."""

TOO_HOT = frozenset({"rude", "judging", "threat", "shouting", "licence_insult"})
"""Words that help the other side; a calm wording was offered and not taken."""

LACKING = ("no_amount", "no_date")
"""What a text that is all their own may lack."""

UNFIT = ("too_long", "personal_data", "no_reason_return", "old_rule")
"""What else may be wrong with words of the user's own; all are keys of texts `filing.check`."""


def ask(scene: Scene) -> None:
    """The card with its text, or what the text still lacks."""
    case = scene.case
    text = filing_text.shown(scene, case)
    if text is None:
        filing_text.prepare(scene, case)
        ask(scene)
        return
    if text.draft.missing and text.pending.text is None:
        _ask_missing(scene, text)
        return
    scene.say(_why(scene, case, text))
    for part in text.parts:
        scene.say(part, verbatim=True)
    _look_over(scene, case, text)
    pending = text.pending.model_copy(update={"shown": text.text})
    scene.save(case.changed(pending=pending))
    _ask_sent(scene, text)


def _why(scene: Scene, case: Complaint, text: filing_text.Shown) -> str:
    """Where the text goes, and how."""
    outside = filing_text.route_outside(scene, text.letter)
    if outside is not None:
        own = f"filing.why_to.{outside.id}"
        shared = "filing.why_public" if outside.public else "filing.why_office"
        key = own if scene.context.texts.has(own) else shared
        where = route_card.entrance(scene, case, outside)
        limit = scene.t("filing.limit_unverified") if text.letter.limit_unverified else ""
        return scene.t(key, title=title(scene, case), letter=text.letter.name, where=where, limit=limit).strip()
    book = playbook_of(case, scene.context.knowledge)
    why, door = filing_text.channel_of(scene, case, text.pending.channel).fits, "" if book.contacts else book.no_contact
    return scene.t(f"filing.why.{text.letter.id}", title=title(scene, case), why=why, door=door).strip()


def _look_over(scene: Scene, case: Complaint, text: filing_text.Shown) -> None:
    """What must be known of it before it leaves: pictures to attach, what was cut, what the user's own words lack."""
    lines = []
    if len(text.parts) > 1 and (pictures := exhibits.kept(case)):
        names = "、".join(scene.t("evidence.name", number=exhibit.number) for exhibit in pictures)
        lines.append(scene.t("filing.attach", names=names))
    if text.draft.cut and text.pending.text is None:
        fields = scene.context.knowledge.fields
        lines.append(scene.t("filing.cut", names="、".join(fields[field].part or "" for field in text.draft.cut)))
    lines += [scene.t(f"filing.check.{code}", limit=text.draft.max_length) for code in _codes(scene, case, text)]
    if lines:
        scene.say("\n".join(lines))


def _codes(scene: Scene, case: Complaint, text: filing_text.Shown) -> list[str]:
    """What is wrong with words of the user's own: ours need no such look."""
    own = text.pending.text
    if own is None and not text.pending.own and told_story(case, scene.context.knowledge) is None:
        return []
    found = checks(replace(text.draft, text=text.text, missing=()), scene.context.knowledge)
    codes = ["too_hot"] if TOO_HOT.intersection(found) else []
    if own is not None:
        wanted = any(word in own for word in scene.context.texts.words("filing.demand_words"))
        numbers = case.facts.order_numbers
        codes += [] if wanted else ["no_demand"]
        codes += ["no_order"] if numbers and not any(number in own for number in numbers) else []
        codes += [code for code in LACKING if code in found]
    return codes + [code for code in UNFIT if code in found]


def ask_again(scene: Scene) -> None:
    """The card alone, if its text is on the screen already."""
    text = filing_text.shown(scene, scene.case)
    if text is None or text.text != text.pending.shown:
        ask(scene)
    else:
        _ask_sent(scene, text)


def _ask_sent(scene: Scene, text: filing_text.Shown) -> None:
    blanks = scene.t("filing.blanks", blanks="、".join(text.draft.blanks)) if text.draft.blanks else ""
    scene.ask("\n".join(filter(None, [blanks, scene.t("filing.card")])), _card_rows(scene, scene.case, text))


def _card_rows(scene: Scene, case: Complaint, text: filing_text.Shown) -> list[list[Option]]:
    copy = [Option(scene.t("buttons.copy"), "", None, text.text)] if 0 < len(text.text) <= COPYABLE else []
    filed = button(scene, "filed", act(case, "filed", text.letter.id), "primary")
    plain = button(scene, "as_file", act(case, "text"))
    change = [button(scene, "edit", "edit"), plain, button(scene, "shots", act(case, "collect"))]
    ladder = button(scene, "ladder", act(case, "ladder"))
    if text.letter.id in APPEALS:
        return [[*copy, filed], change, [ladder]]
    outside = filing_text.route_outside(scene, text.letter)
    if outside is not None:
        had = button(scene, "had", act(case, "had", outside.id))
        papers = pack.for_route(scene, case, outside.id)
        return [[*copy, filed], change, [button(scene, "lines", act(case, "lines")), had], [*papers, ladder]]
    others = [
        Option(scene.t(f"buttons.switch_{channel.id}"), act(case, "letter", channel.id))
        for channel in playbook_of(case, scene.context.knowledge).channels
        if channel.id != text.letter.id
    ]
    file = [[button(scene, "mail", act(case, "mail"))]] if text.letter.channel == EMAIL else []
    return [[*copy, filed], change, *file, *rows(others, 3)]


def _ask_missing(scene: Scene, text: filing_text.Shown) -> None:
    """Something the text cannot do without: ask for it, in place of the text."""
    if BEFORE in text.draft.missing:
        log = button(scene, "log", act(scene.case, "log"))
        first = button(scene, "letter", act(scene.case, "letter"))
        scene.ask(scene.t("filing.missing_before", letter=text.letter.name), [[log, first]])
        return
    names = "、".join(scene.context.knowledge.fields[field].name for field in text.draft.missing)
    money = [remedies.option(scene, scene.case, "money")] if CLAIM in text.draft.missing else []
    fill_in = button(scene, "fill_in", act(scene.case, "review"), "primary")
    scene.ask(scene.t("filing.missing", names=names), [[*money, fill_in]])


def choose(scene: Scene, value: str) -> None:
    """The one option of the card that is no action: changing the text."""
    if value == "edit":
        scene.goto("filing.edit")


def take_words(scene: Scene, text: str) -> None:
    """Words at the card: what the user's side of the matter is, such as 到了 or 已经提交了."""
    if any(word in text for word in scene.context.texts.words("filing.filed_words")):
        filing_sent.filed(scene, scene.case, "")
    elif excuses.is_pasted(scene, text):
        excuses.keep_pasted(scene, scene.case, text)
        ask_again(scene)
    elif not waiting.said(scene, text):
        scene.say(scene.t("errors.choose"))
        scene.repeat()


def lines(scene: Scene, case: Complaint, _: str) -> None:
    """The facts of the case alone in a message, to copy line by line into somebody's form."""
    if waiting.over(scene, case):
        return
    text = filing_text.shown(scene, case)
    public = text is not None and text.letter.public
    facts = plain_lines(case, scene.context.knowledge, scene.now, public=public)
    if facts:
        scene.say("\n".join(facts), verbatim=True)
    scene.say(scene.t("filing.lines_public" if public else "filing.lines"))
