"""The table of rules, asked by real calls: what Telegram refuses is refused in its words."""

from typing import Any

import pytest

from sandbox import Fault, Sandbox
from sandbox.telegram.botapi import BotApi
from sandbox.telegram.rules import METHODS, OBJECTS, PAGE
from tests.sandbox.conftest import Api


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def key(**action: Any) -> dict[str, Any]:
    return {"text": "x"} | (action or {"callback_data": "x"})


BUTTONS = [
    (keyboard([key(callback_data="证" * 22)]), "BUTTON_DATA_INVALID"),
    (keyboard([key(callback_data="a" * 65)]), "BUTTON_DATA_INVALID"),
    (keyboard([key(copy_text={"text": "a" * 257})]), "BUTTON_COPY_TEXT_INVALID"),
    (keyboard([key(copy_text={"text": ""})]), "BUTTON_COPY_TEXT_INVALID"),
    (keyboard([key(url="javascript:alert(1)")]), "BUTTON_URL_INVALID"),
    (keyboard([key(callback_data="a", url="https://example.org")]), "BUTTON_TYPE_INVALID"),
    (keyboard([{"text": "x"}]), "text buttons are unallowed in the inline keyboard"),
    (keyboard([{"callback_data": "x"}]), "text buttons are unallowed in the inline keyboard"),
    (keyboard([key(style="pink", callback_data="a")]), "invalid button style specified"),
    (keyboard([key() for _ in range(9)]), "reply markup is too long"),
    (keyboard(*([key() for _ in range(8)] for _ in range(13))), "reply markup is too long"),
    (keyboard([key(callback_data="a", web_app={})]), 'unknown field "web_app" in InlineKeyboardButton'),
    ({"keyboard": [["reply keyboard"]]}, 'unknown field "keyboard" in InlineKeyboardMarkup'),
    ("no json", "can't parse reply_markup JSON object"),
    ([], 'object expected as field "reply_markup"'),
]

TEXTS = [
    ({"text": ""}, "message text is empty"),
    ({"text": " \n "}, "message text is empty"),
    ({}, "message text is empty"),
    ({"text": "a" * 4097}, "message is too long"),
    ({"text": "\N{PILE OF POO}" * 2049}, "message is too long"),
    ({"text": 5}, 'field "text" must be of type String'),
    ({"text": "x", "txet": "y"}, 'unknown field "txet" in sendMessage'),
    ({"text": "x", "disable_notification": "maybe"}, 'field "disable_notification" must be of type Boolean'),
    ({"text": "x", "parse_mode": "Markdown"}, "unsupported parse_mode"),
    ({"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag"),
    ({"text": "<p>x</p>", "parse_mode": "HTML"}, 'can\'t parse entities: Unsupported start tag "p" at byte offset 0'),
    ({"text": "证<b>x</i>", "parse_mode": "HTML"}, "Unmatched end tag at byte offset 7"),
    ({"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 2}]}, "ENTITY_BOUNDS_INVALID"),
    ({"text": "x", "entities": [{"type": "loud", "offset": 0, "length": 1}]}, "Unsupported type specified"),
    ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
]


@pytest.mark.parametrize(("markup", "reason"), BUTTONS)
async def test_a_wrong_keyboard_is_refused(sandbox: Sandbox, api: Api, markup: Any, reason: str) -> None:
    phone = sandbox.phone()
    phone.start()
    description = await api.refusal("sendMessage", chat_id=phone.chat_id, text="x", reply_markup=markup)
    assert description.startswith(f"Bad Request: {reason}")
    assert phone.replies == []


@pytest.mark.parametrize(("fields", "reason"), TEXTS)
async def test_a_wrong_text_is_refused(sandbox: Sandbox, api: Api, fields: dict[str, Any], reason: str) -> None:
    phone = sandbox.phone()
    phone.start()
    assert reason in await api.refusal("sendMessage", chat_id=phone.chat_id, **fields)
    assert phone.replies == []


async def test_the_longest_of_everything_is_taken(sandbox: Sandbox, api: Api) -> None:
    phone = sandbox.phone()
    phone.start()
    rows = [[key(callback_data="a" * 64) for _ in range(8)] for _ in range(12)]
    rows.append([key(copy_text={"text": "证" * 256}), key(url="https://example.org"), key(), key()])
    text = f"<b>{'a' * 4096}</b>"
    await api.result("sendMessage", chat_id=phone.chat_id, text=text, parse_mode="HTML", reply_markup=keyboard(*rows))
    await api.result("sendMessage", chat_id=phone.chat_id, text="\N{PILE OF POO}" * 2048)


async def test_a_chat_must_exist_and_be_started_and_not_blocked(sandbox: Sandbox, api: Api) -> None:
    assert await api.refusal("sendMessage", text="x") == "Bad Request: chat_id is empty"
    assert await api.refusal("sendMessage", chat_id=1, text="x") == "Bad Request: chat not found"
    assert await api.refusal("sendMessage", chat_id="@nobody", text="x") == "Bad Request: chat not found"
    phone = sandbox.phone()
    assert (await api.call("sendMessage", chat_id=phone.chat_id, text="x"))[1] == {
        "ok": False,
        "error_code": 403,
        "description": "Forbidden: bot can't initiate conversation with a user",
    }
    phone.start()
    phone.block()
    status, body = await api.call("sendMessage", chat_id=phone.chat_id, text="x")
    assert (status, body["description"]) == (403, "Forbidden: bot was blocked by the user")
    phone.unblock()
    await api.result("sendMessage", chat_id=phone.chat_id, text="x")


async def test_unknown_methods_and_tokens(api: Api) -> None:
    assert await api.call("sendEverything") == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found: method not found"},
    )
    api.token = "8000000001:wrong"
    assert await api.call("getMe") == (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ({"command": "New", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "a" * 33, "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "new", "description": "x" * 257}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"command": "new"}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_a_wrong_command_is_refused(api: Api, command: dict[str, str], reason: str) -> None:
    assert await api.refusal("setMyCommands", commands=[command]) == f"Bad Request: {reason}"


async def test_a_body_that_is_no_object_is_refused(api: Api) -> None:
    url = f"{api.base_url}/bot{api.token}/getMe"
    for body, reason in ((b"{", "can't parse JSON"), (b"[]", "JSON object expected"), (b'{"a":"\\ud800"}', "UTF-8")):
        async with api.http.post(url, data=body, headers={"Content-Type": "application/json"}) as response:
            assert response.status == 400
            assert reason in (await response.json())["description"]


async def test_the_same_call_by_query_form_and_json(sandbox: Sandbox, api: Api) -> None:
    phone = sandbox.phone()
    phone.start()
    url = f"{api.base_url}/bot{api.token}/sendMessage"
    markup = '{"inline_keyboard":[[{"text":"好","callback_data":"1"}]]}'
    fields = {"chat_id": str(phone.chat_id), "text": "一样", "protect_content": "true", "reply_markup": markup}
    async with api.http.get(url, params=fields) as by_query, api.http.post(url, data=fields) as by_form:
        answers = [(await by_query.json())["result"], (await by_form.json())["result"]]
    answers.append(await api.result("sendmessage", **fields))
    assert len({repr(sorted(answer.items())) for answer in map(without_id, answers)}) == 1
    assert answers[0]["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "1"


def without_id(message: dict[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in message.items() if field != "message_id"}


def test_every_method_of_the_table_is_served_and_every_rule_names_its_page(sandbox: Sandbox) -> None:
    api = sandbox._bot_api
    assert isinstance(api, BotApi)
    served = {*api._handlers, "getupdates"}
    assert {method.lower() for method in METHODS} == served
    for shape in (*METHODS.values(), *OBJECTS.values()):
        assert shape.anchor.startswith("#")
    assert PAGE == "https://core.telegram.org/bots/api"


async def test_retry_after_is_told_as_telegram_tells_it(sandbox: Sandbox, api: Api) -> None:
    sandbox.fail("getMe", Fault("retry_after", seconds=7))
    assert await api.call("getMe") == (
        429,
        {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 7",
            "parameters": {"retry_after": 7},
        },
    )
    await api.result("getMe")
