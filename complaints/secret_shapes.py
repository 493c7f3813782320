"""What card keys, verification codes, ID and bank card numbers look like in typed text (half-width)."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Literal, NamedTuple

Kind = Literal["card_key", "code", "identity", "bank_card"]

SHOWN = 4
"""Last characters that stay readable, so that the user knows which card it was."""

NOTHING_SHOWN = "*" * SHOWN

LONG_ENOUGH = 10
"""Letters and digits of a card key of which so many may be shown."""


class Secret(NamedTuple):
    """A secret, its place, and what may be shown of it."""

    kind: Kind
    start: int
    end: int
    last: str
    label: int | None = None
    """Where the word begins that says what it is: 卡密：ABCD…"""


_IS = r"""(?:[\s:=是为有"'“”‘’「『(\[【<《→-]|就是|如下|分别){0,6}"""
_COUNTS = r"[年月日号元块分秒点个张次天份条笔小]"

_PASSWORD = r"(?P<password>密码|密碼|口令|(?<![A-Za-z])(?:[Pp]assword|PASSWORD|[Pp]asswd|[Pp]wd))"
_LABELLED = re.compile(
    rf"(?:卡密|兑换码|激活码|注册码|授权码|充值码|礼品码|提货码|提取码|序列号|密钥|[Cc][Dd][\s-]?[Kk](?:[Ee][Yy])?|{_PASSWORD})"
    rf"(?:\d{{1,2}}(?=:))?{_IS}"
    r"(?P<secret>[A-Z0-9]{4,8}(?:[ -][A-Z0-9]{4,8})+(?![A-Za-z0-9])|[A-Za-z0-9][A-Za-z0-9!@#$%^&*_+=.?~-]{3,63})"
    rf"(?!{_COUNTS})"
)
_FOLLOWING = re.compile(r"(?:[\s、,，/;|]|和|还有){1,3}(?P<secret>[A-Za-z0-9-]{4,64})(?![A-Za-z0-9])")
_GROUPED = re.compile(r"(?<![A-Za-z0-9-])[A-Za-z0-9]{4,6}(?:-[A-Za-z0-9]{4,6}){2,7}(?![A-Za-z0-9-])")
_MIXED = re.compile(r"(?<![A-Za-z0-9_./@:-])[A-Za-z0-9]{14,40}(?![A-Za-z0-9_/@-]|\.[A-Za-z0-9])")

_CODE = r"(?:验证码|驗證碼|动态码|动态密码|校验码|短信码|确认码)"
_LABELLED_CODE = re.compile(rf"{_CODE}{_IS}(?P<secret>(?=[A-Z]*\d)[A-Z0-9]{{4,8}})(?![\dA-Za-z]|{_COUNTS})")
_CODE_BEFORE = re.compile(
    rf"(?<![\dA-Za-z.-])(?P<secret>\d{{4,8}})(?:是|为|\()(?:[您你我]|本次)?的?[^\d\s，。,.]{{0,6}}{_CODE}"
)

_IDENTITY = re.compile(
    r"(?P<label>身份证(?:号码|号)?[\s:是为]{0,3})?"
    r"(?<![\dA-Za-z])(?P<secret>\d{6}[ -]?(?:19|20)\d{6}[ -]?\d{3}[\dXx])(?![\dA-Za-z])"
)
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"

_BANK_CARD = re.compile(
    r"(?P<label>银行卡(?:卡?号码?)?[\s:是为]{0,3})?"
    r"(?<![\dA-Za-z.-])(?P<secret>[3-69]\d{3}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?)(?![\dA-Za-z]|[.-]\d)"
)


_SPACES = re.compile("[ -]")


def find_secrets(text: str) -> Iterator[Secret]:
    """All that may be a secret, the surest kinds first; they may overlap."""
    yield from _numbers(text)
    for pattern in (_LABELLED_CODE, _CODE_BEFORE):
        for match in pattern.finditer(text):
            label = match.start() if pattern is _LABELLED_CODE else None
            yield Secret("code", *match.span("secret"), NOTHING_SHOWN, label)
    yield from _labelled_keys(text)
    for pattern, fits in ((_GROUPED, _is_grouped), (_MIXED, _is_mixed)):
        yield from (_key(match[0], match.start()) for match in pattern.finditer(text) if fits(match[0]))


def _numbers(text: str) -> Iterator[Secret]:
    """ID and bank card numbers whose check digits are right."""
    for match in _IDENTITY.finditer(text):
        if _is_identity(_SPACES.sub("", match["secret"])):
            yield Secret("identity", *match.span("secret"), NOTHING_SHOWN, _label(match))
    for match in _BANK_CARD.finditer(text):
        digits = _SPACES.sub("", match["secret"])
        if _passes_luhn(digits):
            yield Secret("bank_card", *match.span("secret"), digits[-SHOWN:], _label(match))


def _labelled_keys(text: str) -> Iterator[Secret]:
    """Keys after their label, and more of the same length in a row."""
    for match in _LABELLED.finditer(text):
        secret = match["secret"].rstrip("!.?~-_")
        if not _has_digits_or_is_shouted(secret):
            continue
        yield _key(secret, match.start("secret"), shown=match["password"] is None)._replace(label=match.start())
        following = _FOLLOWING.match(text, match.end("secret"))
        while following and len(following["secret"]) == len(secret) and _has_digits_or_is_shouted(following["secret"]):
            yield _key(following["secret"], following.start("secret"), shown=match["password"] is None)
            following = _FOLLOWING.match(text, following.end())


def _label(match: re.Match[str]) -> int | None:
    return match.start("label") if match["label"] else None


def _key(secret: str, start: int, *, shown: bool = True) -> Secret:
    plain = re.sub(r"[^A-Za-z0-9]", "", secret)
    last = plain[-SHOWN:] if shown and len(plain) >= LONG_ENOUGH else NOTHING_SHOWN
    return Secret("card_key", start, start + len(secret), last)


def _has_digits_or_is_shouted(secret: str) -> bool:
    """ABCDEFGH may be a key, `password incorrect` is none."""
    return len(secret) >= 4 and (any(char.isdigit() for char in secret) or (len(secret) >= 8 and secret.isupper()))


def _is_grouped(run: str) -> bool:
    """XXXX-XXXX-XXXX; digits alone only from 16 on, fewer may be a phone number."""
    plain = run.replace("-", "")
    return len(plain) >= 16 if plain.isdigit() else _has_digits_or_is_shouted(run)


def _is_mixed(run: str) -> bool:
    """Letters and digits in short turns, as only a generator makes them: neither LY20240510001 nor iPhone15ProMax."""
    turns = [len(list(turn)) for _, turn in groupby(run, str.isdigit)]
    return len(turns) >= 5 and max(turns) <= 5 and sum(char.isdigit() for char in run) >= 3


def _is_identity(number: str) -> bool:
    """GB 11643: the last character checks the others, and the birthday exists."""
    weighted = sum(weight * int(digit) for weight, digit in zip(_IDENTITY_WEIGHTS, number, strict=False))
    if _IDENTITY_CHECKS[weighted % 11] != number[-1].upper():
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return True


def _passes_luhn(digits: str) -> bool:
    """ISO/IEC 7812-1: every second digit from the right doubled, the sum ends in 0."""
    doubled = (sum(divmod(int(digit) * 2, 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(map(int, digits[-1::-2]))) % 10 == 0
