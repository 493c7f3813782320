"""Which names mean this machine."""

from ipaddress import ip_address


def is_loopback(name: str) -> bool:
    """Whether a host name or address is this machine's own."""
    if name in ("127.0.0.1", "localhost"):
        return True
    try:
        return ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False
