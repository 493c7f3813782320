"""Claims that no text of the product may make, each with the reason. Written apart from knowledge/wording.toml."""

import re

ARTICLE_39 = r"(电子商务法|电商法)》?\s*(第?\s*39|第?三十九)"
ARTICLE_54 = r"(消费者权益保护法|消法)》?\s*(第?\s*54|第?五十四)"

TRAPS = {
    "no reason": re.compile(r"(七日|七天|[7７]\s?[日天]).{0,10}无理由|无理由.{0,10}(七日|七天|[7７]\s?[日天])"),
    "reviews": re.compile(ARTICLE_39),
    "unfit goods": re.compile(ARTICLE_54),
    "public security": re.compile(r"治安管理处罚法》?\s*(第|\d|[一二三四五六七八九十百]+条)"),
    "rate of success": re.compile("胜诉率|成功率"),
    "threshold": re.compile(
        r"(5,?000|五千)\s*元?\s*(以上|以下|起|才|为限)|(超过|不到|满|达到?|够|低于)\s*(5,?000|五千)"
    ),
    "old measures": re.compile(r"暂行办法|(45|四十五)\s*个?(工作日|日|天)|[5五]\s*个?工作日.{0,12}(告知|立案)"),
    "insult": re.compile("无照|黑店"),
}
"""What facts of the law forbid to say, by a short name."""
