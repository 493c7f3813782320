"""Changing a text: its facts, or all of it in the user's own words."""

from dialogs.scene import Scene
from dialogs.wording import act, button


def ask_edit(scene: Scene) -> None:
    """想怎么改？"""
    case = scene.case
    own = case.pending is not None and case.pending.text is not None
    options = [
        [button(scene, "change_facts", act(case, "review")), button(scene, "own_words", "own")],
        [*([button(scene, "our_words", "ours")] if own else []), button(scene, "previous", "p:back")],
    ]
    scene.ask(scene.t("filing.edit"), options)


def choose_edit(scene: Scene, value: str) -> None:
    """Own words, or ours again."""
    if value == "own":
        scene.goto("filing.own_words")
    elif value == "ours":
        set_own(scene, None)


def ask_own(scene: Scene) -> None:
    """The whole text, please."""
    scene.ask(scene.t("filing.own_words"), [[button(scene, "previous", "p:back")]])


def type_own(scene: Scene, text: str) -> None:
    """The whole text in the user's own words."""
    set_own(scene, text)


def set_own(scene: Scene, text: str | None) -> None:
    """Keep those words, or none, and show the text."""
    case = scene.case
    if case.pending is not None:
        scene.save(case.changed(pending=case.pending.model_copy(update={"text": text}), touched=scene.now))
    scene.goto("filing.card", trail=False)
