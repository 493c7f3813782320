"""Links: found as people write them, judged by the domain that somebody registered, without asking the network."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.scam.forms import plain
from complaints.scam.links import MOST, is_ip, links_in
from tests.dialogs.chat import knowledge

GUARD = knowledge().guard


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("点击http://a.example.com/x填写", ["a.example.com"]),
        ("登录 tuikuan-center.top 绑定", ["tuikuan-center.top"]),
        ("ｈｔｔｐ：／／ｒｅｆｕｎｄ．ｔｏｐ／ａ", ["refund.top"]),
        ("http://www.alipay.com@evil.top/", ["evil.top"]),
        ("http://47.98.12.203:8080/a 和 https://[::1]/", ["47.98.12.203", "[::1]"]),
        ("https://xn--fiq228c.com。", ["xn--fiq228c.com"]),
        ("https://аlipay.com/login", ["аlipay.com"]),
        ("邮箱 kefu@example.com，版本 1.2.3.4，文件 client.apk，3.5折", []),
        ("去https://www.12315.cn这是官网，或http://1.2.3.4点这里", ["www.12315.cn", "1.2.3.4"]),
        ("https://", []),
    ],
)
def test_links_are_found(text: str, hosts: list[str]) -> None:
    assert [link.host for link in links_in(plain(text))] == hosts


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("http://a.b.com.cn/", "b.com.cn"),
        ("http://x.github.io/", "x.github.io"),
        ("http://jd.com-lipei.cc", "com-lipei.cc"),
        ("http://com.cn", None),
    ],
)
def test_the_registered_domain(url: str, domain: str | None) -> None:
    assert [link.domain for link in links_in(url)] == [domain]


@pytest.mark.parametrize(
    ("url", "sign"),
    [
        ("http://47.98.12.203/refund", "ip_host"),
        ("http://796003531/", "ip_host"),
        ("https://xn--pay-9k8fr56b.com/", "other_script"),
        ("https://аlipay.com/", "other_script"),
        ("https://alipаy.com/", "other_script"),
        ("https://12315.cn中心.evil.xyz/", "other_script"),
        ("http://www.alipay.com.verify.xyz/", "brand_inside"),
        ("http://www.alipay.com@evil.xyz/", "brand_inside"),
        ("http://taobao-kf.xyz/", "brand_inside"),
        ("http://jd.com-lipei.cc/", "brand_inside"),
        ("http://yjh-gov.cc/", "brand_inside"),
        ("http://tuikuan.example.top/", "refund_host"),
        ("http://dl.example.com/app.apk?v=1", "app_file"),
        ("https://t.cn/A6xQ2b9", "short_link"),
        ("dwz.cn/Tk39sd", "short_link"),
    ],
)
def test_what_is_wrong_with_a_link(url: str, sign: str) -> None:
    verdict = GUARD.look(f"看这里 {url}")
    assert (verdict.level, verdict.reasons) == ("amber", (sign,))
    assert GUARD.look(f"【客服】您的订单异常，请点击 {url} 填写").level == "red"


@pytest.mark.parametrize(
    "url",
    [
        "https://item.taobao.com/item.htm?id=1",
        "https://pay.weixin.qq.com/",
        "https://www.12315.cn",
        "https://www.gsxt.gov.cn/",
        "https://beian.miit.gov.cn",
        "https://bjdx.com/",
        "https://www.example.com/kefu.html",
        "https://kf.qq.com/refund.html",
    ],
)
def test_nothing_is_wrong_with_these(url: str) -> None:
    assert GUARD.look(f"在这里 {url}").level == "none"


def test_inside_a_case_links_are_held_against_the_platforms_domains() -> None:
    text = "订单详情 https://orders.elsewhere.com/1"
    assert GUARD.look(text, ()).level == "none", "the rule is off when the platform's domains are not known"
    assert GUARD.look(text, ("elsewhere.com",)).level == "none"
    assert GUARD.look(text, ("example.com",)).reasons == ("other_domain",)
    assert GUARD.look("付款 https://pay.weixin.qq.com/", ("example.com",)).level == "none"


def test_many_links_are_looked_at_up_to_a_point() -> None:
    assert len(list(links_in("http://a.com " * 1000))) == MOST


@given(st.text("http:/.a1-@[]:xn 码。", max_size=60))
def test_anything_like_a_link_can_be_read(text: str) -> None:
    for link in links_in(plain(text)):
        assert link.start < link.end
        assert not (is_ip(link.host) and link.domain)
