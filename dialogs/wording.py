"""Small phrases that many flows share: a case's title, money, buttons."""

from collections.abc import Iterable
from typing import Literal

from complaints.advice import articles
from complaints.complaint import Complaint
from complaints.knowledge.models import Article, Knowledge, Problem
from complaints.letter_facts import say_money
from dialogs.scene import Option, Scene
from dialogs.texts import Texts


def case_nickname(case: Complaint, texts: Texts, knowledge: Knowledge) -> str:
    """点卡98元: the user's own name for the case, or goods and amount, or the problem."""
    if case.nickname:
        return case.nickname
    goods = case.facts.goods or ""
    amount = say_money(case.facts.amount) if case.facts.amount else ""
    if goods or amount:
        return f"{goods[:8]}{amount}"
    problem = knowledge.problems.get(case.facts.problem or "")
    return problem.name if problem else texts("cases.unnamed")


def case_title(case: Complaint, texts: Texts, knowledge: Knowledge) -> str:
    """投诉3 · 点卡98元."""
    return texts("cases.title", number=case.number, name=case_nickname(case, texts, knowledge))


def nickname(scene: Scene, case: Complaint) -> str:
    """点卡98元."""
    return case_nickname(case, scene.context.texts, scene.context.knowledge)


def title(scene: Scene, case: Complaint) -> str:
    """投诉3 · 点卡98元."""
    return case_title(case, scene.context.texts, scene.context.knowledge)


def problem_of(scene: Scene, case: Complaint) -> Problem | None:
    """The problem's entry in knowledge/."""
    return scene.context.knowledge.problems.get(case.facts.problem or "")


def button(
    scene: Scene, name: str, value: str | None = None, style: Literal["primary", "danger"] | None = None
) -> Option:
    """The option labelled by texts `buttons.<name>`; its value is the name unless given."""
    return Option(scene.t(f"buttons.{name}"), name if value is None else value, style)


def act(case: Complaint, action: str, *arguments: object) -> str:
    """The value of a button that acts on a case, at any step."""
    return ":".join(["c", str(case.number), action, *map(str, arguments)])


def rows(options: Iterable[Option], width: int = 2) -> list[list[Option]]:
    """Options in rows of `width`."""
    listed = list(options)
    return [listed[start : start + width] for start in range(0, len(listed), width)]


def bullets(lines: Iterable[str]) -> str:
    """Lines with a dot before each."""
    return "\n".join(f"· {line}" for line in lines)


def law_lines(scene: Scene, case: Complaint, ids: Iterable[str]) -> list[str]:
    """Articles in plain words, those that bind this seller."""
    return [_law_line(scene, article) for article in articles(case, scene.context.knowledge, ids)]


def _law_line(scene: Scene, article: Article) -> str:
    statute = scene.context.knowledge.statutes[article.statute]
    return scene.t("waiting.law_line", statute=statute.short, article=article.article, meaning=article.meaning)
