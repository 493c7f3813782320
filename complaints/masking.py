"""Hiding what nobody should keep: card keys, passwords, verification codes, ID and bank card numbers in typed text.

Order numbers, payment serial numbers, phone numbers, sums and dates are needed for the complaint and are left alone.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple, Self

from pydantic import model_validator

from complaints.complaint import Frozen
from complaints.reading.normalise import fold
from complaints.reading.orders import Hints, find_orders, is_phone_or_date

Kind = Literal["card_key", "code", "identity", "bank_card"]
Span = tuple[int, int]

SHOWN = 4
"""Last characters that stay readable, so that the user knows which card it was."""

LONG_ENOUGH = 10
"""Characters of a card key of which so many may be shown."""

NOTHING_SHOWN = "*" * SHOWN

MOST_PASSES = 8
"""Hiding one secret may bring out another beside it; more than a few in a row do not occur."""


class MaskWords(Frozen):
    """What stands in place of what was hidden, by kind; `{last}` is what may be shown of it."""

    card_key: str
    code: str
    identity: str
    bank_card: str

    @model_validator(mode="after")
    def _leaves_nothing_to_hide(self) -> Self:
        for name in type(self).model_fields:
            shown = getattr(self, name).format(last="A1B2")
            if _LETTER_OR_DIGIT.match(shown[:1]) or _LETTER_OR_DIGIT.match(shown[-1:]) or _secrets(shown, ()):
                raise ValueError(f"{name}: {shown} would itself be read as part of a secret")
        return self


class Masked(NamedTuple):
    """The text without secrets, and which kinds were found."""

    text: str
    found: frozenset[Kind]


class _Secret(NamedTuple):
    kind: Kind
    start: int
    end: int
    last: str


def mask(text: str, words: MaskWords, *, hints: Hints = ()) -> Masked:
    """The text with every secret replaced; `hints` recognise order numbers. Masking twice changes nothing."""
    found: set[Kind] = set()
    for _ in range(MOST_PASSES):
        secrets = _secrets(text, hints)
        if not secrets:
            break
        found.update(secret.kind for secret in secrets)
        for secret in reversed(secrets):
            shown = getattr(words, secret.kind).format(last=secret.last)
            text = text[: secret.start] + shown + text[secret.end :]
    return Masked(text, frozenset(found))


_LETTER_OR_DIGIT = re.compile(r"[A-Za-z0-9]")
_ANY = re.compile(r"[A-Za-z0-9]{4}|\d[ -]\d")
"""Without this there is nothing to look for."""

_IS = r"""(?:[\s:=是为"'“”‘’「『(（\[【<《]|就是|如下){0,6}"""
_KEY_LABEL = (
    r"(?:卡密|密码|密碼|口令|兑换码|激活码|注册码|授权码|充值码|礼品码|提货码|提取码|序列号|密钥|[Cc][Dd][\s-]?[Kk](?:[Ee][Yy])?"
    r"|(?<![A-Za-z])(?:[Pp]assword|[Pp]asswd|[Pp]wd))(?:\d{1,2}(?=[:：]))?"
)
_LABELLED_KEY = re.compile(
    rf"{_KEY_LABEL}{_IS}(?P<secret>[A-Z0-9]{{4,8}}(?:[ -][A-Z0-9]{{4,8}})+(?![A-Za-z0-9])|[A-Za-z0-9][!-~]{{3,63}})"
)
_GROUPED_KEY = re.compile(r"(?<![A-Za-z0-9-])(?P<secret>[A-Za-z0-9]{4,6}(?:-[A-Za-z0-9]{4,6}){2,7})(?![A-Za-z0-9-])")
_MIXED_KEY = re.compile(r"(?<![A-Za-z0-9_./@:-])(?P<secret>[A-Za-z0-9]{14,40})(?![A-Za-z0-9_/@-]|\.[A-Za-z0-9])")

_CODE_LABEL = r"(?:验证码|驗證碼|动态码|动态密码|校验码|短信码|确认码|安全码|(?<![A-Za-z])(?:[Cc]ode|CODE))"
_CODE = re.compile(
    rf"{_CODE_LABEL}{_IS}(?P<secret>(?<!\d)\d{{4,8}}(?![\dA-Za-z年元块分秒]))"
    r"|(?<![\dA-Za-z.-])(?P<secret_before>\d{4,8})(?:[(（]|是|为|,|，|\s)*(?:您|你|我|本次)?的?[^\d\s，。,.]{0,6}(?:验证码|动态码|校验码)"
)

_IDENTITY = re.compile(r"(?<![\dA-Za-z])(?P<secret>\d{6}[ -]?(?:19|20)\d{6}[ -]?\d{3}[\dXx])(?![\dA-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"

_BANK_CARD = re.compile(r"(?<![\dA-Za-z.-])(?P<secret>[3-69]\d{3}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?)(?![\dA-Za-z]|[.-]\d)")

_SERIAL = re.compile(
    r"(?:流水|交易|商户|商家|支付|付款|转账|收款|快递|物流|运|工|退款|凭证|参考|订)(?:订?单)?(?:编?号|号码|ID|id)码?[\s:：是为#]*"
    r"(?P<kept>[A-Za-z0-9][A-Za-z0-9_-]{3,63})"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+|[\w.+-]+@[\w-]+\.[\w.-]+", re.ASCII)
