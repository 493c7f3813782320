"""The stand-in: one QQ account with a bot behind it, its users, and the WebSocket to that bot."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.clock import Clock
from sandbox.compact import decoded, encoded
from sandbox.faults import Faults
from sandbox.onebot.actions import Actions
from sandbox.onebot.check import check
from sandbox.onebot.errors import ActionFailed
from sandbox.onebot.events import Events
from sandbox.onebot.faults import ActionFault, MediaFault
from sandbox.onebot.link import BotEnd, Link
from sandbox.onebot.media import Media
from sandbox.onebot.phone import QQPhone
from sandbox.onebot.world import EVERYBODY, FRIEND, World, new_group, new_user
from sandbox.watch import PATIENCE, Watch

Json = dict[str, Any]
_STREAMS = ("upload_file_stream",)


class StandIn:
    """`data` keeps the chats, None forgets them; `base` is the root of the server that serves the media."""

    def __init__(self, end: BotEnd, clock: Clock, data: Path | None, base: Callable[[], str]) -> None:
        self.end = end
        self.world = World(clock, {"user_id": end.self_id, "nickname": end.nickname}, data)
        self.faults: Faults[ActionFault] = Faults()
        self.media_faults: Faults[MediaFault] = Faults()
        self.media = Media(self.world, base, self.media_faults)
        self.calls: deque[tuple[str, Json]] = deque(maxlen=1000)
        self.counts: Counter[str] = Counter()
        self._base = base
        self._events = Events(self.world, self.media.address)
        self._actions = Actions(self.world, self._events, self.media.address, self._accepted)
        self._phones: dict[tuple[int, int], QQPhone] = {}
        self._watch = Watch()
        self._link: Link | None = None

    def routes(self) -> list[web.RouteDef]:
        """To be put into the application."""
        return self.media.routes()

    def start(self) -> None:
        """Begin to connect."""
        self._link = Link(
            self.end,
            self.end.address(self._base()),
            heard=self._heard,
            greeting=lambda: self._events.meta("lifecycle", sub_type="connect"),
            beat=self._beat,
            changed=self._changed,
        )
        self._link.start()

    async def stop(self) -> None:
        """Close the connection and stay away."""
        if self._link:
            await self._link.stop()
            self._link = None

    def close(self) -> None:
        """Let go of the folder."""
        self.world.close()

    def phone(self, user_id: int | None = None, *, nickname: str = "", bond: str = FRIEND) -> QQPhone:
        """The phone of a user in the private chat with the bot; a new user when there is none of that number."""
        if user_id is None or user_id not in self.world.users:
            user_id = new_user(self.world, user_id, nickname, bond)
        return self._phone_in(user_id, user_id)

    def group(self, phone: QQPhone, name: str) -> QQPhone:
        """The same user in a new group with the bot. A QQ account sees everything that is said in its groups."""
        return self._phone_in(phone.user_id, new_group(self.world, name))

    @property
    def connected(self) -> bool:
        """Whether the bot can be reached now."""
        return self._link is not None and self._link.connected

    @property
    def refusal(self) -> int:
        """HTTP status with which the bot refused the last attempt; 0 when it did not."""
        return self._link.refusal if self._link else 0

    @property
    def connections(self) -> int:
        """Connections since the start."""
        return self._link.connections if self._link else 0

    @property
    def lost(self) -> int:
        """Events that nobody heard since the bot was away."""
        return self._link.lost if self._link else 0

    @property
    def online(self) -> bool:
        """Whether QQ still has the bot's account. A kicked one keeps its socket and sends `status.online` false."""
        return self._actions.online

    @online.setter
    def online(self, value: bool) -> None:
        self._actions.online = value
        if not value:
            self.say(self._events.notice("bot_offline", user_id=self.end.self_id, tag="KickedOffLine", message=""))
        self.say(self._beat())
        self._changed()

    @property
    def spec_records(self) -> bool:
        """Whether forwarded records are given as the specification says, not as NapCat does."""
        return self._actions.spec_records

    @spec_records.setter
    def spec_records(self, value: bool) -> None:
        self._actions.spec_records = value

    def say(self, event: Json) -> None:
        """Send the bot a frame: an event made by hand too."""
        if self._link:
            self._link.say(event)

    def hang_up(self) -> None:
        """Break the connection; the stand-in connects again."""
        if self._link:
            self._link.drop()

    def fail(self, action: str, fault: ActionFault | MediaFault, times: int = 1, *, chat: int | None = None) -> None:
        """The next `times` calls of an action go wrong; "*" is any action, "media" a download of a picture or file.

        `chat` is the user's number, a group's below zero.
        """
        if isinstance(fault, MediaFault):
            self.media_faults.plan("media", fault, times, None)
        else:
            self.faults.plan(action, fault, times, chat)

    def clear_faults(self) -> None:
        """Take back planned faults."""
        self.faults.clear()
        self.media_faults.clear()

    def expire_media(self) -> None:
        """Make every address given so far too old."""
        self.media.expire()

    async def called(self, action: str, times: int = 1, patience: float = PATIENCE) -> None:
        """Until the bot has called an action so often since the start. SandboxError("nothing_came")."""
        await self._until(lambda: self.counts[action] >= times, patience, f"{times} calls of {action}")

    async def linked(self, connections: int = 1, patience: float = PATIENCE) -> None:
        """Until the bot is connected, for the n-th time at least. SandboxError("nothing_came")."""
        await self._until(
            lambda: self.connected and self.connections >= connections, patience, f"connection {connections}"
        )

    async def refused(self, status: int, patience: float = PATIENCE) -> None:
        """Until the bot refuses to be connected to with this HTTP status. SandboxError("nothing_came")."""
        await self._until(lambda: self.refusal == status, patience, f"refusal {status}")

    async def _until(self, true: Callable[[], bool], patience: float, what: str) -> None:
        await self._watch.until(true, patience, lambda: f"waited for {what}, refusal {self.refusal}, {self.counts}")

    def _heard(self, text: str) -> Json | None:
        """The answer to one frame of the bot; None for silence."""
        try:
            frame = decoded(text.encode())
            action, params, echo = str(frame["action"]), frame.get("params") or {}, frame.get("echo")
        except (ValueError, TypeError, KeyError, AttributeError):
            return _answer(None, None, ActionFailed(1400, "json解析失败,请检查数据格式"))
        self.calls.append((action, params))
        self.counts[action] += 1
        self._watch.notify()
        fault = self.faults.take(action, _chat_of(params)) if self.faults else None
        return self._fail(fault, action, params, echo) if fault else self._run(action, params, echo)

    def _run(self, action: str, params: object, echo: object) -> Json:
        try:
            args = check(action, params)
            data = self._actions.handlers[action](args)
        except ActionFailed as error:
            return _answer(None, echo, error)
        return _answer(data, echo, None, stream=action in _STREAMS)

    def _fail(self, fault: ActionFault, action: str, params: object, echo: object) -> Json | None:
        answer = self._run(action, params, echo) if fault.processed or fault.answer == "late" else None
        if fault.answer == "failed":
            return _answer(None, echo, ActionFailed(1200, fault.message))
        if fault.answer == "late" and answer:
            asyncio.get_running_loop().call_later(fault.seconds, self.say, answer)
        if fault.answer == "malformed" and self._link:
            self._link.say_raw(encoded({"status": "ok", "echo": echo})[:-4])
        if fault.answer == "close":
            self.hang_up()
        return None

    def _beat(self) -> Json:
        status = {"online": self.online, "good": True}
        return self._events.meta("heartbeat", status=status, interval=round(self.end.heartbeat * 1000))

    def _accepted(self, user_id: int) -> None:
        self.say(self._events.notice("friend_add", user_id=user_id))

    def _changed(self) -> None:
        self._watch.notify()
        self.world.tell(EVERYBODY, "link", {})

    def _phone_in(self, user_id: int, chat_id: int) -> QQPhone:
        key = (user_id, chat_id)
        if key not in self._phones:
            self._phones[key] = QQPhone(self.world, self._events, self.say, user_id, chat_id)
        return self._phones[key]


def _chat_of(params: object) -> int | None:
    if not isinstance(params, dict):
        return None
    for key, sign in (("user_id", 1), ("group_id", -1)):
        if str(params.get(key, "")).isdecimal():
            return sign * int(params[key])
    return None


def _answer(data: object, echo: object, error: ActionFailed | None, *, stream: bool = False) -> Json:
    """NapCat: OB11Response in action/OneBotAction.ts"""
    message = error.message if error else ""
    return {
        "status": "failed" if error else "ok",
        "retcode": error.retcode if error else 0,
        "data": data,
        "message": message,
        "wording": message,
        "echo": echo,
        "stream": "stream-action" if stream else "normal-action",
    }
