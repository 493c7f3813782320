"""Listening on HTTP_HOST and HTTP_PORT when no sandbox does."""

import errno
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from aiohttp import web

from bot.settings import WrongSetting

GRACE = 1.0
"""Seconds that a request may still take when we stop."""


@asynccontextmanager
async def listening(host: str, port: int, routes: Iterable[web.AbstractRouteDef]) -> AsyncIterator[int]:
    """Serve `routes` while the block runs; gives the port, which matters when 0 was asked for. Raises WrongSetting."""
    application = web.Application()
    application.add_routes(routes)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=GRACE)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise cannot_listen(host, port, error) from None
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def cannot_listen(host: str, port: int, error: OSError) -> WrongSetting:
    """Which variable keeps us from listening, and what to do."""
    if error.errno == errno.EADDRINUSE:
        return port_taken(port)
    if error.errno == errno.EACCES:
        return WrongSetting("HTTP_PORT", f"HTTP_PORT {port} needs more rights than this user has: set one above 1023.")
    return WrongSetting("HTTP_HOST", f"HTTP_HOST {host} is no address of this machine: set HTTP_HOST=127.0.0.1.")


def port_taken(port: int) -> WrongSetting:
    """Another program listens there."""
    return WrongSetting(
        "HTTP_PORT", f"HTTP_PORT {port} is taken by another program: stop it, or set HTTP_PORT to a free port in .env."
    )


def not_for_others(host: str) -> WrongSetting:
    """The sandbox has no users of its own: whoever reaches its page is everybody on it."""
    return WrongSetting(
        "HTTP_HOST", f"HTTP_HOST {host} would show the sandbox to other machines: set HTTP_HOST=127.0.0.1."
    )
