"""Papers: set by the real typesetter, read again by PDFium."""

import re
from pathlib import Path

import pytest

from complaints.complaint import Complaint, Filing, Result, Suspect
from complaints.times import DAY, HOUR
from packs import typesetting
from packs.answering import answer
from packs.errors import NoFont, NoTypst
from packs.subject import Shown
from packs.typesetting import missing_in, typeset
from packs.words import plain
from tests.packs.samples import NOW, Desk, case, ended, exhibit, fonts, opened, pages, text_of, the_knowledge

HARMLESS = (
    '#read("/etc/passwd") *fett* $x^2$ @ref <label> `raw` #image("1.jpg") = 题\n- 点 /* x */ // \\ ~ #{1+1} [[a]]'
)

MILLIMETRE = 72 / 25.4


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "desk")


def squeezed(text: str) -> str:
    return "".join(text.split())


# ------------------------------------------------------------------------------------------------------ what they say
def test_everything_of_a_case_can_be_read_and_copied(desk: Desk) -> None:
    text = desk.text()
    for words in (
        "投诉3",
        "利云卡盟",
        "LY20261121001",
        "98.05元",
        "4200001234567890123456789",
        "player_7",
        "某某网络科技有限公司",
        "付款后一直显示充值中",
        "在线客服（工号8023）",
        "“请再等等”",
        "提出投诉，编号T-778",
        "2026年11月22日 16:41",
        "时间不详",
        "证2付款记录",
        "付款的金额、时间和收款方",
        "03" * 32,
        "不要删",
        "说明文件从收到以后没有变过",
        "不是12315，也不是律师",
    ):
        assert squeezed(words) in text


def test_fonts_are_embedded_and_nothing_is_left_to_the_viewer(desk: Desk) -> None:
    used = fonts(desk.pdf())
    assert used
    assert all(embedded for _, embedded in used)
    assert any("NotoSansCJK" in name for name, _ in used)
    assert all(re.match(r"[A-Z]{6}\+", name) for name, _ in used), "whole fonts, not the characters that are used"


def test_equal_cases_give_equal_bytes(desk: Desk) -> None:
    assert desk.pdf() == desk.pdf()
    assert typeset("evidence", desk.words(), desk.folder, NOW + 1) != desk.pdf()


def test_every_exhibit_has_its_page_and_the_list_names_it(desk: Desk) -> None:
    sheets = pages(desk.pdf("court"))
    listed = next(sheet for sheet in sheets if "证明内容" in sheet)
    for number in (1, 3, 5):
        at = max(place for place, sheet in enumerate(sheets[:-1], 1) if re.search(rf"证{number}\D", sheet))
        row = listed[listed.index(f"证{number} ") :].partition(f"证{number + 1} ")[0]
        assert str(at) in re.findall(r"(\d+)\s*$", row, re.MULTILINE)


def test_a_court_gets_a_list_to_sign(desk: Desk) -> None:
    text = desk.text("court")
    for words in (
        "编号",
        "名称",
        "来源",
        "证明内容",
        "页码",
        "签名：",
        "日期：",
        "副本份数：",
        "提交人：",
        "对方当事人的人数",
    ):
        assert words in text
    assert "签名：" not in desk.text("police")


def test_what_offices_made_of_it_is_told(desk: Desk) -> None:
    filing = Filing(
        number=2,
        letter="samr_complaint",
        channel="samr_complaint",
        at=NOW - 3 * DAY,
        text="x",
        exhibits=(),
        knowledge_version="1",
    )
    result = Result(filing=2, kind="samr_accepted", at=NOW - DAY)
    known = case(filings=(*case().filings, filing), results=(result,))
    text = desk.text("court", known)
    assert "向12315投诉" in text
    assert "2026年11月22日12315投诉：已经受理" in text
    assert "12315" not in desk.text("platform", known).replace("不是12315", "")


def test_the_outcome_is_told(desk: Desk) -> None:
    assert "全额退款98.05元" in desk.text(of=case(outcome=ended("refunded", 9805)))


# ------------------------------------------------------------------------------------------------- the right subset
@pytest.mark.parametrize("pack", ["platform", "payment"])
def test_the_other_side_learns_nothing_of_offices_and_gets_no_unsorted_pictures(desk: Desk, pack: str) -> None:
    text = desk.text(pack)
    assert "报警" not in text
    assert "举报" not in text
    assert "证3客服聊天" in text
    assert "证4其他材料" not in text


@pytest.mark.parametrize("pack", ["platform", "payment", "samr", "police", "court"])
def test_nobody_learns_of_a_report(desk: Desk, pack: str) -> None:
    assert "举报" not in desk.text(pack)
    assert "举报" in desk.text("own")


def test_the_police_get_all_exhibits_and_no_demand(desk: Desk) -> None:
    text = desk.text("police")
    assert "证4其他材料" in text
    assert "要求" not in text
    first = desk.words("police")["sections"][0]  # type: ignore[index]  # the facts
    names = [name for name, _ in first["rows"]]
    assert names.index("收款方") < names.index("平台")


def test_no_pack_is_for_a_public_place() -> None:
    knowledge = the_knowledge()
    named = {route for pack in knowledge.packs.values() for route in pack.routes}
    assert named == {"payment_provider", "samr_complaint", "police", "court"}
    assert not any(knowledge.routes[route].public for route in named)


@pytest.mark.parametrize("pack", [*the_knowledge().packs])
def test_a_case_that_was_just_begun_has_papers_too(desk: Desk, pack: str) -> None:
    bare = Complaint(number=8, opened=NOW, touched=NOW, exhibits=(exhibit(1, "order_page"),))
    assert "投诉8" in desk.text(pack, bare)
    assert "证1订单页" in desk.text(pack, bare)


# ------------------------------------------------------------------------------------------------ swindlers' messages
SCAM = "您好，我是平台客服，流水不足，点 https://refund.kefu.top/a?x=1 或加QQ 3390214458，先交5000元保证金"
SUSPECTS = (
    Suspect(at=NOW - 6 * HOUR, words=SCAM, forwarded_from="平台客服 kefu.top"),
    Suspect(at=NOW - 5 * HOUR, words="刷流水请打 138-1234-5678", pasted=True),
)


@pytest.mark.parametrize("pack", [*the_knowledge().packs])
def test_who_gets_the_messages_of_swindlers(desk: Desk, pack: str) -> None:
    text = desk.text(pack, case(suspects=SUSPECTS))
    told = pack in {"payment", "police", "own"}
    for words in ("可疑消息2条", "可疑1", "可疑2", "流水不足", "先交5000元保证金"):
        assert (words in text) == told
    if not told:
        assert "可疑" not in text
        assert "kefu" not in text


def test_such_a_message_is_told_whole_with_nothing_to_touch(desk: Desk) -> None:
    text = desk.text("police", case(suspects=SUSPECTS))
    for words in (
        "2026年11月23日 16:41",
        "发送人显示为“平台客服kefu[.]top”",
        "我是平台客服，流水不足，点https[:]//refund[.]kefu[.]top/a?x=1或加QQ3390_2144_58，先交",
        "2026年11月23日17:41粘贴给本工具；发来的时间看手机里的原消息",
        "请打138_1234_5678",
        "收到可疑消息（可疑1）",
        "没有核实",
    ):
        assert squeezed(words) in text
    assert text.count("https[:]//refund[.]kefu[.]top/a?x=1") == 2
    assert text.count("138_1234_5678") == 2
    assert "（可疑2）" not in text, "nobody knows when it came"
    assert not re.search(r"kefu\.top|://|3390214458", text)


def test_messages_alone_make_papers_too(desk: Desk) -> None:
    sections = desk.words("police", case(suspects=SUSPECTS, exhibits=()))["sections"]
    assert isinstance(sections, list)
    assert {section["title"] for section in sections} == {"基本情况", "时间线", "联系记录", "可疑消息"}
    assert "可疑1" in desk.text("police", case(suspects=SUSPECTS, exhibits=()))


def test_a_very_long_message_goes_on_over_pages(desk: Desk) -> None:
    long = Suspect(at=NOW, words="流水不足请再转账，" * 1000, forwarded_from="客服")
    assert desk.text("police", case(suspects=(long,))).count("足") == 1000


def test_a_long_link_stays_in_its_column_and_is_copied_whole(desk: Desk) -> None:
    link = "https[:]//refund-center[.]liyun-tuikuan[.]top/pay/verify?order=LY20261121001&token=" + "0123abcdef" * 9
    words = f"流水不足，点 {link.replace('[', '').replace(']', '')} 办理"
    data = desk.pdf("police", case(suspects=(Suspect(at=NOW, words=words),), exhibits=()))
    assert text_of(data).count(link) == 2
    with opened(data) as document:
        for page in document:
            text = page.get_textpage()
            boxes = [text.get_charbox(place) for place in range(text.count_chars())]
            right = max(box[2] for box in boxes if box[2] > box[0])
            assert right < page.get_width() - 20 * MILLIMETRE + 1


# -------------------------------------------------------------------------------------------------------- bad input
def test_markup_paths_and_scripts_are_plain_text(desk: Desk) -> None:
    bad = case(nickname=HARMLESS, exhibits=(exhibit(1, "order_page", caption=HARMLESS, name=HARMLESS),))
    bad = bad.changed(facts=bad.facts.model_copy(update={"goods": HARMLESS, "story": HARMLESS, "payee": HARMLESS}))
    text = desk.text(of=bad)
    assert text.count(squeezed(HARMLESS)) >= 4
    assert "root:" not in text


def test_what_no_font_has_is_shown_by_its_number(desk: Desk) -> None:
    strange = "卡密\U00013000和\ue123还有☐，\U0001faff"
    odd = case()
    text = desk.text(of=odd.changed(facts=odd.facts.model_copy(update={"goods": strange})))
    assert "卡密〔U+13000〕和〔U+E123〕还有〔U+2610〕" in text


def test_many_characters_that_no_font_has(desk: Desk) -> None:
    strange = "".join(map(chr, range(0x13000, 0x13000 + 300)))
    odd = case()
    text = desk.text(of=odd.changed(facts=odd.facts.model_copy(update={"goods": strange})))
    assert all(f"〔U+{code:04X}〕" in text for code in range(0x13000, 0x13000 + 300))


def test_emoji_and_rare_characters_are_printed(desk: Desk) -> None:
    rare = "😊👍😡🙏✅☑①℃「」𠮷囍"
    odd = case()
    assert rare in desk.text(of=odd.changed(facts=odd.facts.model_copy(update={"goods": rare})))


def test_control_characters_are_left_out(desk: Desk) -> None:
    assert plain("a\0b\u202ec\ufeffd\r\ne\u2028f\tg\ud800") == "abcd\ne\nf g"
    odd = exhibit(1, "order_page", name="a\u202egpj.exe\n\x07.jpg", forwarded_from="客\u200b服\0")
    text = desk.text(of=case(exhibits=(odd,)))
    assert "转发自“客服”" in text
    assert "agpj.exe.jpg" in text


def test_a_diagnostic_is_read_whatever_it_quotes() -> None:
    said = r'the text `"\u{7}"` could not be displayed with x, the text `"\"\\"` could not be displayed, `"y"` could'
    assert list(missing_in(said)) == ["\x07", '"\\']


def test_what_cannot_be_shown_is_said(desk: Desk) -> None:
    desk.shown[1] = Shown(why_not="unshown")
    desk.shown[2] = Shown(why_not="no_picture")
    del desk.shown[3]
    text = desk.text()
    assert "证1订单页" in text
    assert "无法显示：这个文件打不开" in text
    assert "不是图片，这里不显示画面。文件：证2-IMG_2.jpg" in text
    assert "文件已经不在" in text


def test_long_screenshots_and_wide_pictures(desk: Desk) -> None:
    desk.shown[1] = Shown(tuple(desk.picture(f"1-{part}.jpg") for part in (1, 2, 3)))
    desk.shown[2] = Shown((desk.picture("2.jpg", (800, 450)),), wide=True)
    data = desk.pdf()
    text = text_of(data)
    assert all(f"第{part}段，共3段" in text for part in (1, 2, 3))
    with opened(data) as document:
        images = sum(1 for page in document for item in page.get_objects() if item.type == 3)
    assert images == len(case().exhibits) + 2


def test_sixty_exhibits_with_names_of_every_kind(desk: Desk) -> None:
    many = tuple(
        exhibit(number, "problem_screenshot", name=f"付款👨‍👩‍👧{'长' * number}\x01.jpg", caption="#" * number)
        for number in range(1, 61)
    )
    sheets = pages(desk.pdf(of=case(exhibits=many)))
    text = squeezed("".join(sheets))
    assert all(f"证{number}问题截图" in text for number in range(1, 61))
    assert len(sheets) < 50


def test_a_very_long_story_goes_on_over_pages(desk: Desk) -> None:
    long = case()
    long = long.changed(facts=long.facts.model_copy(update={"story": "这件事拖了很久。" * 2500}))
    assert desk.text(of=long).count("拖") == 2500


# ------------------------------------------------------------------------------------------- what the machine lacks
def asked(desk: Desk, out: Path) -> dict[str, object]:
    return answer(
        {
            "make": "papers",
            "layout": "evidence",
            "words": desk.words(),
            "folder": str(desk.folder),
            "out": str(out),
            "at": NOW,
            "form": "pdf",
        }
    )


def test_no_typesetter_and_no_font_are_told(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typesetting._fonts.cache_clear()
    monkeypatch.setattr(typesetting, "FONT_PACKAGES", ())
    monkeypatch.setattr(typesetting, "SYSTEM_FONTS", (tmp_path,))
    with pytest.raises(NoFont):
        desk.pdf()
    assert isinstance(typesetting.lacking(), NoFont)
    assert asked(desk, tmp_path / "x.pdf") == {"refused": "no_font"}
    monkeypatch.setattr(typesetting, "typst", None)
    assert isinstance(typesetting.lacking(), NoTypst)
    with pytest.raises(NoTypst):
        desk.pdf()
    assert asked(desk, tmp_path / "x.pdf") == {"refused": "no_typst"}
    assert not (tmp_path / "x.pdf").exists()


def test_fonts_of_the_system_do_where_no_package_has_any(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "fonts"
    folder.symlink_to(typesetting._packages()[0])
    typesetting._fonts.cache_clear()
    monkeypatch.setattr(typesetting, "FONT_PACKAGES", ("no_such_package",))
    monkeypatch.setattr(typesetting, "SYSTEM_FONTS", (folder,))
    assert "利云卡盟" in desk.text()
    typesetting._fonts.cache_clear()


def test_a_full_disk_leaves_nothing(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("packs.papers.os.fsync", full)
    assert asked(desk, tmp_path / "x.pdf") == {"refused": "disk_full"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["desk"]


def test_pictures_outside_the_folder_are_out_of_reach(desk: Desk) -> None:
    (desk.folder.parent / "secret.jpg").write_bytes((desk.folder / "screen.jpg").read_bytes())
    for path in ("../secret.jpg", "/etc/passwd", "@preview/x:1.0.0"):
        desk.shown[1] = Shown((path,))
        with pytest.raises(RuntimeError):
            desk.pdf()
