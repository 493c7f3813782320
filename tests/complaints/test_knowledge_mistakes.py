"""The validator finds every kind of mistake, each seeded into a copy of the real data, with its file and line."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from complaints.knowledge.check import check
from tests.complaints.spoilt import KNOWLEDGE, TODAY, copied, errors, spoil


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data to spoil."""
    return copied(tmp_path)


@dataclass(frozen=True)
class Seed:
    """A mistake: `old` becomes `new` in `file`; found with `says` in the message, on the line of `new` or of `at`."""

    name: str
    file: str
    old: str
    new: str
    says: str
    at: str | None = None


SEEDS = [
    Seed("toml syntax", "demands.toml", 'id = "resend"', 'id = "resend', "TOML"),
    Seed(
        "toml syntax at the end",
        "letters/ticket.toml",
        'id = "reply_here"',
        'id = "reply_here"\nid = "b"',
        "TOML",
        at='id = "b"',
    ),
    Seed("misspelt key", "problems.toml", "fallback = ", "falback = ", "Extra inputs"),
    Seed("misspelt key in a sentence", "letters/ticket.toml", "line = true", "lines = true", "Extra inputs"),
    Seed("section nobody reads", "goods.toml", "[[goods]]", "[[gods]]", "nobody reads"),
    Seed("wrong type", "playbooks/liyun.toml", "small_amount = 20000", 'small_amount = "viel"', "integer"),
    Seed("unknown role", "playbooks/liyun.toml", '"unknown"', '"shop"', "seller_role"),
    Seed(
        "missing source",
        "contacts.toml",
        'source = "黑猫投诉官网"',
        "",
        "source: Field required",
        at='[[contacts]]\nid = "heimao"',
    ),
    Seed("missing status", "excuses.toml", 'status = "law"', "", "status: Field required", at="[[excuses]]"),
    Seed(
        "wrong status",
        "law.toml",
        '未收原文"\nstatus = "cited"',
        '未收原文"\nstatus = "heard"',
        "status",
        at='status = "heard"',
    ),
    Seed("missing date", "routes.toml", "checked_on = 2026-11-22", "", "checked_on: Field required", at="[[routes]]"),
    Seed("id twice", "goods.toml", 'id = "code"', 'id = "topup"', "given twice"),
    Seed("two things to have ready", "routes.toml", '["上次投诉的时间和入口", ', "[", "prepare"),
    Seed(
        "unknown group", "problems.toml", 'group = "mismatch"', 'group = "mismatched"', "mismatched is no id of groups"
    ),
    Seed("unknown demand", "problems.toml", 'demand = "resend"', 'demand = "send"', "send is no id of demands"),
    Seed(
        "unknown exhibit kind", "problems.toml", 'kind = "service_chat"', 'kind = "chat"', "chat is no id of exhibits"
    ),
    Seed("unknown kind in common", "problems.toml", 'kind = "order_page"', 'kind = "order"', "order is no id"),
    Seed("unknown route", "problems.toml", 'routes = ["payment_provider"', 'routes = ["paypal"', "paypal is no id"),
    Seed("unknown law", "problems.toml", 'law = ["ecommerce_20"', 'law = ["ecommerce_21"', "ecommerce_21 is no id"),
    Seed("unknown field asked", "problems.toml", 'field = "payee"', 'field = "payer"', "payer is no id of fields"),
    Seed("unknown contact", "routes.toml", 'contacts = ["heimao"]', 'contacts = ["maomi"]', "maomi is no id"),
    Seed("unknown register", "finder.toml", 'contact = "icp_register"', 'contact = "icp"', "icp is no id of contacts"),
    Seed("unknown place to look", "finder.toml", 'needs = ["payee"]', 'needs = ["payer"]', "needs.0"),
    Seed(
        "a step before what it needs",
        "finder.toml",
        'needs = ["icp", "site"]',
        'needs = ["payee"]',
        "no step before it",
    ),
    Seed("a role without its office", "finder.toml", 'roles = ["self_run"]', 'roles = ["marketplace"]', "bureaus"),
    Seed(
        "unknown condition",
        "preflight.toml",
        'when = ["name_unknown"]',
        'when = ["name_unclear"]',
        "name_unclear is no id of conditions",
    ),
    Seed("unknown condition of a reason", "fits.toml", 'when = ["danger"]', 'when = ["risk"]', "risk is no id"),
    Seed("question for no fact", "preflight.toml", 'id = "own_use"', 'id = "own_user"', "own_user is no id of facts"),
    Seed("result that starts no clock", "results.toml", 'starts = "K2"', 'starts = "K7"', "K7 is no id of clocks"),
    Seed("result after none", "results.toml", 'after = "samr_accepted"', 'after = "samr_yes"', "samr_yes is no id"),
    Seed("ground of no route", "grounds.toml", 'routes = ["police"]', 'routes = ["army"]', "army is no id of routes"),
    Seed("unknown remedy", "grounds.toml", 'remedies = ["finder"]', 'remedies = ["find"]', "remedies"),
    Seed("unknown severity", "preflight.toml", 'severity = "blocks"', 'severity = "stops"', "severity"),
    Seed("unknown clock", "routes.toml", 'clocks = ["C4"]', 'clocks = ["C9"]', "C9 is no id of clocks"),
    Seed(
        "unknown passage", "letters/ticket.toml", 'passage = "facts"', 'passage = "fact"', "fact is no id of passages"
    ),
    Seed("unknown flag", "passages.toml", '["own_mistake"]', '["my_mistake"]', "my_mistake is no id of flags"),
    Seed(
        "entry of the contract gone",
        "problems.toml",
        'id = "other"\nname = "其他问题"',
        'id = "rest"\nname = "其他"',
        "must have an entry other",
        at="[[problems]]",
    ),
    Seed("duplicate words", "problems.toml", '"跑路"', '"推三阻四"', "stands in stalling too"),
    Seed("broken regular expression", "excuses.toml", '["最终解释权"', '["最终(解释权"', "regular expression"),
    Seed("broken order hint", "playbooks/liyun.toml", "'LY", "'(LY", "regular expression"),
    Seed("broken cue", "reading.toml", "'已读不回'", "'已读(不回'", "已读(不回"),
    Seed("pattern that matches all", "goods.toml", '"点卡"', '"点卡|"', "matches the empty text"),
    Seed("order example", "playbooks/liyun.toml", '"LY20240510001"', '"LY2024051"', "does not fit"),
    Seed("quote not in the law", "law.toml", "按照承诺或者与消费者约定的方式", "按照承诺的方式", "the quote is not in"),
    Seed(
        "quote of another article",
        "law.toml",
        'quote = "及时受理并处理投诉、举报"',
        'quote = "自主决定购买"',
        "not in 第五十九条",
    ),
    Seed(
        "quote with status cited",
        "law.toml",
        'source = "民法典，未收原文"',
        'quote = "应当承担违约责任"\nsource = "民法典"',
        "only an entry of status law may quote",
    ),
    Seed(
        "law without its text",
        "law.toml",
        'file = "online-trading-measures.md"',
        'file = "other.md"',
        "law/texts has no other.md",
    ),
    Seed(
        "quotation with status cited",
        "routes.toml",
        'next = "警方会问经过、做记录',
        'next = "“公安机关应当立即受理报案”，做记录',
        "allows no quotation",
    ),
    Seed(
        "quotation that no law has",
        "excuses.toml",
        'answer = [\n  "系统出问题是他们的事',
        'answer = [\n  "电子商务法第二十条：“商家必须马上把东西发给你”',
        "not in any statute",
        at="电子商务法第二十条：",
    ),
    Seed(
        "rebuttal that does not hold for everybody",
        "excuses.toml",
        "贵方称操作不当，请提供",
        "贵方称操作不当，请按电子商务法第六十二条提供",
        "does not hold for everybody",
        at='law = ["ecommerce_62"]',
    ),
    Seed(
        "calm wording of the example",
        "tone.toml",
        'becomes = "再不退就依法投诉"',
        'becomes = "再不退就投诉"',
        "the example becomes",
    ),
    Seed("pattern of the tone", "tone.toml", "pattern = '[!！]{2,}'", "pattern = '[!！]*'", "matches the empty text"),
    Seed("platform's claim", "excuses.toml", "这个时间是对方自己说的", "平台规定是48小时", "platform_claim"),
    Seed("old measures", "routes.toml", "12315投诉", "12315投诉暂行办法", "old_rule"),
    Seed("45 working days", "clocks.toml", "受理后60天内没谈成", "受理后四十五个工作日没谈成", "old_45_days"),
    Seed("45 days", "clocks.toml", "受理后60天内没谈成", "45天内没谈成", "old_45_days"),
    Seed("5 working days", "routes.toml", "一般7天内立案", "5个工作日告知立案", "old_5_days"),
    Seed("rate of success", "routes.toml", "金额小也可以报案", "成功率很高", "success_rate"),
    Seed("threshold", "routes.toml", "金额小也可以报案", "超过5000元才报案", "threshold"),
    Seed("no-reason return", "excuses.toml", "可以等，但要", "七天内可以无理由退，但要", "no_reason_return"),
    Seed(
        "reviews article",
        "passages.toml",
        "电子商务法第五十九条），对",
        "电子商务法第三十九条），对",
        "reviews_article",
    ),
    Seed(
        "article 54",
        "passages.toml",
        "应当依法退款（消费者权益保护法第五十二条",
        "（消费者权益保护法第五十四条",
        "unfit_goods_article",
    ),
    Seed(
        "public security",
        "routes.toml",
        "金额小也可以报案",
        "治安管理处罚法第五十二条管这个",
        "public_security_article",
    ),
    Seed("licence insult in a letter", "letters/email.toml", "到期没有结果的", "贵方无照经营", "licence_insult"),
    Seed("judging word in a letter", "letters/ticket.toml", "请把处理结果", "骗子请把处理结果", "judging"),
    Seed(
        "judging word in a statement", "problems.toml", 'statement = "付款后网站', 'statement = "骗子的网站', "judging"
    ),
    Seed("unknown placeholder", "passages.toml", "{order_numbers}", "{order_number}", "{order_number} is no field"),
    Seed("open brace", "passages.toml", "购买时间：{bought}", "购买时间：{bought", "a brace is open"),
    Seed(
        "brace where nothing goes in",
        "clocks.toml",
        "到点我来问你。",
        "{deadline}我来问你。",
        "no field that is put in",
    ),
    Seed(
        "article that the sentence does not list",
        "letters/supervisor_appeal.toml",
        'law = ["ecommerce_62"]',
        "law = []",
        "does not list",
        at="请一并提供",
    ),
    Seed(
        "platform's article for every seller",
        "passages.toml",
        'needs_role = ["marketplace"]\n',
        "",
        "binds marketplace",
        at='law = ["ecommerce_61"',
    ),
    Seed(
        "platform's article for a self-run shop",
        "passages.toml",
        'needs_role = ["marketplace"]\n',
        'needs_role = ["self_run"]\n',
        "binds marketplace",
        at='law = ["ecommerce_61"',
    ),
    Seed(
        "unknown seller without a condition",
        "passages.toml",
        "贵方如非销售者，请",
        "请",
        "on a condition",
        at='law = ["consumer_44"]\npriority = 6\n\n#',
    ),
    Seed(
        "article that stands in no letter",
        "letters/supervisor_appeal.toml",
        '["ecommerce_62"]',
        '["ecommerce_58"]',
        "ecommerce_58: may not stand in a letter",
    ),
    Seed(
        "article of a report in another letter",
        "passages.toml",
        'text = "对消费者的投诉应当及时受理并处理（电子商务法第五十九条）。"\nlaw = ["ecommerce_59"]',
        'text = "首页没有公示（电子商务法第七十六条）。"\nlaw = ["ecommerce_76"]',
        "ecommerce_76: may not stand in a letter of this kind",
        at='law = ["ecommerce_76"]',
    ),
    Seed(
        "notice without its date",
        "letters/platform_upgrade.toml",
        "{notice_date}已书面告知平台，请",
        "已书面告知平台，请",
        "the sentence must name {notice_date}",
        at='law = ["ecommerce_38"]',
    ),
    Seed(
        "article that an excuse does not list",
        "excuses.toml",
        "网络交易监督管理办法第二十一条第三项不允许以规定限制消费者投诉。",
        "网络交易监督管理办法第二十条不允许以规定限制消费者投诉。",
        "which its law does not list",
    ),
    Seed("letter over length", "letters/customer_service.toml", "max_length = 120", "max_length = 40", "allowed 40"),
    Seed(
        "deadline that may be dropped",
        "letters/customer_service.toml",
        'text = "请在{deadline}前{demand}。"\npriority = 9',
        'text = "请在{deadline}前{demand}。"\npriority = 8',
        "no sentence of priority 9",
        at="id = ",
    ),
    Seed("button over length", "problems.toml", 'name = "没收到"', 'name = "买了东西却一直都没有收到"', "a button 10"),
    Seed(
        "link of an unverified contact",
        "contacts.toml",
        'how = "网址没有核实过，请自己',
        'url = "https://a.cn"\nhow = "请自己',
        "unverified: no link",
    ),
    Seed("link without https", "contacts.toml", "https://www.12377.cn", "http://www.12377.cn", "https://"),
    Seed(
        "checked in the future", "contacts.toml", "checked_on = 2026-11-22", "checked_on = 2027-01-01", "in the future"
    ),
    Seed(
        "clock with two lengths",
        "clocks.toml",
        "hours = 48",
        "hours = 48\ndays = 2",
        "is wanted, not 2",
        at='id = "C0"',
    ),
    Seed("leads that rise", "clocks.toml", "[86400, 21600, 3600, 0]", "[3600, 86400]", "leads must fall"),
    Seed(
        "channel that asks too late",
        "playbooks/liyun.toml",
        "ask_after = [24]",
        "ask_after = [72]",
        "ask_after must rise",
    ),
    Seed("kind of a sign", "scam.toml", 'kind = "identity"', 'kind = "identify"', "kind"),
    Seed("sign that warns without a word", "scam.toml", 'says = "自称客服"\n', "", "needs `says`", at="[[scam]]"),
    Seed(
        "sign that nothing finds",
        "scam.toml",
        'words.sure = ["我们?是',
        'along = ["我们?是',
        "nothing finds it",
        at='id = "merchant"',
    ),
    Seed(
        "sign the program asks for",
        "scam.toml",
        'id = "short_link"',
        'id = "shortlink"',
        "must have an entry short_link",
        at="[[scam]]",
    ),
    Seed("pattern with capital letters", "scam.toml", '"验资"', '"验资VIP"', "never fits"),
    Seed("broken pattern beside words", "scam.toml", 'along = ["扫"]', 'along = ["(扫"]', "regular expression"),
    Seed("broken spelling", "scam.toml", '"扣扣"', '"扣(扣"', "regular expression"),
    Seed(
        "spellings of unequal length",
        "scam.toml",
        '"аеорсухіѕ"',
        '"аеорсухі"',
        "as long as",
        at='[[spellings]]\nid = "letters"',
    ),
    Seed("host instead of a domain", "scam.toml", '"alipay.com", ', '"www.alipay.com", ', "no registered domain"),
    Seed("ending that is none", "scam.toml", 'endings = ["gov.cn"]', 'endings = ["www.gov.cn"]', "no public suffix"),
    Seed(
        "domain of a platform", "playbooks/liyun.toml", "domains = []", 'domains = ["www.liyun.com"]', "no registered"
    ),
    Seed(
        "holiday named twice", "holidays.toml", "2025-04-27", "2025-02-08", "named twice", at="[[notices]]\nyear = 2025"
    ),
]


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name.replace(" ", "-"))
def test_a_seeded_mistake_is_found_with_its_file_and_line(seed: Seed, folder: Path) -> None:
    line = spoil(folder, seed.file, seed.old, seed.new)
    found = errors(check(folder, TODAY))
    fitting = [finding for finding in found if finding.file == seed.file and seed.says in finding.message]
    assert fitting, [str(finding) for finding in found]
    if seed.at is not None:
        spoilt = (folder / seed.file).read_text(encoding="utf-8")
        line = spoilt[: spoilt.index(seed.at)].count("\n") + 1
    assert line in {finding.line for finding in fitting}, (line, [str(finding) for finding in fitting])


def test_a_contact_nobody_looked_at_for_half_a_year_is_a_warning(folder: Path) -> None:
    line = spoil(folder, "contacts.toml", "checked_on = 2026-11-22", "checked_on = 2026-05-26")
    stale = [finding for finding in check(folder, TODAY) if finding.file == "contacts.toml"]
    assert [(finding.line, finding.level) for finding in stale] == [(line, "warning")]
    assert check(folder, date(2026, 5, 27)) != []
    assert "contacts.toml" not in {finding.file for finding in check(folder)}


def test_the_missing_holidays_of_next_year_are_a_warning() -> None:
    told = [finding for finding in check(KNOWLEDGE, TODAY) if finding.file == "holidays.toml"]
    assert [finding.level for finding in told] == ["warning"]
    assert not [finding for finding in check(KNOWLEDGE, date(2026, 10, 31)) if finding.file == "holidays.toml"]


def test_what_the_platform_says_may_be_told_with_its_own_page_as_source(folder: Path) -> None:
    spoil(folder, "excuses.toml", "没收到、用不了或者货不对，", "平台规定不退，")
    assert [finding.message[:14] for finding in errors(check(folder, TODAY))] == ["platform_claim"]
    spoil(folder, "playbooks/liyun.toml", "domains = []", 'domains = ["liyun.example"]')
    spoil(
        folder,
        "excuses.toml",
        "网络交易监督管理办法第二十一条；消费者权益保护法第二十六条",
        "https://liyun.example/rules",
    )
    assert errors(check(folder, TODAY)) == []
