"""Who a trader is, in what people copy from a licence, a register or the foot of a page.

A 统一社会信用代码 is recognised by its check digit (GB 32100-2015), an ICP number and a site by their shape, a name by
its legal form or label, an address by its label or by a district and a street in it. Nothing is guessed.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from complaints.reading.normalise import clean, fold

IdentityField = Literal["site", "name", "code", "address", "icp", "payee"]
"""What can be known of a trader, by the fields of `Respondent`; `payee` is the name on the bill (`Facts.payee`)."""

LIMITS: Mapping[IdentityField, tuple[int, int]] = {
    "site": (2, 60),
    "name": (2, 60),
    "address": (5, 120),
    "payee": (1, 60),
}
"""Fewest and most characters of a value that has no shape of its own."""

READ = 1500
"""Characters of an answer that are read."""

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The characters of a 统一社会信用代码 in the order of their values: no I, O, S, V, Z."""

_CODE = re.compile(rf"[{SIGNS}]{{2}}\d{{6}}[{SIGNS}]{{10}}", re.ASCII)
_CODE_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_MISREAD = str.maketrans("OI", "01")
"""Letters that the code never has, and the figures they are taken for."""

_COMPANY = re.compile(rf"(?<![A-Za-z0-9])9[1-39]\d{{6}}[{SIGNS}]{{10}}(?![A-Za-z0-9])", re.ASCII)
_EIGHTEEN = re.compile(r"(?<![A-Za-z0-9])(?:[A-Za-z0-9][ -]?){17}[A-Za-z0-9](?![A-Za-z0-9])", re.ASCII)

_ICP = re.compile(
    r"(?P<province>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])\s*icp\s*(?P<kind>[备证])\s*(?:字第?)?\s*"
    r"(?P<number>[A-Za-z]?\d?-?\d{5,12})\s*号?(?:\s*-\s*(?P<part>\d{1,3}[A-Za-z]?)(?![0-9A-Za-z]))?",
    re.IGNORECASE | re.ASCII,
)
_SITE = re.compile(
    r"(?<![A-Za-z0-9@._-])(?:[A-Za-z]{2,8}://(?:[^\s/@]{1,40}@)?)?"
    r"(?P<host>(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,5}[A-Za-z][A-Za-z0-9-]{1,23}|(?:\d{1,3}\.){3}\d{1,3})"
    r"(?![A-Za-z0-9@-])(?:[:/?#][!-~]*)?",
    re.ASCII,
)

_NAME_LABEL = (
    r"(?:(?:公司|企业|单位|主体|经营者|商家|商户|店铺|店家|卖家|主办单位|主办者|收款方|收款人|对方)的?(?:全称|名称|名字)?"
    r"|全称|名称|名字)"
)
_ADDRESS_LABEL = (
    r"(?:(?:注册|登记|公司|企业|办公|经营|通讯|联系|详细|营业)?(?:地址|住所地?|住址)|(?:经营|营业)场所|主要经营场所)"
)
_IS = r"\s*(?:[:=]|就?是|为|叫|(?<=[称字所])\s|(?<=址)[在\s])\s*"
_LABELLED_NAME = re.compile(rf"{_NAME_LABEL}{_IS}(?P<value>.+)")
_LABELLED_ADDRESS = re.compile(rf"{_ADDRESS_LABEL}{_IS}(?P<value>.+)")
_CODE_LABEL = re.compile(r"(?:统一)?(?:社会)?信用代码(?:[/(][^:]{0,8})?|注册号|税号|备案号|网址|网站|域名")

_LEGAL_FORM = re.compile(
    r"(?:公司|合伙企业|\((?:有限合伙|普通合伙|特殊普通合伙|个人独资|个体工商户)\)"
    r"|工作室|商行|[经营服务商贸]{2}部|事务所|个体工商户|合作社)\Z"
)
_DISTRICT = re.compile(r"省|市|自治[区州县]|[区县州旗]")
_STREET = re.compile(r"[路街道巷弄镇乡村号室楼层栋幢座园厦]|单元|大厦")

_PIECES = re.compile(rf"[\n;；。|]+|(?<=[司行部室所社])[,，、\s]+|[,，、]\s*(?={_ADDRESS_LABEL})")
_WORDS = re.compile(r"[A-Za-z\u3400-\u9fff]")
_TRIMMED = " \t:：,，.。;；、\"'“”‘’《》【】[]"


class CodeRead(NamedTuple):
    """A 统一社会信用代码 as it should be written, or that something looked like one and its check digit is wrong."""

    code: str | None
    misspelt: bool


def is_credit_code(code: str) -> bool:
    """Whether the text is a whole code with the right check digit (GB 32100-2015, 6)."""
    if not _CODE.fullmatch(code):
        return False
    total = sum(weight * SIGNS.index(sign) for weight, sign in zip(_CODE_WEIGHTS, code, strict=False))
    return SIGNS[-total % 31] == code[-1]


def read_credit_code(text: str) -> CodeRead:
    """The first right code in the text, typed in groups or with O for 0; capital letters."""
    misspelt = False
    for found in _EIGHTEEN.finditer(fold(text[:READ])):
        code = re.sub("[ -]", "", found[0]).upper().translate(_MISREAD)
        if is_credit_code(code):
            return CodeRead(code, False)
        misspelt = misspelt or _CODE.fullmatch(code) is not None
    return CodeRead(None, misspelt)


def credit_codes(plain: str) -> Iterator[tuple[int, int]]:
    """The places of right codes of companies and traders (they begin with 9) in a folded text."""
    yield from (found.span() for found in _COMPANY.finditer(plain) if is_credit_code(found[0]))


def read_icp(text: str) -> str | None:
    """粤ICP备12345678号-1, however it was typed. The number of the police (公网安备) is another one."""
    found = _ICP.search(fold(text[:READ]))
    if found is None:
        return None
    part = f"-{found['part'].upper()}" if found["part"] else ""
    return f"{found['province']}ICP{found['kind']}{found['number'].upper()}号{part}"


def read_site(text: str) -> str | None:
    """The host of the first address in the text, in small letters; the rest may hold what is nobody's business."""
    found = _SITE.search(fold(text[:READ]))
    return found["host"].lower() if found else None


def is_full_name(name: str) -> bool:
    """Whether a name ends like that of a registered trader."""
    return _LEGAL_FORM.search(fold(name).strip(_TRIMMED)) is not None


def read_identity(text: str, asked: IdentityField | None = None) -> dict[IdentityField, str]:
    """Field → value of all that the text says of a trader; what was `asked` for may stand without label or form."""
    text = clean(text)[:READ]
    found: dict[IdentityField, str | None] = {
        "code": read_credit_code(text).code,
        "icp": read_icp(text),
        "site": read_site(text),
    }
    for field, value in _in_words(text):
        found[field] = found.get(field) or value
    known = {field: value for field, value in found.items() if value}
    if asked == "payee":
        return {"payee": known["name"]} if "name" in known else _bare(text, "payee")
    return known or (_bare(text, asked) if asked else {})


def _in_words(text: str) -> Iterator[tuple[IdentityField, str]]:
    """Names and addresses, piece by piece."""
    for piece in _PIECES.split(text):
        plain = fold(piece)
        if labelled := _LABELLED_ADDRESS.search(plain):
            yield from _kept("address", piece[labelled.start("value") :])
            piece, plain = piece[: labelled.start()], plain[: labelled.start()]
        if not plain.strip() or _CODE_LABEL.search(plain) or _EIGHTEEN.search(plain) or _ICP.search(plain):
            continue
        label = _LABELLED_NAME.search(plain)
        value = (piece[label.start("value") :] if label else piece).strip(_TRIMMED)
        if is_full_name(value) or label:
            yield from _kept("name", value)
        elif _DISTRICT.search(plain) and _STREET.search(plain):
            yield from _kept("address", value)


def _kept(field: IdentityField, value: str) -> Iterator[tuple[IdentityField, str]]:
    shortest, longest = LIMITS[field]
    value = " ".join(value.split()).strip(_TRIMMED)
    if shortest <= len(value) <= longest and _WORDS.search(value):
        yield field, value


def _bare(text: str, asked: IdentityField) -> dict[IdentityField, str]:
    """The whole answer as the value, where any words may be it."""
    value = " ".join(text.split()).strip(_TRIMMED)
    shortest, longest = LIMITS.get(asked, (1, 0))
    return {asked: value} if shortest <= len(value) <= longest and _WORDS.search(fold(value)) else {}
