"""Links in a message, and what is wrong with where they lead. Hosts are judged by their registered domain.

The public suffix list that tells it comes with the library `publicsuffixlist`: nothing is looked up.
"""

import ipaddress
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from publicsuffixlist import PublicSuffixList

from complaints.knowledge.scam import Brand

MOST = 20
"""Links of one message that are looked at."""

_LINK = re.compile(
    r"(?P<scheme>[a-z]{3,5}://)(?P<far>[^\s/?#，。；、\"'<>（）()【】]{1,253})(?P<far_path>[/?#][!-~]*)?"
    r"|(?P<near>[a-z0-9](?<![a-z0-9@._-].)[a-z0-9-]{0,62}(?:\.[a-z0-9][a-z0-9-]{0,62}){1,8})"
    r"(?P<port>:\d{2,5})?(?P<path>[/?#][!-~]*)?"
)
_PORT = re.compile(r":\d*$")
_ASCII = re.compile("[!-~]+")
_NUMBERS = re.compile(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){0,3}")
_SPLIT = re.compile(r"[.-]")
SHORT_NAME = 5
"""A brand's name of fewer letters must be a whole part of a host: jd in jd.com-lipei.cc, not in bjdx.com."""


class Link(NamedTuple):
    """A link as it stands in the text, with the host it leads to."""

    start: int
    end: int
    host: str
    shown: str
    """What stands before an @ in the address: people take it for the host."""
    path: str
    domain: str | None
    """The registered domain; None for an IP host and for hosts under no known ending."""


@cache
def suffixes() -> PublicSuffixList:
    """The public suffix list; reading it takes some 30 ms, once, when `knowledge/` is loaded."""
    return PublicSuffixList(accept_unknown=False)


def links_in(text: str) -> Iterator[Link]:
    """The links of a plain text, the first `MOST`: addresses with a scheme, and bare hosts with a known ending."""
    found = 0
    for match in _LINK.finditer(text) if "." in text or "://" in text else ():
        link = _link(match)
        if link is not None:
            found += 1
            yield link
        if found == MOST:
            return


def _link(match: re.Match[str]) -> Link | None:
    path = match["far_path"] or match["path"] or ""
    if match["scheme"] is None:
        host = match["near"]
        domain = suffixes().privatesuffix(host)
        is_address = is_ip(host) and bool(match["port"] or path)
        return Link(*match.span(), host, "", path, domain) if domain or is_address else None
    start, end = match.span()
    far = match["far"]
    if not far.isascii() and (plain := _glued(far)):
        far, end, path = plain, match.start("far") + len(plain), ""
    shown, _, host = far.rpartition("@")
    host = _PORT.sub("", host).rstrip(".")
    return Link(start, end, host, shown, path, None if is_ip(host) else suffixes().privatesuffix(host))


def _glued(far: str) -> str | None:
    """The address in https://www.12315.cn这是官网, where the sentence goes on without a space."""
    begin = _ASCII.match(far)
    host = _PORT.sub("", begin[0]).rstrip(".") if begin else ""
    alone = begin is not None and "." not in far[begin.end() :]  # no host goes on: alipay.com中心.evil.xyz
    return begin[0] if begin and alone and (is_ip(host) or suffixes().privatesuffix(host)) else None


def is_ip(host: str) -> bool:
    """An address in numbers, in whatever way browsers take it: 1.2.3.4, 16909060, 0x1020304, [::1]."""
    if _NUMBERS.fullmatch(host):
        return "." not in host or host.count(".") == 3
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def is_foreign_script(host: str) -> bool:
    """Letters that look like others: punycode, or anything but ASCII."""
    return not host.isascii() or "xn--" in host


def borrows(link: Link, brands: Sequence[Brand]) -> bool:
    """A brand's name in an address that is not the brand's."""
    named = f"{link.shown}.{link.host}"
    parts = frozenset(_SPLIT.split(named))
    return any(
        not brand.owns(link.domain)
        and any(name in parts if len(name) < SHORT_NAME else name in named for name in brand.names)
        for brand in brands
    )
