"""Typed secrets are hidden before anything is stored, even the event itself: the first thing a turn does."""

from dataclasses import replace
from functools import cache

from complaints.knowledge.models import Knowledge
from complaints.masking import MaskWords, mask
from dialogs.events import Event, PictureRead, UserEdit, UserFile, UserText
from dialogs.texts import Texts


@cache
def _words(texts: Texts) -> MaskWords:
    return MaskWords(**{name: texts(f"masking.{name}", last="{last}") for name in MaskWords.model_fields})


def hidden(text: str, texts: Texts, knowledge: Knowledge) -> str:
    """Words as they may be shown: what was forwarded is kept as it came, and may hold a key."""
    return mask(text, _words(texts), hints=knowledge.order_hints).text


def without_secrets(event: Event, texts: Texts, knowledge: Knowledge) -> Event:
    """The event as it may be kept. Order numbers stay, and so do forwarded texts and pictures: they are evidence."""
    if isinstance(event, UserText | UserEdit):
        masked = mask(event.text, _words(texts), hints=knowledge.order_hints)
        return replace(event, text=masked.text, hid=True) if masked.found else event
    if isinstance(event, PictureRead):
        return replace(event, text=hidden(event.text, texts, knowledge))
    if isinstance(event, UserFile) and event.caption:
        return replace(event, caption=mask(event.caption, _words(texts), hints=knowledge.order_hints).text)
    return event
