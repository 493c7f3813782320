"""One person on Telegram and QQ: a code made here, typed there."""

import pytest

from complaints.times import MINUTE
from dialogs.model import IDLE, LinkAccounts, LinkedAccount, LinkOwner, OfferLink, PushTo, Rules, UnlinkAccount
from tests.dialogs.chat import Chat, text_only

CODE = "24681357"
OTHER = LinkOwner(next_number=4, networks=frozenset({"qq"}))


def chat(**how: object) -> Chat:
    met = Chat(rules=Rules(linkable=True), **how)  # type: ignore[arg-type]  # by name
    met.links.owners[CODE] = OTHER
    return met


def test_settings_show_accounts_only_where_two_networks_are_run() -> None:
    Chat().says("设置").sees("安静时段里我不发提醒").offers_no("我的账号")
    chat().says("设置").sees("想改哪一样").offers("安静时段", "我的账号").taps("安静时段").sees("现在是")


def test_a_code_stands_alone_and_is_warned_about() -> None:
    met = chat().says("设置").taps("我的账号").sees("你现在只用Telegram").taps("生成关联码")
    met.sees("10分钟内有效", "别发给任何人").fits_a_phone()
    assert [message.text for message in met.answer if message.verbatim] == ["13572468"]
    assert met.effects == [OfferLink(code="13572468", until=met.now + 10 * MINUTE)]


def test_making_a_code_keeps_the_open_question() -> None:
    met = chat().says("/new").says("没收到")
    step = met.session.step
    met.taps_value("p:link_code").sees("关联码")
    assert met.session.step == step
    assert met.answer[-1].key == "question"


@pytest.mark.parametrize("how", [{}, {"network": text_only()}])
def test_cases_come_along_under_new_numbers_and_old_buttons_still_mean_them(how: dict[str, object]) -> None:
    met = chat(**how).says("订单号LY20261121001，购买游戏点卡98元未到账").says("取消").says("先放着")
    met.says("设置").says("我的账号").says("我有关联码").sees("8位关联码")
    met.says(f"关联码 {CODE[:4]} {CODE[4:]}").sees("这边的1件也会合过去")
    before = met.session.revision
    met.says("是我的，关联").sees("关联好了", "投诉1 → 投诉4")
    assert met.session.step == IDLE
    assert met.session.revision == before
    effect = met.effects[-1]
    assert isinstance(effect, LinkAccounts)
    assert (effect.code, effect.numbers) == (CODE, ((1, 4),))
    assert "你的Telegram账号用关联码关联进来了" in effect.notice.text


def test_a_button_from_before_means_the_same_case_a_later_one_its_own() -> None:
    met = chat().says("订单号LY20261121001，购买游戏点卡98元未到账")
    met.cases.documents = {4: met.case().changed(number=4).model_dump_json()}
    met.session = met.session.model_copy(update={"renumbered": ((1, 4),), "renumbered_until": "70", "step": IDLE})
    for message, sees in (("69", "投诉4"), ("70", "投诉4"), ("71", "过期")):
        met.passes(minutes=1).taps_value("c:1:open", message=message).sees(sees)
    met.passes(minutes=1).taps_value("c:2:open", message="69").sees("过期")


@pytest.mark.parametrize("how", [{}, {"network": text_only()}])
def test_nothing_that_the_chat_remembers_speaks_of_former_numbers(how: dict[str, object]) -> None:
    met = chat(**how).says("订单号LY20261121001，购买游戏点卡98元未到账").taps_value("p:link").says(CODE)
    met.says("是我的，关联").sees("关联好了")
    assert (met.session.left, met.session.reminded) == (None, ())
    shown = [choice.value for message in met.answer for row in message.rows for choice in row]
    known = [offer.value for offer in (*met.session.offered, *met.session.beside)]
    assert not [value for value in (*shown, *known) if value.startswith("c:1:")]


def test_a_reminder_that_came_after_the_question_still_means_the_former_number() -> None:
    met = chat().says("订单号LY20261121001，购买游戏点卡98元未到账").taps_value("p:link").says(CODE)
    met.links.last = "9000"
    met.taps("是我的，关联").sees("关联好了")
    assert met.session.renumbered_until == "9000"


def test_wrong_codes_lose_nothing_and_after_five_there_is_a_pause() -> None:
    met = chat().says("设置").taps("我的账号").taps("我有关联码")
    for left in (4, 3, 2, 1):
        met.says("11111111").sees(f"还能试{left}次", "8位关联码")
    met.says("22222222").sees("试错太多次", "资料都在")
    assert met.session.step == IDLE
    met.passes(minutes=1).taps_value("p:link").says(CODE).sees("试错太多次")
    met.passes(minutes=11).taps_value("p:link").says(CODE).sees("这个码对得上")


def test_nothing_happens_without_a_yes() -> None:
    met = chat().taps_value("p:link").says(CODE).taps("不关联").sees("没有关联")
    assert met.effects == []
    met.taps_value("p:link").says(CODE)
    met.links.owners.clear()
    met.taps("是我的，关联").sees("失效")
    assert met.effects == []


def test_two_accounts_of_one_network_are_not_linked() -> None:
    met = chat()
    met.links.owners[CODE] = OTHER.model_copy(update={"networks": frozenset({"telegram"})})
    met.taps_value("p:link").says(CODE).sees("已经有Telegram账号", "没有变化")


def test_files_under_way_are_waited_for() -> None:
    met = chat()
    met.links.under_way = True
    met.taps_value("p:link").says(CODE).sees("过一会儿再关联")


def linked() -> Chat:
    met = chat()
    met.links.list.append(LinkedAccount(id=7, network="qq", here=False, preferred=False))
    return met


def test_where_reminders_go_is_the_users_choice() -> None:
    met = linked().says("设置").taps("我的账号").sees("Telegram（正在用的这个）", "QQ", "最近用的").fits_a_phone()
    met.taps("提醒发QQ").sees("提醒以后发到QQ")
    assert met.effects == [PushTo(account=7)]
    met.taps("发到最近用的").sees("最近用的账号")
    assert met.effects[-1] == PushTo(account=None)


def test_parting_is_one_tap_and_never_parts_this_chat() -> None:
    met = linked().says("设置").taps("我的账号").offers_no("解除Telegram").taps("解除QQ").sees("QQ账号解除了")
    assert met.effects == [UnlinkAccount(account=7)]
    met.passes(minutes=1).taps_value("p:unlink:1").sees("你的账号")
    met.taps_value("p:unlink:99").sees("你的账号")
    assert len(met.effects) == 1
