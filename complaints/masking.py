"""Hiding what nobody should keep: card keys, passwords, verification codes, ID and bank card numbers in typed text.

Order numbers, payment serial numbers, registration codes of companies, phone numbers, sums and dates are needed for the
complaint and are left alone.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple, Self

from pydantic import model_validator

from complaints.complaint import Frozen
from complaints.reading.companies import credit_codes
from complaints.reading.normalise import fold
from complaints.reading.orders import Hints, orders_in
from complaints.secret_shapes import NOTHING_SHOWN, Kind, Secret, find_secrets

MOST_PASSES = 8
"""Hiding one secret may bring out another beside it, but not many in a row."""

SHORTEST = 4
"""Characters of a secret: what is left of a shorter one is none."""

_WORTH_A_LOOK = re.compile(r"[A-Za-z0-9]{4}|\d[ -]\d", re.ASCII)

_KEPT = re.compile(
    r"""
    (?:流水|交易|商户|商家|支付|付款|转账|收款|快递|物流|运|工|退款|凭证|参考|[订定])(?:订?单)?(?:编号|号码|号|[Ii][Dd])[\s:是为\#]*
    (?P<serial>[A-Za-z0-9][A-Za-z0-9_-]{3,63})
  | (?<![\dA-Za-z])(?P<phone>(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}|0\d{2,3}-\d{7,8}|[48]00-?\d{3,4}-?\d{3,4})
    (?![\dA-Za-z])
  | (?<!\d)(?P<day>20\d\d(?:[-/.年]\d{1,2}[-/.月]\d{1,2}|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])))(?!\d)
  | (?P<sum>¥\s?\d[\d,.]*+|(?<![\d,.])\d[\d,.]*+\s?[元块万])
  | (?P<address>(?:https?://|www\.)[!-~]++|(?<![\w.+-])[\w.+-]++@(?:[\w-]+\.)+[A-Za-z]{2,})
    """,
    re.VERBOSE | re.ASCII,
)


class MaskWords(Frozen):
    """What stands in place of what was hidden, by kind; `{last}` is what may be shown of it, or ****."""

    card_key: str
    code: str
    identity: str
    bank_card: str

    @model_validator(mode="after")
    def _leave_nothing_to_hide(self) -> Self:
        for kind in type(self).model_fields:
            shown = getattr(self, kind).format(last="A1B2")
            ends = re.match("[A-Za-z0-9]", shown[:1]) or re.match("[A-Za-z0-9]", shown[-1:])
            if not shown or ends or any(_secrets(label + shown, ()) for label in ("", "密码", "验证码")):
                raise ValueError(f"{kind}: {shown!r} would itself be read as a part of a secret")
        return self


class Masked(NamedTuple):
    """The text without secrets, and which kinds were found."""

    text: str
    found: frozenset[Kind]


def mask(text: str, words: MaskWords, *, hints: Hints = ()) -> Masked:
    """The text with every secret replaced; `hints` recognise order numbers. Masking twice changes nothing."""
    found: set[Kind] = set()
    for _ in range(MOST_PASSES):
        secrets = _secrets(text, hints)
        if not secrets:
            break
        found.update(secret.kind for secret in secrets)
        text = _replaced(text, secrets, words)
    return Masked(text, frozenset(found))


def _replaced(text: str, secrets: Sequence[Secret], words: MaskWords) -> str:
    parts, done = [], 0
    for secret in secrets:
        shown = getattr(words, secret.kind).format(last=secret.last)
        parts += [text[done : max(done, _start(text, secret, shown))], shown]
        done = secret.end
    return "".join(parts) + text[done:]


def _start(text: str, secret: Secret, shown: str) -> int:
    """Where the replacement begins: with the label, when it would say the same word again."""
    repeats = secret.label is not None and text[secret.label : secret.label + 2] in shown[:4]
    return secret.label if secret.label is not None and repeats else secret.start


def _secrets(text: str, hints: Hints) -> list[Secret]:
    """The secrets in the order of the text, none over another or over what is kept."""
    plain = fold(text)
    if not _WORTH_A_LOOK.search(plain):
        return []
    chosen: list[Secret] = []
    kept, hidden = _kept(plain, hints), bytearray(len(plain))
    kept_too = _with_codes(plain, kept)
    for secret in find_secrets(plain):
        is_called_a_key = secret.kind == "card_key" and secret.label is not None
        clipped = _clip(secret, kept if is_called_a_key else kept_too)
        if clipped and not any(hidden[clipped.start : clipped.end]):
            hidden[clipped.start : clipped.end] = b"\1" * (clipped.end - clipped.start)
            chosen.append(clipped)
    return sorted(chosen, key=lambda secret: secret.start)


def _kept(plain: str, hints: Hints) -> bytearray:
    """1 at each character that is never masked."""
    kept = bytearray(len(plain))
    spans = [(order.start, order.end) for order in orders_in(plain, hints)]
    for start, end in spans + [match.span(match.lastgroup or 0) for match in _KEPT.finditer(plain)]:
        kept[start:end] = b"\1" * (end - start)
    return kept


def _with_codes(plain: str, kept: bytearray) -> bytearray:
    """The same with the registration codes of companies: they look like bank cards when they are figures alone."""
    codes = list(credit_codes(plain))
    if not codes:
        return kept
    kept = bytearray(kept)
    for start, end in codes:
        kept[start:end] = b"\1" * (end - start)
    return kept


def _clip(secret: Secret, kept: bytearray) -> Secret | None:
    """The secret up to what is kept, if it begins before that and enough is left."""
    end = kept.find(1, secret.start, secret.end)
    if end < 0:
        return secret
    return secret._replace(end=end, last=NOTHING_SHOWN) if end - secret.start >= SHORTEST else None
