"""`dialog`: the six-turn dialog on this bot and on a plain one, in turn. `intake`: the real conversation."""

from collections.abc import Callable, Sequence

from benchmarks import figures
from benchmarks.rounds import GUIDE, INTAKE, PHONES, PLAIN, Round, play

ROUNDS = 5
INTAKE_ROUNDS = 3
FULL = 0.9
"""Of a processor: with so much of its own to do the load generator holds the bot back."""

Row = tuple[str, Callable[[Round], float], str]
ROWS: Sequence[Row] = (
    ("updates/s", lambda one: one.rate, ".0f"),
    ("updates/s, until all pictures are looked at", lambda one: one.settled, ".0f"),
    ("CPU ms an update, bot's process", lambda one: one.own, ".2f"),
    ("CPU ms an update, with its children", lambda one: one.own + one.children, ".2f"),
    ("p99 of reply latency, ms", lambda one: one.p99, ".0f"),
    ("peak memory MiB, bot's process", lambda one: one.peak, ".0f"),
    ("peak memory MiB, with its children", lambda one: one.peak + one.peak_children, ".0f"),
)


async def compare(rounds: int = ROUNDS) -> str:
    """Both bots in turn, `rounds` times."""
    ours, plain = [], []
    for _ in range(rounds):
        ours.append(await play(GUIDE))
        plain.append(await play(PLAIN))
    lines = [("", "this bot", "plain PTB", "ratio")]
    for name, of, form in ROWS:
        ratios = [of(one) / of(other) for one, other in zip(ours, plain, strict=True)]
        lines.append(
            (name, figures.column(ours, of, form), figures.column(plain, of, form), figures.spread(ratios, ".2f"))
        )
    head = f"Six-turn dialog, {PHONES} phones at once, {rounds} rounds in turn"
    return "\n".join([head, figures.table(lines), _generator([*ours, *plain]), figures.machine()])


async def intake(rounds: int = INTAKE_ROUNDS) -> str:
    """The real flows, as people in China see them."""
    played = [await play(INTAKE) for _ in range(rounds)]
    lines = [("", "this bot")]
    lines += [(name, figures.column(played, of, form)) for name, of, form in ROWS]
    head = (
        f"Real intake, 8 acts from /start to a text to copy, {PHONES} phones at once, {rounds} rounds: median (range)"
    )
    return "\n".join([head, figures.table(lines), _generator(played), figures.machine()])


def _generator(rounds: Sequence[Round]) -> str:
    most = max(one.load for one in rounds)
    held = "; AT THAT IT HELD THE BOT BACK" if most > FULL else ""
    return f"load generator (phones and Bot API server): at most {most:.0%} of one processor{held}"
