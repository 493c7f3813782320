"""What a bot says about itself, and small methods without messages."""

from typing import Any

from sandbox.errors import SandboxError
from sandbox.telegram.content import described
from sandbox.telegram.errors import bad_request
from sandbox.telegram.messages import Uploads
from sandbox.telegram.world import Json, World


class Profile:
    """Commands, names, descriptions, the menu button, getMe, getFile and the webhook methods of one world."""

    def __init__(self, world: World, download_bytes: int) -> None:
        self._world = world
        self._download_bytes = download_bytes

    def get_me(self, _args: Json, _uploads: Uploads) -> Json:
        """https://core.telegram.org/bots/api#getme"""
        return self._world.bot | {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def get_file(self, args: Json, _uploads: Uploads) -> Json:
        """https://core.telegram.org/bots/api#getfile: up to 20 MB."""
        try:
            file = self._world.files.get(args["file_id"])
        except SandboxError:
            raise bad_request("wrong file_id or the file is temporarily unavailable") from None
        if file.size > self._download_bytes:
            raise bad_request("file is too big")
        return described(file) | {"file_path": file.path}

    def set_my_commands(self, args: Json, _uploads: Uploads) -> bool:
        """https://core.telegram.org/bots/api#setmycommands; an empty list takes them away."""
        commands = self._world.profile["commands"] | {_scope(args): args["commands"]}
        return self._patch("commands", {scope: listed for scope, listed in commands.items() if listed})

    def get_my_commands(self, args: Json, _uploads: Uploads) -> list[Json]:
        found: list[Json] = self._world.profile["commands"].get(_scope(args), [])
        return found

    def delete_my_commands(self, args: Json, uploads: Uploads) -> bool:
        return self.set_my_commands(args | {"commands": []}, uploads)

    def set_text(self, name: str, args: Json, _uploads: Uploads) -> bool:
        """setMyName, setMyDescription, setMyShortDescription: one text each and language; empty takes it away."""
        key = f"{name}/{args.get('language_code', '')}"
        return self._patch("texts", self._world.profile["texts"] | {key: args.get(name, "")})

    def get_text(self, name: str, args: Json, _uploads: Uploads) -> Json:
        return {name: self.text(name, args.get("language_code", ""))}

    def text(self, name: str, language: str = "") -> str:
        """A text of the profile, in the language or else for all."""
        texts = self._world.profile["texts"]
        return str(texts.get(f"{name}/{language}") or texts.get(f"{name}/", ""))

    def set_menu_button(self, args: Json, _uploads: Uploads) -> bool:
        """https://core.telegram.org/bots/api#setchatmenubutton"""
        menu = self._world.profile["menu"] | {str(args.get("chat_id", 0)): args.get("menu_button", {"type": "default"})}
        return self._patch("menu", menu)

    def get_menu_button(self, args: Json, _uploads: Uploads) -> Json:
        menu = self._world.profile["menu"]
        found: Json = menu.get(str(args.get("chat_id", 0))) or menu.get("0") or {"type": "default"}
        return found

    def get_webhook_info(self, _args: Json, _uploads: Uploads) -> Json:
        """https://core.telegram.org/bots/api#getwebhookinfo: there is never one."""
        info = {"url": "", "has_custom_certificate": False, "pending_update_count": len(self._world.updates)}
        allowed = self._world.profile["allowed_updates"]
        return info | ({"allowed_updates": allowed} if allowed else {})

    def delete_webhook(self, args: Json, _uploads: Uploads) -> bool:
        if args.get("drop_pending_updates"):
            self._world.commit(("confirm", {"before": self._world.updates.next_id}))
        return True

    def commands_for(self, chat_id: int, language: str) -> list[Json]:
        """What a user sees. https://core.telegram.org/bots/api#determining-list-of-commands"""
        for scope in (f"chat/{chat_id}", "all_private_chats/", "default/"):
            for tongue in (language, ""):
                listed: list[Json] | None = self._world.profile["commands"].get(f"{scope}/{tongue}")
                if listed:
                    return listed
        return []

    def _patch(self, key: str, value: Any) -> bool:
        self._world.commit(("profile", {key: value}))
        return True


def _scope(args: Json) -> str:
    scope = args.get("scope", {"type": "default"})
    if scope["type"] == "chat" and "chat_id" not in scope:
        raise bad_request("can't parse BotCommandScope: Empty chat_id specified")
    return f"{scope['type']}/{scope.get('chat_id', '')}/{args.get('language_code', '')}"
