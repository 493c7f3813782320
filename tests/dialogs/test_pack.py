"""The pack of evidence in the chat: for whom, on its way, here it is, and when it cannot be made."""

from typing import Any

from complaints.complaint import Suspect
from complaints.exhibits import UNSORTED
from dialogs.events import Chat as Address
from dialogs.events import JobProgress
from dialogs.model import OutFile
from tests.dialogs.chat import Chat, text_only
from tests.packs.samples import case, exhibit


def chat(**more: Any) -> Chat:
    """Somebody with one case that has evidence."""
    return Chat(**more).has_case(case(number=1))


def ready(talk: Chat, *, archives: int = 1, **more: Any) -> Chat:
    """The oldest pack was made."""
    return talk.job_done(
        "pack-1.pdf",
        "证据.pdf",
        more=tuple(OutFile(path=f"pack-1-{n}.zip", name=f"{n}.zip") for n in range(archives)),
        **more,
    )


def progress(talk: Chat, done: int, total: int) -> Chat:
    """The oldest pack is on its way."""
    job = talk.jobs[0]
    return talk.hears(
        JobProgress(
            id=f"p{done}", chat=Address("telegram", "1", "2"), at=talk.now, job=1, kind=job.kind, case=job.case,
            args=job.args, done=done, total=total,
        )
    )  # fmt: skip


def test_from_the_card_to_the_files() -> None:
    talk = chat().says("我的投诉").taps("投诉1").offers("证据包").taps("证据包")
    talk.sees("给谁看").offers("发给平台", "支付机构", "12315", "报警", "法院", "自己留底").fits_a_phone()
    talk.taps("报警").sees("正在整理证据包（报警）").fits_a_phone()
    assert talk.jobs[-1].kind == "pack"
    assert talk.jobs[-1].args == {"pack": "police"}
    ready(talk).sees("整理好了", "5 份证据", "别等材料", "别删", "原始文件").fits_a_phone()
    assert [message.file.name for message in talk.answer if message.file] == ["证据.pdf", "0.zip"]


def test_by_words_alone() -> None:
    talk = chat(network=text_only()).says("证据包").sees("给谁看")
    talk.says("法院").sees("正在整理证据包（法院）")
    ready(talk).sees("签名、日期").sees_no("整理好了")
    chat().says("/pack").says("3").sees("12315")


def test_the_words_on_the_way_are_one_message_that_changes() -> None:
    talk = chat().says("证据包").taps("法院")
    before = len(talk.screen)
    progress(talk, 3, 20).sees("3/20")
    progress(talk, 15, 20).sees("15/20")
    ready(talk)
    assert len(talk.screen) == before + 2
    assert [message.text for message in talk.screen if "/20 张图" in message.text] == []


def test_a_network_without_edits_is_spared_the_words_on_the_way() -> None:
    talk = chat(network=text_only()).says("证据包").says("法院")
    progress(talk, 3, 20).hears_nothing()


def test_what_is_left_out_and_what_could_not_be_shown_is_named() -> None:
    talk = chat().says("证据包").taps("发给平台")
    ready(talk, archives=0, unshown=(2,), lost=(3,)).sees(
        "没放进去：证4–证5", "打不开、显示不了：证2", "文件不见了或变了：证3"
    )
    talk.fits_a_phone()


def test_several_archives() -> None:
    talk = chat().says("证据包").taps("自己留底")
    ready(talk, archives=3).sees("第 1 份，共 3 份", "第 3 份，共 3 份")
    assert len([message for message in talk.answer if message.file]) == 4


def test_without_evidence_there_is_nothing_to_make() -> None:
    talk = Chat().has_case(case(number=1, exhibits=())).says("证据包").sees("还没有存好的证据").offers("补证据")
    assert not talk.jobs


def test_of_a_swindlers_message_alone_there_are_papers_for_who_stops_money() -> None:
    only = case(number=1, exhibits=(), suspects=(Suspect(at=1, words="先交保证金"),))
    talk = Chat().has_case(only).says("证据包").taps("报警").sees("正在整理证据包（报警）")
    ready(talk, archives=0).sees("还有 1 条可疑消息", "点不开").fits_a_phone()
    talk.says("证据包").taps("发给平台").sees("还没有存好的证据")
    assert not talk.jobs


def test_who_is_not_told_of_a_swindlers_message_hears_nothing_of_it() -> None:
    talk = Chat().has_case(case(number=1, suspects=(Suspect(at=1, words="先交保证金"),))).says("证据包").taps("12315")
    ready(talk).sees_no("可疑")


def test_nothing_for_this_reader() -> None:
    only = case(number=1, exhibits=(exhibit(1, UNSORTED),))
    talk = Chat().has_case(only).says("证据包").taps("发给平台").sees("还没说是什么").offers("说说是什么", "证据包")
    assert not talk.jobs
    talk.taps("证据包").taps("报警").sees("正在整理")


def test_the_text_of_a_rung_offers_what_its_reader_wants() -> None:
    talk = chat().taps_value("c:1:route:court").taps("照样看文字").offers("证据包")
    talk.taps("证据包").sees("正在整理证据包（法院）")
    talk.taps_value("c:1:letter:heimao").offers_no("证据包")


def test_a_forged_reader_is_asked_for_again() -> None:
    chat().taps_value("c:1:pack:heimao").sees("给谁看")
    chat().taps_value("c:1:pack:../../x").sees("给谁看")
    chat().taps_value("c:2:pack:court").sees("过期")


def test_it_keeps_the_open_question() -> None:
    talk = Chat().has_case(case(number=1)).says("新投诉")
    step = talk.session.step
    talk.taps_value("c:1:pack:court").sees("正在整理")
    ready(talk)
    assert talk.session.step == step


def test_reasons_and_what_to_do() -> None:
    for code, again in (
        ("no_font", False),
        ("no_typst", False),
        ("disk_full", True),
        ("too_large", False),
        ("x", True),
    ):
        talk = (
            chat().says("证据包").taps("法院").job_failed(code=code).sees("资料都在").offers("导出资料").fits_a_phone()
        )
        if again and code == "x":
            talk.sees("试了三次")
        if again:
            talk.passes(minutes=1).taps("再试一次").sees("正在整理")
        else:
            talk.offers_no("再试一次")


def test_a_full_disk_is_told_at_once() -> None:
    talk = chat(disk_low=True).says("证据包").taps("法院").sees("地方不够")
    assert not talk.jobs


def test_a_pack_of_a_case_that_is_gone_is_not_sent() -> None:
    talk = chat().says("证据包").taps("法院")
    talk.cases.documents.clear()
    ready(talk).hears_nothing()


def test_a_closed_case_has_one_too() -> None:
    talk = Chat().has_case(case(number=1, stage="closed"))
    talk.taps_value("c:1:open").offers("证据包").taps("证据包").taps("自己留底").sees("正在整理")
