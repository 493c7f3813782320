"""Where networks meet us: the servers that we talk to, and the address that others talk to."""

import logging
from contextlib import AsyncExitStack
from typing import NamedTuple

from bot.health import Routes
from bot.networks.qq.endpoint import PATH, Endpoint
from bot.networks.telegram.network import Server
from bot.seams import Clock
from bot.settings import GUESSED, Settings
from bot.web import listening

log = logging.getLogger(__name__)


class Ends(NamedTuple):
    """Where networks meet us. `local`: somebody said that nobody real is behind, so files may come from this machine;
    `bot_time`: their dates are it.
    """

    server: Server | None
    """Of Telegram."""
    endpoint: Endpoint | None
    """Of QQ."""
    greeting: str
    local: bool = False
    bot_time: bool = False


async def configured(stack: AsyncExitStack, settings: Settings, routes: Routes, clock: Clock) -> Ends:
    """The configured networks; `routes` on our own address, and the endpoint of QQ beside them."""
    server = _server(settings)
    token = settings.onebot_access_token
    endpoint = Endpoint(token.get_secret_value(), clock) if token is not None else None
    served = [*routes, *(endpoint.routes() if endpoint is not None else ())]
    port = await stack.enter_async_context(listening(settings.http_host, settings.http_port, served))
    here = f"{settings.http_host}:{port}"
    telegram = [f"Bot {server.token.partition(':')[0]} runs on Telegram"] if server is not None else []
    qq = [f"QQ is awaited at ws://{here}{PATH}"] if endpoint is not None else []
    greeting = "; ".join([*telegram, *qq, f"health is at http://{here}/healthz"])
    if settings.only_guessed:
        log.warning(GUESSED)
    return Ends(server, endpoint, greeting, local=settings.real_people is False)


def _server(settings: Settings) -> Server | None:
    """The configured Bot API server."""
    if settings.telegram_bot_token is None:
        return None
    proxy = settings.telegram_proxy_url
    return Server(
        token=settings.telegram_bot_token.get_secret_value(),
        url=settings.telegram_api_url,
        proxy=proxy.get_secret_value() if proxy else None,
    )
