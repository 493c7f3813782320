"""Steps are declared: what a step asks, what it accepts, where it leads. The engine runs them, nothing else does.

A flow module declares its steps as `Step` values; `flows/__init__.py` gathers them in `STEPS` and checks the table, so
a duplicate name or a target that does not exist fails on import.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from complaints.complaint import Complaint
from dialogs.events import UserFile, UserForward

if TYPE_CHECKING:
    from dialogs.scene import Scene

Kind = Literal["text", "tap", "file", "forward"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One place in a conversation where the user is waited for."""

    name: str
    """`<flow>.<step>`; stored in sessions, so it is renamed only with a migration."""
    ask: Callable[["Scene"], None]
    """Puts the question, through `scene.ask`."""
    choose: Callable[["Scene", str], None] | None = None
    """Takes the option that was tapped, or named by number or words."""
    text: Callable[["Scene", str], None] | None = None
    """Takes typed words that name no option."""
    file: Callable[["Scene", UserFile], None] | None = None
    """Takes a picture or document; without it files are kept as evidence and the question is repeated."""
    forward: Callable[["Scene", UserForward], None] | None = None
    again: Callable[["Scene"], None] | None = None
    """Repeats the question where `ask` says more than the question itself."""
    numbers: bool = False
    """Figures are answers here (an amount): `1` is no option, `#1` is."""
    leads_to: tuple[str, ...] = ()
    """Every step that an answer may lead to; `scene.goto` refuses others."""
    progress: int = 0
    """Place in the guided questions, shown as 3/5; 0 shows nothing."""

    @property
    def accepts(self) -> frozenset[Kind]:
        """Kinds of user events the step itself takes; all others are taken by the engine at every step."""
        kinds: dict[Kind, object] = {"text": self.text, "tap": self.choose, "file": self.file, "forward": self.forward}
        return frozenset(kind for kind, handler in kinds.items() if handler)


Action = Callable[["Scene", Complaint, str], None]
"""What a button that names a case does: `c:<case>:<action>[:<arg>]`. It works at every step."""

PersonAction = Callable[["Scene", str], None]
"""What a button that concerns the person does: `p:<action>[:<arg>]`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One capability of the conversation: its steps and the actions its buttons may name."""

    name: str
    steps: tuple[Step, ...] = ()
    actions: Mapping[str, Action] | None = None
    person_actions: Mapping[str, PersonAction] | None = None


Command = Callable[["Scene", str], None]
"""What a command word does, with what was typed after it."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything the engine runs: the steps, and what buttons and command words do. `tables` builds and checks them."""

    steps: Mapping[str, Step]
    actions: Mapping[str, Action]
    person_actions: Mapping[str, PersonAction]
    commands: Mapping[str, Command]


def tables(flows: Iterable[Flow], commands: Mapping[str, Command]) -> Tables:
    """The tables of these flows, checked: names are unique and every target exists."""
    flows = tuple(flows)
    return Tables(
        steps=table(flows),
        actions=merged(flows, lambda flow: flow.actions),
        person_actions=merged(flows, lambda flow: flow.person_actions),
        commands=commands,
    )


def table(flows: Iterable[Flow]) -> dict[str, Step]:
    """Name → step, checked: names are unique and every target exists."""
    steps: dict[str, Step] = {}
    for flow in flows:
        for step in flow.steps:
            if step.name in steps:
                raise ValueError(f"two steps are called {step.name}")
            steps[step.name] = step
    for step in steps.values():
        missing = [name for name in step.leads_to if name not in steps]
        if missing:
            raise ValueError(f"{step.name} leads to steps that do not exist: {missing}")
    return steps


T = TypeVar("T")


def merged(flows: Iterable[Flow], pick: Callable[[Flow], Mapping[str, T] | None]) -> dict[str, T]:
    """The actions of all flows in one table; a name used twice is an error."""
    actions: dict[str, T] = {}
    for flow in flows:
        for name, action in (pick(flow) or {}).items():
            if name in actions:
                raise ValueError(f"two actions are called {name}")
            actions[name] = action
    return actions
