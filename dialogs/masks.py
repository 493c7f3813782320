"""Masking what users type, with the words of texts/."""

from functools import cache

from complaints.masking import Masked, MaskWords, mask
from dialogs.model import Context
from dialogs.texts import Texts


@cache
def _words(texts: Texts) -> MaskWords:
    return MaskWords(**{name: texts(f"masking.{name}", last="{last}") for name in MaskWords.model_fields})


def masked(context: Context, text: str) -> Masked:
    """The text as it may be kept: secrets hidden, order numbers left alone."""
    return mask(text, _words(context.texts), hints=context.knowledge.order_hints)
