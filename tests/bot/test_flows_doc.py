"""The state diagrams: drawn from a step table, and those of docs/ are the ones of the real table."""

from pathlib import Path

from bot.flows_doc import diagram, document, out_of_date
from dialogs.flows import STEPS
from dialogs.scene import Scene
from dialogs.steps import Step

ROOT = Path(__file__).parent.parent.parent


def ask(_: Scene) -> None: ...


def take(_: Scene, __: str) -> None: ...


ONE = Step(name="a.one", ask=ask, choose=take, text=take, leads_to=("a.two", "b.three"))
TWO = Step(name="a.two", ask=ask, text=take)
THREE = Step(name="b.three", ask=ask, choose=take)
TABLE = {step.name: step for step in (ONE, TWO, THREE)}


def test_a_diagram_has_the_steps_of_its_flow_their_ways_and_where_they_leave_it() -> None:
    assert diagram([ONE, TWO], TABLE).splitlines() == [
        "```mermaid",
        "stateDiagram-v2",
        "    a_one: a.one [tap, text]",
        "    a_two: a.two [text]",
        "    b_three: b.three [tap]",
        "    a_one --> a_two",
        "    a_one --> b_three",
        "    classDef other fill:#eee,stroke:#999",
        "    class b_three other",
        "```",
    ]


def test_every_flow_has_a_chapter() -> None:
    page = document(TABLE)
    assert page.index("## a\n") < page.index("## b\n")


def test_a_page_that_differs_is_out_of_date(tmp_path: Path) -> None:
    page = tmp_path / "flows.md"
    assert out_of_date(TABLE, page)
    page.write_text(document(TABLE), encoding="utf-8")
    assert not out_of_date(TABLE, page)
    page.write_text(document({}), encoding="utf-8")
    assert out_of_date(TABLE, page)


def test_the_page_in_docs_shows_the_real_flows() -> None:
    assert not out_of_date(STEPS, ROOT / "docs" / "flows.md"), "run: python -m bot flows --write docs/flows.md"
