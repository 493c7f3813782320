"""Mail files, read back by the standard library."""

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from packs.answering import answer
from packs.mail import mail

NAME = "投诉证据材料-投诉3-2026-11-23.pdf"


@pytest.fixture
def request_(tmp_path: Path) -> dict[str, Any]:
    pdf = tmp_path / "x.pdf"
    pdf.write_bytes(b"%PDF-1.7 \xff\x00 bytes")
    return {
        "out": str(tmp_path / "x.eml"),
        "to": "kefu@example.com",
        "subject": "投诉-LY20261121001-付款后未收到商品",
        "text": "利云卡盟投诉处理部门，您好。\n\n我的订单……\n姓名：＿＿（自己填）\n",
        "attachments": [{"path": str(pdf), "name": NAME, "type": "application/pdf"}],
    }


def read(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def body(message: EmailMessage) -> str:
    part = message.get_body()
    assert part is not None
    text: str = part.get_content()
    return text.replace("\r\n", "\n")


def test_a_mail_program_reads_what_was_meant(request_: dict[str, Any]) -> None:
    message = read(mail(request_))
    assert message["To"] == "kefu@example.com"
    assert message["Subject"] == request_["subject"]
    assert message["X-Unsent"] == "1"
    assert body(message) == request_["text"]
    (pdf,) = message.iter_attachments()
    assert pdf.get_filename() == NAME
    assert pdf.get_content_type() == "application/pdf"
    assert pdf.get_content() == Path(request_["attachments"][0]["path"]).read_bytes()


def test_lines_are_as_short_as_servers_want(request_: dict[str, Any]) -> None:
    request_["text"] = "很长的一行" * 400
    data = mail(request_)
    assert max(map(len, data.split(b"\r\n"))) <= 78
    assert body(read(data)).strip() == request_["text"]


def test_an_address_that_nobody_knows_is_left_to_the_user(request_: dict[str, Any]) -> None:
    for to in ("＿＿（平台页面上公布的投诉邮箱，自己填）", "", None, "a@b\r\nBcc: c@d.com", "a@b.com, c@d.com"):
        message = read(mail(request_ | {"to": to}))
        assert message["To"] is None
        assert message["Bcc"] is None


def test_no_line_of_a_user_becomes_a_header(request_: dict[str, Any]) -> None:
    message = read(mail(request_ | {"subject": "投诉\r\nBcc: a@b.com\x00\n x", "attachments": []}))
    assert message["Bcc"] is None
    assert message["Subject"] == "投诉 Bcc: a@b.com x"
    assert not message.is_multipart()


def test_equal_letters_are_equal_bytes(request_: dict[str, Any]) -> None:
    out = Path(request_["out"])
    made = answer({"make": "mail", **request_})
    first = out.read_bytes()
    assert made == {"size": len(first)}
    answer({"make": "mail", **request_})
    assert out.read_bytes() == first
