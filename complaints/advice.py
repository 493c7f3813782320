"""Which articles stand behind an answer that the user is given, for this case's seller and goods."""

from collections.abc import Iterable

from complaints.complaint import Complaint
from complaints.knowledge.models import Article, Knowledge
from complaints.routes import playbook_of


def articles(case: Complaint, knowledge: Knowledge, wanted: Iterable[str]) -> list[Article]:
    """Those of the wanted articles (ids) that bind this seller and cover these goods, in the order given.

    An article that binds only sellers of one role is left out while nobody knows the role (电商法9).
    """
    role = playbook_of(case, knowledge).seller_role
    found = (knowledge.law[article] for article in wanted if article in knowledge.law)
    return [
        article
        for article in found
        if "advice" in article.where
        and article.needs_role in (None, role)
        and article.needs_flag is None
        and (case.facts.goods_kind is None or case.facts.goods_kind not in article.not_goods)
    ]
