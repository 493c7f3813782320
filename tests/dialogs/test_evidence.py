"""Evidence as transcripts: slot by slot, albums, strays, doubles, refusals, consent, the list."""

import pytest

from complaints.complaint import Complaint, Facts, Filing, Origin, Stage
from complaints.exhibits import kept
from dialogs.model import IDLE, Capabilities, DeleteFile, Rules
from tests.dialogs.chat import SUNDAY, Chat, text_only


def filed(number: int = 1, **facts: object) -> Complaint:
    """A complaint that waits for its answer: nothing else is asked about it."""
    told = {"problem": "not_delivered", "goods": "游戏点卡", "amount": 9800, "contacted": "no", **facts}
    return Complaint(number=number, opened=SUNDAY, touched=SUNDAY, stage=Stage.FILED, facts=Facts.model_validate(told))


def idle(**how: object) -> Chat:
    """A phone with one filed complaint and no open question."""
    return Chat(**how).has_case(filed())  # type: ignore[arg-type]  # a test's own words


def collecting() -> Chat:
    return idle().says("/evidence").taps("补证据")


def kinds(chat: Chat, number: int = 1) -> dict[int, str]:
    return {exhibit.number: exhibit.kind for exhibit in kept(chat.case(number))}


def test_of_voices_sent_before_consent_only_the_last_is_spoken_of() -> None:
    chat = Chat(consented=False).sends("voice").sends("voice").taps("同意，开始投诉").sees("我听不了语音")
    assert sum("我听不了语音" in message.text for message in chat.answer) == 1


# ------------------------------------------------------------------------------------------------------ slot by slot
def test_each_picture_fills_the_place_that_was_asked_for() -> None:
    chat = collecting().sees("趁页面还在，先发 ① 订单页").offers("暂时没有", "为什么要", "够了").fits_a_phone()
    chat.sends_picture().sees("收到，编为证1（订单页）", "下一张：② 付款记录", "文件").fits_a_phone()
    chat.sends_picture().sees("证2（付款记录）", "③ 没到账的记录").sees_no("文件”方式")
    chat.stored().hears_nothing()
    chat.sends_picture().sees("证3（未到账记录）", "④")
    chat.sends_picture().sees("证4（问题截图）", "清单上的都齐了").fits_a_phone()
    assert kinds(chat) == {1: "order_page", 2: "payment_record", 3: "not_delivered_proof", 4: "problem_screenshot"}
    assert chat.session.step == IDLE
    chat.stored()
    assert {exhibit.state for exhibit in chat.case().exhibits} == {"stored"}


def test_not_now_goes_on_and_why_explains() -> None:
    chat = collecting().taps("为什么要").sees("证明你在哪里", "先发 ① 订单页")
    chat.taps("暂时没有").sees("② 付款记录").says("跳过").sees("③").says("没有").sees("④").says("够了").sees("先到这里")
    assert chat.session.step == IDLE
    assert chat.case().exhibits == ()


def test_words_where_a_picture_is_wanted() -> None:
    collecting().says("什么意思").sees("等的是截图", "① 订单页")


def test_collecting_in_the_middle_of_the_intake_leads_back_to_its_question() -> None:
    chat = Chat().says("/new").taps("没收到").taps("刚刚")
    question = chat.screen[-1].text
    chat.says("/evidence").taps("补证据").sends_picture().taps("够了")
    assert chat.screen[-1].text == question


def test_a_refused_picture_is_told_and_its_place_is_asked_for_again() -> None:
    chat = collecting().sends_picture().sees("② 付款记录")
    chat.refused("broken").sees("证1（订单页）没存成：文件打不开", "前面的都在", "① 订单页").offers("暂时没有")
    assert chat.session.step == "evidence.slot"
    chat.sends_picture().sees("证2（订单页）", "② 付款记录")


@pytest.mark.parametrize(
    "code", ["broken", "not_evidence", "bomb", "empty", "too_large", "disk_full", "gone", "failed"]
)
def test_every_refusal_says_what_to_do(code: str) -> None:
    chat = idle().sends_picture("a")
    chat.refused(code).sees("没存成").sees_no("failed").fits_a_phone()
    assert chat.case().exhibits[0].refused == code


def test_an_unknown_refusal_and_a_job_given_up_are_told_too() -> None:
    idle().sends_picture().refused("nobody_knows").sees("证1没存成", "请再发一次")
    chat = idle().sends_picture().job_failed().sees("证1没存成")
    assert chat.case().exhibits[0].state == "refused"


def test_the_same_picture_again_is_not_kept_and_its_place_stays_open() -> None:
    chat = collecting().sends_picture("a").stored().sends_picture("a").sees("③")
    chat.stored().sees("证2和证1一模一样，没有重复保存", "② 付款记录")
    assert kinds(chat) == {1: "order_page"}
    assert [effect for effect in chat.effects if isinstance(effect, DeleteFile)] == [DeleteFile(path="1/2.png")]
    chat.sends_picture("b").sees("证3（付款记录）")


def test_a_copy_tells_what_the_first_one_is() -> None:
    chat = idle().sends_picture("a").taps("不知道").stored()
    chat.taps("补证据").sends_picture("a").stored().sees("一模一样", "证1记为订单页")
    assert kinds(chat) == {1: "order_page"}


def test_a_picture_that_looks_like_another_is_kept_and_can_be_taken_back() -> None:
    chat = idle().sends("picture", "a", likeness="00" * 32).taps("订单页").stored()
    chat.sends("picture", "b", likeness="0f" + "00" * 31).taps("付款记录")
    chat.stored().sees("证2和证1看着很像").taps("撤销").sees("证2撤掉了")
    assert kinds(chat) == {1: "order_page"}


# ---------------------------------------------------------------------------------------------------- strays, albums
def test_a_stray_picture_is_asked_about_at_once() -> None:
    chat = idle().sends_picture().sees("收到，编为证1", "证1是？").offers("订单页", "付款记录", "不知道").fits_a_phone()
    chat.taps("付款记录").sees("证1记为付款记录", "清单上还缺").offers("补证据")
    chat.stored().hears_nothing()
    assert kinds(chat) == {1: "payment_record"}
    assert chat.session.step == IDLE


def test_an_album_is_answered_once_when_all_of_it_is_settled() -> None:
    chat = idle()
    with chat.offline():
        chat.sends_album(None, None, None)
    chat.sees("这组图收到了")
    assert len(chat.answer) == 1
    chat.stored(2).hears_nothing()
    chat.refused("broken").sees("证3没存成", "收到 2 张，存为证1–证2", "证1（这组第1张）是？").offers("订单页")
    chat.taps("订单页").sees("证1记为订单页", "证2（这组第2张）是？").fits_a_phone()
    chat.taps("不知道").sees("先记“不知道”").fits_a_phone()
    assert kinds(chat) == {1: "order_page", 2: "unknown"}
    assert chat.session.step == IDLE


def test_the_advice_to_send_as_a_file_comes_once_a_case() -> None:
    chat = idle().sends_album(None, None).stored().sees("用“文件”方式发").taps("订单页").taps("订单页")
    chat.sends_album(None, None).stored().sees("存为证3–证4").sees_no("用“文件”方式发")
    idle().sends("document", name="支付.pdf").sees_no("用“文件”方式发")


def test_each_question_quotes_the_picture_it_is_about() -> None:
    chat = idle().sends_album(None, None).stored()
    first, second = (exhibit.message for exhibit in chat.case().exhibits)
    assert chat.screen[-1].reply_to == first
    chat.taps("订单页")
    assert chat.screen[-1].reply_to == second


def test_the_word_on_an_album_takes_the_place_of_the_earlier_one() -> None:
    chat = idle().sends_album(None, None).stored()
    assert [message.text for message in chat.screen if "组图" in message.text] == []
    assert sum("收到 2 张，存为证1–证2" in message.text for message in chat.screen) == 1


def test_an_album_where_one_picture_is_wanted_is_asked_about_and_then_the_place_again() -> None:
    chat = collecting().sends_album(None, None).stored().sees("存为证1–证2", "证1（这组第1张）是？")
    chat.says("付款记录").sees("证2（这组第2张）是？").says("2").sees("证2记为付款记录", "下一张：① 订单页")
    assert chat.session.step == "evidence.slot"


def test_sorting_by_words_by_number_by_reply_and_all_at_once() -> None:
    chat = idle().sends_picture()
    first = chat.last_message
    chat.sends_picture().sends_picture().sends_picture().says("这是支付宝账单").sees("证1记为付款记录", "证2是？")
    chat.says("聊天记录", reply_to=first).sees("证1记为客服聊天", "证2是？")
    chat.says("1").sees("证2记为", "证3是？")
    chat.says("都是商品页").sees("证3–证4记为商品页")
    assert kinds(chat) == {1: "service_chat", 2: "order_page", 3: "goods_page", 4: "goods_page"}


def test_words_that_name_no_kind_are_asked_again() -> None:
    idle().sends_picture().says("哈哈").sees("没对上号", "证1是？")


def test_every_kind_button_goes_on_working() -> None:
    chat = idle().sends_picture().taps("订单页").sends_picture().taps("付款记录")
    chat.taps_value("c:1:kind:1:service_chat").sees("证1记为客服聊天")
    for forged in ("c:1:kind:9:order_page", "c:1:kind:1:unsorted", "c:1:kind:1:nothing", "c:1:kind:x:", "c:1:kind"):
        chat.taps_value(forged).sees("过期")
    assert kinds(chat) == {1: "service_chat", 2: "payment_record"}


def test_what_was_written_beside_a_picture_says_what_it_is() -> None:
    chat = idle().sends_picture(caption="付款截图").sees("收到，编为证1（付款记录）").taps("撤销").sees("证1撤掉了")
    assert kinds(chat) == {}
    assert chat.sends_picture(caption="看看这个").case().exhibits[1].caption == "看看这个"


def test_an_id_number_beside_a_picture_is_masked_before_anything_is_kept() -> None:
    chat = idle(may_upload=False).sends_picture(caption="身份证号110101199003074258的付款截图")
    assert "110101199003074258" not in chat.session.model_dump_json()
    newcomer = Chat(consented=False).sends_picture(caption="身份证号110101199003074258")
    assert "110101199003074258" not in newcomer.session.model_dump_json()
    assert "110101199003074258" not in chat.taps("可以存").case().model_dump_json()
    assert kinds(chat) == {1: "payment_record"}


# ---------------------------------------------------------------------------------------------- beside another question
def test_a_picture_during_a_question_is_kept_and_the_question_repeated() -> None:
    chat = Chat().says("/new").taps("没收到")
    question = "什么时候发现的"
    chat.sees(question).sends_picture().sees("收到，证1先存着", question).sees_no("先看几眼").offers("说说是什么")
    assert chat.session.step == "intake.discovered"
    chat.stored().hears_nothing()
    chat.taps("说说是什么").sees("证1是？").taps("订单页").sees("证1记为订单页", question)
    assert chat.session.step == "intake.discovered"


def test_an_album_during_a_question_repeats_it_once() -> None:
    chat = Chat().says("/new").taps("没收到")
    before = sum(message.key == "question" for message in chat.screen)
    chat.sends_album(None, None, None)
    assert sum(message.key == "question" for message in chat.screen) == before + 1
    chat.stored().sees("收到 3 张，存为证1–证3").offers("说说是什么")
    assert sum(message.key == "question" for message in chat.screen) == before + 1
    assert chat.session.step == "intake.discovered"


def test_a_caption_answers_the_open_question() -> None:
    chat = Chat().says("/new").sends_picture(caption="卡密无效")
    assert chat.case().facts.problem == "code_invalid"


def test_the_order_page_answers_for_the_order_number_until_it_turns_out_unusable() -> None:
    chat = Chat().says("/new").taps("没收到").taps("刚刚").says("游戏点卡 98元").sends_picture()
    assert chat.case().facts.order_in_screenshot
    chat.refused("empty").sees("证1（订单页）没存成")
    assert not chat.case().facts.order_in_screenshot


# --------------------------------------------------------------------------------------------------- consent, newcomers
def test_the_first_picture_waits_for_the_consent_to_keep_pictures() -> None:
    chat = (
        idle(may_upload=False).sends_picture().sees("付款截图里有金额、账号").offers("可以存", "先不存").fits_a_phone()
    )
    assert chat.jobs == []
    assert chat.case().exhibits == ()
    chat.taps("可以存").sees("证1是？")
    assert chat.person.upload_consent is not None
    assert len(chat.jobs) == 1
    chat.sends_picture().sees("证2")


def test_an_album_before_that_consent_is_one_question_and_is_kept_whole() -> None:
    chat = idle(may_upload=False).sends_album(None, None, None)
    assert sum("可以存吗" in message.text for message in chat.screen) == 1
    chat.taps("可以存").stored().sees("收到 3 张，存为证1–证3")


def test_without_that_consent_nothing_is_kept() -> None:
    chat = idle(may_upload=False).sends_picture().says("先不存").sees("没有存，也没留底")
    assert (chat.case().exhibits, chat.session.held, chat.jobs, chat.person.upload_consent) == ((), (), [], None)
    chat.sends_picture().sees("可以存吗")


def test_that_consent_during_a_question_leads_back_to_it() -> None:
    chat = Chat(may_upload=False).says("/new").taps("没收到")
    question = "什么时候发现的"
    chat.sees(question).sends_picture().taps("可以存").sees("证1先存着", question)
    chat = Chat(may_upload=False).says("/new").taps("没收到").sends_picture().taps("先不存").sees(question)


def test_a_first_contact_by_a_wordless_screenshot() -> None:
    chat = Chat(consented=False).sends_picture().sees("不是12315", "先替你放着")
    assert chat.cases.all() == []
    chat.taps("同意，开始投诉").sees("可以存吗").taps("可以存").sees("证1先存着", "出了什么问题")
    assert kinds(chat) == {1: "unsorted"}
    assert chat.session.step == "intake.problem"


def test_a_picture_with_no_complaint_open_begins_one() -> None:
    chat = Chat().sends_picture().sees("证1先存着", "出了什么问题")
    assert kinds(chat) == {1: "unsorted"}
    chat = Chat().sends_picture(caption="买的点卡一直没到账").sees("证1先存着")
    assert chat.case().facts.problem == "not_delivered"


# ------------------------------------------------------------------------------------------------------------ the gates
def test_with_several_open_cases_the_picture_waits_for_its_case() -> None:
    chat = idle().has_case(filed(2, goods="话费")).sends_album(None, None).hears_nothing()
    assert "存进哪件投诉" in chat.screen[-1].text
    assert chat.jobs == []
    chat.taps("投诉2 · 话费98元").stored().sees("存为证1–证2", "证1（这组第1张）是？")
    assert (kinds(chat, 1), len(kinds(chat, 2))) == ({}, 2)


def test_a_waiting_picture_can_go_nowhere_or_into_a_new_case() -> None:
    chat = idle().has_case(filed(2)).sends_picture().taps("不存").sees("没有存")
    assert chat.session.held == ()
    chat.sends_picture().taps("新开一件").sees("证1先存着", "出了什么问题")
    assert kinds(chat, 3) == {1: "unsorted"}


def test_no_new_case_is_offered_when_there_is_no_room_for_one() -> None:
    chat = idle(rules=Rules(max_open_cases=2)).has_case(filed(2)).sends_picture().sees("哪件").offers_no("新开一件")
    chat.taps("不存").sees("没有存")


def test_a_sticker_is_no_evidence() -> None:
    idle().sends("other").sees("存不了", "截图")
    chat = Chat().says("/new")
    question = chat.screen[-1].text
    chat.sends("other").sees("存不了", question)


def test_voice_has_two_kind_ways_out() -> None:
    chat = idle().sends("voice").sees("我听不了语音").offers("这是证据，存起来")
    assert chat.jobs == []
    chat.taps("这是证据，存起来").sees("证1是？")
    assert [job.args["file_id"] for job in chat.jobs] == ["file0"]
    chat.passes(minutes=1).taps_value("p:keep_voice:m0").sees("已经不在")


def test_of_several_voice_messages_the_last_one_waits() -> None:
    chat = idle()
    for _ in range(25):
        chat.sends("voice")
    assert len(chat.session.held) == 1
    chat.taps("这是证据，存起来").sees("证1是？")


def test_a_full_disk_and_a_file_too_large_are_refused_before_anything_is_kept() -> None:
    idle(disk_low=True, may_upload=False).sends_picture().sees("暂时存不下", "原图别删")
    chat = idle(network=Capabilities(max_file=20 * 1024 * 1024)).sends("video", size=20 * 1024 * 1024 + 1)
    chat.sees("21 MB", "最多收 20 MB", "剪成几段")
    assert chat.jobs == []


def test_the_limits_of_a_case_and_of_a_person() -> None:
    chat = idle(rules=Rules(max_exhibits=2)).sends_picture().taps("订单页").sends_picture().taps("订单页")
    chat.sends_picture().sees("2 件证据，满了")
    chat.taps_value("c:1:undo:2").sends_picture().sees("证3")
    chat = idle(rules=Rules(max_user_bytes=1024 * 1024)).has_case(filed(2))
    chat.sends("picture", size=700_000).taps("投诉1 · 游戏点卡98元").taps("订单页")
    chat.sends("picture", size=700_000).taps("投诉2 · 游戏点卡98元").sees("1 MB 的上限")
    assert kinds(chat, 2) == {}


def test_too_much_waiting_is_said() -> None:
    chat = idle(may_upload=False)
    for _ in range(21):
        chat.sends_picture()
    chat.sees("已经有 20 个")
    assert len(chat.taps("可以存").jobs) == 20


# ------------------------------------------------------------------------------------------------------------- the list
def test_the_overview_shows_what_is_there_and_why_the_rest_matters() -> None:
    chat = idle().sends_picture().taps("付款记录").says("/evidence").fits_a_phone()
    chat.sees("投诉1 · 游戏点卡98元 · 证据", "✓ ② 付款记录：证1", "○ ① 订单页：证明你在哪里", "一共存了 1 件")
    chat.says("返回")
    idle().says("证据").sees("还没有存过截图").offers("补证据")


def test_evidence_of_a_case_by_its_number() -> None:
    idle().has_case(filed(2, goods="话费")).says("/evidence 2").sees("投诉2 · 话费98元 · 证据")


def test_exhibits_page_by_page_and_one_of_them() -> None:
    chat = idle()
    for _ in range(9):
        chat.sends_picture().taps("订单页")
    last = 8 if chat.network.buttons else 6
    chat.stored().says("/evidence").taps("全部证据").sees("9 件证据", f"证{last}").sees_no(f"证{last + 1}")
    chat.fits_a_phone()
    chat.taps("下一页").sees("证9").taps("下一页").sees("证1 订单页 · 11月22日(周日) 10:00")
    chat.taps("证2").sees("证2 订单页", "指纹").offers("看原图", "改分类", "删掉").fits_a_phone()
    chat.taps("看原图")
    assert chat.answer[0].file is not None
    assert chat.answer[0].file.path == "1/2.png"
    chat.taps("改分类").sees("证2是？").taps("客服聊天").sees("证2记为客服聊天")
    assert kinds(chat)[2] == "service_chat"


def test_a_file_that_is_sent_back_has_a_name_that_fits_what_it_is() -> None:
    chat = idle().sends("document", name="../../系统更新.exe").stored().sends_picture().stored()
    for number, name in (("1", "系统更新.exe.png"), ("2", "证2.png")):
        chat.passes(minutes=1).taps_value(f"c:1:show:{number}")
        assert chat.answer[0].file is not None
        assert chat.answer[0].file.name == name


def test_deleting_asks_first_and_the_number_is_not_given_again() -> None:
    chat = idle().sends_picture("a").taps("订单页").stored().says("/evidence").taps("全部证据").taps("证1").taps("删掉")
    chat.sees("删掉证1（订单页）").taps("不删").sees("1 件证据")
    chat.taps("证1").taps("删掉").taps("删掉").sees("证1删掉了", "还没有存过截图")
    assert DeleteFile(path="1/1.png") in chat.effects
    assert chat.sends_picture("a").sees("证2").stored().case().exhibits[1].state == "stored"


def test_deleting_what_a_sent_text_cites_warns() -> None:
    chat = idle().sends_picture().taps("订单页").stored()
    filing = Filing(
        number=1, letter="ticket", channel="ticket", at=SUNDAY, text="…", exhibits=(1,), knowledge_version="v"
    )
    chat.has_case(chat.case().changed(filings=(filing,)))
    chat.taps_value("c:1:undo:1").sees("写进了 11月22日(周日) 10:00 发出去的投诉").offers("删掉", "不删")
    assert kinds(chat) == {1: "order_page"}
    chat.taps("删掉").sees("证1删掉了")
    assert chat.case().filings == (filing,)


def test_a_picture_taken_back_before_it_arrived_leaves_no_file() -> None:
    chat = idle().sends_picture().taps("订单页").taps_value("c:1:undo:1").sees("证1撤掉了")
    chat.stored().hears_nothing()
    assert chat.effects == [DeleteFile(path="1/1.png")]


@pytest.mark.parametrize("action", ["exhibit", "drop", "show", "undo", "sort", "slot", "exhibits", "enough", "collect"])
@pytest.mark.parametrize("argument", ["", ":", ":9", ":-1", ":x:y", ":99999999999999", ":order_page:why", ":②"])
def test_forged_buttons_do_no_harm(action: str, argument: str) -> None:
    chat = idle().sends_picture().taps("订单页").taps_value(f"c:1:{action}{argument}")
    assert kinds(chat) == {1: "order_page"}
    chat.taps_value(f"c:7:{action}{argument}").sees("过期")


def test_all_by_typed_numbers_and_words() -> None:
    chat = (
        idle(network=text_only()).says("证据").says("1").sends_picture().sees("② 付款记录").says("暂时没有").sees("③")
    )
    chat.says("够了").sends_album(None, None).stored().says("2").says("不知道")
    assert kinds(chat) == {1: "order_page", 2: "payment_record", 3: "unknown"}


def test_only_the_users_own_events_move_the_step() -> None:
    chat = collecting().sends_picture("a").sends_picture("a")
    step = chat.session.step
    chat.stored()
    assert chat.session.step == step
    chat = Chat().says("/new").taps("没收到").sends_album("a", "a")
    step = chat.session.step
    chat.stored()
    assert chat.session.step == step


def test_the_origin_of_an_order_number_told_by_tap_survives_a_lost_picture() -> None:
    case = filed().changed(origins={"order_in_screenshot": Origin(message="m", by="tapped")})
    case = case.changed(facts=case.facts.model_copy(update={"order_in_screenshot": True}))
    chat = Chat().has_case(case).sends_picture().taps("订单页").refused("empty")
    assert chat.case().facts.order_in_screenshot
