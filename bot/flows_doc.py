"""docs/flows.md: the conversation as state diagrams, drawn from the step table that the bot runs."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

from dialogs.model import IDLE
from dialogs.steps import Step

HEAD = """# Flows

One diagram for each flow, drawn from the step table by `python -m bot flows --write docs/flows.md` and compared by a
test. A box is a place where the user is waited for, with what it takes; an arrow leads to a step that an answer may
lead to. Left out is what works at every step: commands and their Chinese words, 返回, 取消 and the buttons that act
on a case. Grey boxes belong to another flow.
"""


def document(steps: Mapping[str, Step]) -> str:
    """The whole page."""
    flows = groupby(sorted(steps.values(), key=lambda step: _flow(step.name)), lambda step: _flow(step.name))
    return "\n".join([HEAD, *(f"## {name}\n\n{diagram(list(group), steps)}" for name, group in flows)])


def diagram(steps: Iterable[Step], table: Mapping[str, Step]) -> str:
    """One Mermaid state diagram of `steps`; targets outside them are looked up in `table`."""
    steps = list(steps)
    own = {step.name for step in steps}
    others = sorted({target for step in steps for target in step.leads_to} - own)
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {_box(step.name)}: {_label(step)}" for step in steps]
    lines += [f"    {_box(name)}: {_label(table[name]) if name in table else name}" for name in others]
    lines += [f"    {_box(step.name)} --> {_box(target)}" for step in steps for target in step.leads_to]
    if others:
        lines += ["    classDef other fill:#eee,stroke:#999", f"    class {','.join(map(_box, others))} other"]
    return "\n".join([*lines, "```", ""])


def out_of_date(steps: Mapping[str, Step], path: Path) -> bool:
    """Whether the page at `path` is missing or differs from the table."""
    return not path.is_file() or path.read_text(encoding="utf-8") != document(steps)


def _flow(name: str) -> str:
    return name.partition(".")[0]


def _box(name: str) -> str:
    return name.replace(".", "_")


def _label(step: Step) -> str:
    """`intake.amount [tap, text]`"""
    if step.name == IDLE:
        return IDLE
    return f"{step.name} [{', '.join(sorted(step.accepts))}]"
