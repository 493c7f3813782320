"""An answer names only law that binds this seller."""

from pathlib import Path

import pytest

from complaints.advice import articles
from complaints.complaint import Complaint, Facts
from complaints.knowledge.load import load
from complaints.knowledge.models import Excuse

KNOWLEDGE = load(Path(__file__).parents[2] / "knowledge")


def case(**facts: str) -> Complaint:
    return Complaint(number=1, opened=0, touched=0, facts=Facts.model_validate(facts))


def test_an_article_for_platforms_only_is_left_out_while_the_role_is_unknown() -> None:
    bound = [article.id for article in KNOWLEDGE.law.values() if article.needs_role is not None]
    assert bound
    assert articles(case(platform="liyun"), KNOWLEDGE, bound) == []


def test_goods_outside_its_scope_leave_an_article_out() -> None:
    assert [one.id for one in articles(case(), KNOWLEDGE, ["ecommerce_62"])] == ["ecommerce_62"]
    assert articles(case(goods_kind="membership"), KNOWLEDGE, ["ecommerce_62"]) == []


@pytest.mark.parametrize("excuse", KNOWLEDGE.excuses.values(), ids=lambda excuse: excuse.id)
def test_every_stock_excuse_has_law_for_a_card(excuse: Excuse) -> None:
    assert articles(case(goods_kind="game_card"), KNOWLEDGE, excuse.law)
