"""One person on two networks: a one-time code made in one chat and typed in the other makes them one.

Whoever types the code comes to the person who made it, with all cases. Numbers are never given twice, so these get new
ones; buttons that were sent here before still mean the cases they were made for.
"""

from collections.abc import Sequence

from complaints.times import MINUTE
from dialogs.events import UserTap, is_older
from dialogs.model import (
    Choice,
    LinkAccounts,
    LinkedAccount,
    LinkOwner,
    Message,
    OfferLink,
    PushTo,
    Session,
    UnlinkAccount,
    renumbered,
)
from dialogs.options import figure
from dialogs.scene import Option, Scene
from dialogs.steps import Flow, Step
from dialogs.wording import bullets, button

VALID = 10 * MINUTE
"""Seconds for which a code is good, and for which nobody may try again after too many wrong ones."""

TRIES = 5
DIGITS = 8

CODE = "code"
"""Note: the code that was typed, until the user confirms."""


def offered(scene: Scene) -> bool:
    """Whether there is anything to link or to part."""
    return scene.context.rules.linkable or len(scene.context.links.accounts()) > 1


# ------------------------------------------------------------------------------------------------------- accounts
def show(scene: Scene) -> None:
    """The person's accounts, where reminders go, and how another one is added."""
    scene.leave()
    accounts = scene.context.links.accounts()
    codes = [button(scene, "make_code", "p:link_code"), button(scene, "have_code", "p:link")]
    if len(accounts) < 2:
        scene.say(scene.t("linking.say.only_one", network=_name(scene, accounts[0])), [codes])
        return
    lines = [
        scene.t(f"linking.say.{'account_here' if one.here else 'account'}", network=_name(scene, one))
        for one in accounts
    ]
    ways = [_way(scene, "push_here", one, "push_to") for one in accounts]
    parting = [_way(scene, "unlink_one", one, "unlink") for one in accounts if not one.here]
    scene.say(
        scene.t("linking.say.accounts", lines=bullets(lines), push=_push(scene, accounts)),
        [[*ways, button(scene, "push_anywhere", "p:push_to:0")], parting],
    )


def _way(scene: Scene, label: str, account: LinkedAccount, action: str) -> Option:
    return Option(scene.t(f"buttons.{label}", network=_name(scene, account)), f"p:{action}:{account.id}")


def _name(scene: Scene, account: LinkedAccount) -> str:
    return scene.t(f"linking.network.{account.network}")


def _push(scene: Scene, accounts: Sequence[LinkedAccount]) -> str:
    chosen = next((one for one in accounts if one.preferred), None)
    if chosen is None:
        return scene.t("linking.say.push_last")
    return scene.t("linking.say.push_set", network=_name(scene, chosen))


def _account(scene: Scene, argument: str) -> LinkedAccount | None:
    return next((one for one in scene.context.links.accounts() if one.id == figure(argument)), None)


def _push_to(scene: Scene, argument: str) -> None:
    account = _account(scene, argument)
    scene.effects.append(PushTo(account=account.id if account else None))
    chosen = (account.model_copy(update={"preferred": True}),) if account else ()
    scene.say(scene.t("linking.say.push_chosen", push=_push(scene, chosen)))
    scene.repeat()


def _unlink(scene: Scene, argument: str) -> None:
    account = _account(scene, argument)
    if account is None or account.here:
        show(scene)
        return
    scene.effects.append(UnlinkAccount(account=account.id))
    scene.say(scene.t("linking.say.unlinked", network=_name(scene, account)))
    scene.repeat()


# ------------------------------------------------------------------------------------------------------- the code
def _make_code(scene: Scene) -> None:
    code = scene.context.links.new_code()
    scene.effects.append(OfferLink(code=code, until=scene.now + VALID))
    scene.say(scene.t("linking.say.code"))
    scene.say(code, verbatim=True)
    scene.repeat()


def _ask_code(scene: Scene) -> None:
    scene.ask(scene.t("linking.ask.code"))


def _type_code(scene: Scene, text: str) -> None:
    if _barred(scene):
        scene.leave()
        scene.say(scene.t("linking.trouble.too_many"))
        return
    code = "".join(character for character in text if character.isdecimal() and character.isascii())[:DIGITS]
    owner = scene.context.links.owner(code, scene.now)
    if owner is None:
        _wrong(scene)
    elif _may_join(scene, owner):
        scene.set_session(wrong_codes=0)
        scene.note(**{CODE: code})
        scene.goto("linking.confirm")


def _barred(scene: Scene) -> bool:
    return scene.session.wrong_codes >= TRIES and scene.now - scene.session.wrong_code_at < VALID


def _wrong(scene: Scene) -> None:
    fresh = scene.now - scene.session.wrong_code_at >= VALID
    wrong = 1 if fresh else scene.session.wrong_codes + 1
    scene.set_session(wrong_codes=wrong, wrong_code_at=scene.now)
    if wrong >= TRIES:
        scene.leave()
        scene.say(scene.t("linking.trouble.too_many"))
        return
    scene.say(scene.t("linking.trouble.wrong", left=TRIES - wrong))
    scene.repeat()


def _may_join(scene: Scene, owner: LinkOwner) -> bool:
    """Message ids of one network may come twice in two of its chats; those of two networks do not."""
    both = owner.networks & {one.network for one in scene.context.links.accounts()}
    if both:
        scene.leave()
        name = scene.t(f"linking.network.{min(both)}")
        scene.say(scene.t("linking.trouble.same_network", network=name))
    elif scene.context.links.busy():
        scene.leave()
        scene.say(scene.t("linking.trouble.busy"))
    else:
        return True
    return False


# ------------------------------------------------------------------------------------------------------- becoming one
def _ask_confirm(scene: Scene) -> None:
    count = len(scene.context.cases.all())
    text = scene.t("linking.ask.confirm", count=count) if count else scene.t("linking.ask.confirm_none")
    scene.ask(text, [[button(scene, "link", "yes", "primary"), button(scene, "do_not_link", "no")]])


def _choose_confirm(scene: Scene, value: str) -> None:
    code = scene.noted(CODE) or ""
    owner = scene.context.links.owner(code, scene.now)
    scene.leave()
    if value != "yes":
        scene.say(scene.t("linking.say.not_linked"))
    elif owner is None:
        scene.say(scene.t("linking.trouble.gone"), [[button(scene, "have_code", "p:link")]])
    elif _may_join(scene, owner):
        _join(scene, code, owner)


def _join(scene: Scene, code: str, owner: LinkOwner) -> None:
    cases = scene.context.cases.all()
    numbers = tuple((case.number, owner.next_number + place) for place, case in enumerate(cases))
    here = next(one for one in scene.context.links.accounts() if one.here)
    accounts = button(scene, "accounts", "p:accounts")
    notice = Message(
        text=scene.t("linking.say.notice", network=_name(scene, here)),
        rows=((Choice(accounts.label, accounts.value),),),
    )
    scene.effects.append(LinkAccounts(code=code, numbers=numbers, notice=notice))
    # What the chat remembers of cases speaks of the former numbers, which are those of other cases from now on.
    scene.set_session(left=None, reminded=(), beside=(), offered=())
    scene.set_session(renumbered=numbers, renumbered_until=_newest(scene))
    named = "、".join(scene.t("linking.say.number", old=old, new=new) for old, new in numbers if old != new)
    text = scene.t("linking.say.linked_numbers", numbers=named) if named else scene.t("linking.say.linked")
    scene.say(text, [[button(scene, "my_cases", "p:cases")]])


def _newest(scene: Scene) -> str:
    """The last message of the chat: a reminder may have come after the question that is being answered."""
    known = [message for message in (scene.message, scene.context.links.newest()) if message.isdecimal()]
    return max(known, key=int, default="")


def as_numbered_now(session: Session, event: UserTap) -> str:
    """What a tap means: a button from before the linking speaks of the number that a case had then."""
    if not session.renumbered or not is_older(event.message, session.renumbered_until):
        return event.value
    return renumbered(event.value, dict(session.renumbered))


FLOW = Flow(
    name="linking",
    steps=(
        Step(name="linking.code", ask=_ask_code, text=_type_code, numbers=True, leads_to=("linking.confirm",)),
        Step(name="linking.confirm", ask=_ask_confirm, choose=_choose_confirm),
    ),
    person_actions={
        "accounts": lambda scene, _: show(scene),
        "link_code": lambda scene, _: _make_code(scene),
        "link": lambda scene, _: scene.start("linking.code"),
        "push_to": _push_to,
        "unlink": _unlink,
    },
)
