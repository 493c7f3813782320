"""Options where there are no buttons: numbered lines and words, made from the same choices that elsewhere are buttons.

A number always means a line of the open question, or of the newest menu while no question is open. More than nine lines
are shown page by page. Options of any other message are named by their words, so that a number never crosses: those
beside a question, those of a step where figures are answers, those that the result of a job brings. A reminder's are
asked for with 提醒.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dialogs.model import IDLE, Choice, Message, Offer, Session
from dialogs.options import at_place, figure, labelled, named, titled
from dialogs.texts import Texts

PAGE = 9
"""Lines of one menu, those that turn the page included."""

BACK = "p:back"
"""Value of the option that goes back; its number is 0."""

TURN = "m:"
"""How the values begin that turn to a page of the menu."""

TURNED = "menu"
"""Key of the message that shows another page."""

QUESTION = "question"

WORDS_IN_LINE = 60
"""Characters of words side by side; more of them stand below each other."""

MOST_BESIDE = 24
"""Options that can be named in words beside the menu; the oldest go first."""


# -------------------------------------------------------------------------------------------------- out of the turn
def arrange(
    messages: Sequence[Message], session: Session, texts: Texts, *, heard: bool, numbers: bool
) -> tuple[list[Message], Session]:
    """The messages of a turn with the options that can be named in this chat, and the session that knows them.

    `heard`: the user caused the turn. `numbers`: figures are answers at the step, so its options go by their words.
    """
    said = [without_copies(message) for message in messages]
    if any(message.key == TURNED for message in said):
        return said, session
    question = next((message for message in said if message.key == QUESTION), None)
    if question is not None:
        shown = _with_back(question, session, texts)
        said[said.index(question)] = shown if numbers else _paged(shown, session.offered, texts)
        session = session.model_copy(update={"page": 0})
    elif heard and session.step == IDLE:
        said, session = _idle(said, session, texts)
    asked = {offer.label: offer.value for offer in session.offered} if question is not None else {}
    said = _told_apart(said, asked, texts)
    beside = [offer for message in said if _is_beside(message) for offer in offers(message) if offer.label not in asked]
    earlier = () if heard and said else session.beside
    known = {offer.label: offer for offer in (*earlier, *beside)}
    return said, session.model_copy(update={"beside": tuple(known.values())[-MOST_BESIDE:]})


def turned(session: Session, argument: str, texts: Texts) -> tuple[Message, Session] | None:
    """Another page of the menu, and the session that is at it; None when there is no such page."""
    page = figure(argument)
    if page is None or page >= len(_pages(session.offered)):
        return None
    lines = _lines(session.offered, page, texts)
    text = texts("menus.page", page=page + 1, pages=len(_pages(session.offered)))
    message = Message(text=text, rows=_rows(lines), key=TURNED, first=1)
    return message, session.model_copy(update={"page": page})


def without_copies(message: Message) -> Message:
    """The message without the choices that only copy something: here a message is copied by a long touch."""
    rows = tuple(kept for row in message.rows if (kept := tuple(choice for choice in row if choice.value)))
    return message if rows == message.rows else message.model_copy(update={"rows": rows})


def offers(message: Message) -> list[Offer]:
    """Its options."""
    return [Offer(choice.label, choice.value) for row in message.rows for choice in row if choice.value]


def _is_beside(message: Message) -> bool:
    return message.first == 0 and message.key != QUESTION and message.lane == "reply"


def _told_apart(said: Sequence[Message], asked: Mapping[str, str], texts: Texts) -> list[Message]:
    """The messages, with options of a case called after it where the same word means something else: 投诉2查平台是谁.

    What is shown last has the plain word; `asked` are the labels and values of the open question.
    """
    taken, apart = dict(asked), list[Message]()
    for message in reversed(said):
        if _is_beside(message):
            rows = tuple(tuple(_called(choice, taken, texts) for choice in row) for row in message.rows)
            message = message.model_copy(update={"rows": rows})
            taken = {offer.label: offer.value for offer in offers(message)} | taken
        apart.append(message)
    return apart[::-1]


def _called(choice: Choice, taken: Mapping[str, str], texts: Texts) -> Choice:
    kind, _, rest = choice.value.partition(":")
    if kind != "c" or taken.get(choice.label, choice.value) == choice.value:
        return choice
    number = rest.partition(":")[0]
    return replace(choice, label=texts("menus.of_case", number=number, label=choice.label))


def _with_back(question: Message, session: Session, texts: Texts) -> Message:
    """The question with the way back, where there is one."""
    if not session.trail or any(offer.value == BACK for offer in offers(question)):
        return question
    return question.model_copy(update={"rows": (*question.rows, (Choice(texts("menus.back"), BACK),))})


def _paged(message: Message, offered: Sequence[Offer], texts: Texts) -> Message:
    """The message with the first page of the options as its lines, and with the way back."""
    back = tuple(choice for row in message.rows for choice in row if choice.value == BACK)
    rows = message.rows
    if len(_pages(offered)) > 1:
        rows = (*_rows(_lines(offered, 0, texts)), *([back] if back else []))
    return message.model_copy(update={"rows": rows, "first": 1})


def _idle(said: list[Message], session: Session, texts: Texts) -> tuple[list[Message], Session]:
    """No question is open: all that was said is one menu, whose numbers go on from message to message."""
    places = [place for place, message in enumerate(said) if message.lane == "reply" and offers(message)]
    offered = tuple(offer for place in places for offer in offers(said[place]))
    if not offered:
        return said, session
    count = 1
    for place in places:
        mine = offers(said[place])
        said[place] = said[place].model_copy(update={"first": count})
        count += sum(offer.value != BACK for offer in mine)
    if count - 1 > PAGE:
        for place in places[:-1]:
            said[place] = said[place].model_copy(update={"rows": (), "first": 0})
        said[places[-1]] = _paged(said[places[-1]], offered, texts)
    return said, session.model_copy(update={"offered": offered, "page": 0})


# ----------------------------------------------------------------------------------------------------------- pages
def _pages(offered: Sequence[Offer]) -> list[list[Offer]]:
    """The numbered options, page by page: room is left for the lines that turn the page."""
    rest = [offer for offer in offered if offer.value != BACK]
    if len(rest) <= PAGE:
        return [rest]
    pages, rest = [rest[: PAGE - 1]], rest[PAGE - 1 :]
    while len(rest) > PAGE - 1:
        pages.append(rest[: PAGE - 2])
        rest = rest[PAGE - 2 :]
    return [*pages, rest]


def _lines(offered: Sequence[Offer], page: int, texts: Texts) -> list[Offer]:
    """What a page shows, in the order of its numbers."""
    pages = _pages(offered)
    page = min(page, len(pages) - 1)
    before = [Offer(texts("menus.previous"), f"{TURN}{page - 1}")] if page > 0 else []
    after = [Offer(texts("menus.more"), f"{TURN}{page + 1}")] if page < len(pages) - 1 else []
    return [*pages[page], *before, *after]


def _rows(lines: Sequence[Offer]) -> tuple[tuple[Choice, ...], ...]:
    return tuple((Choice(line.label, line.value),) for line in lines)


# ------------------------------------------------------------------------------------------------------ in the turn
def worded(text: str, session: Session, texts: Texts) -> str | None:
    """The value of the option whose whole label the text is: of what stands beside the menu, of it, or of its page.

    Where both have the label, what stands beside it is the newer (`arrange` keeps no other).
    """
    everywhere = [*reversed(session.beside), *session.offered, *_lines(session.offered, session.page, texts)]
    return labelled(text, everywhere)


def meant(text: str, session: Session, texts: Texts, *, numbers: bool) -> str | None:
    """The value of the option that a number, the beginning of a label or the name of a case means.

    Without `numbers` a bare figure is no name, `#1` is.
    """
    lines = _lines(session.offered, session.page, texts)
    place = at_place(text, lines, numbers=numbers)
    if place is not None:
        return place
    return named(text, session.offered, numbers=False, listed=True) or titled(text, session.beside)


# ------------------------------------------------------------------------------------------------------- at the edge
def spelled(message: Message, texts: Texts) -> str:
    """The text of a message followed by its options, as a network without buttons shows them."""
    shown = offers(message)
    lines = [offer.label for offer in shown if offer.value != BACK]
    back = [texts("menus.line", number=0, label=offer.label) for offer in shown if offer.value == BACK]
    if message.lane == "push":
        options = [texts("menus.reminder")] if lines else []
    elif message.first:
        numbered = enumerate(lines, message.first)
        options = [texts("menus.line", number=number, label=label) for number, label in numbered]
    else:
        named = [texts("menus.word", label=label) for label in lines]
        together = "".join(named) if sum(map(len, named)) <= WORDS_IN_LINE else "\n" + "\n".join(named)
        options = [texts("menus.words", words=together)] if named else []
    return "\n".join(filter(None, [message.text, *options, *back]))
