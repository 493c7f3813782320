"""Edge and engine agree: over real HTTP the program says what the engine says, word for word, button for button."""

import random
from pathlib import Path

import pytest

from dialogs.model import Rules
from sandbox import Sandbox
from tests.dialogs.chat import SUNDAY, Chat
from tests.whole.hands import Hands, screen_of
from tests.whole.program import STANDSTILL, Program, StillClock, outbox, running, set_clock
from tests.whole.scripts import SCRIPTS, picture

ACTS = 60
PATIENT = Rules(messages_per_minute=10_000)


@pytest.mark.parametrize("name", SCRIPTS)
async def test_the_program_says_what_the_engine_says(tmp_path: Path, name: str) -> None:
    await set_clock(tmp_path / "data", SUNDAY)
    async with Sandbox(clock=StillClock()) as sandbox:
        program = Program(tmp_path, sandbox)
        async with running(program, "run", "--clock-speed", str(STANDSTILL)):
            hands = Hands(sandbox.phone(), data=program.data)
            await SCRIPTS[name](hands)
        nothing_more_came(program, hands)


def nothing_more_came(program: Program, hands: Hands) -> None:
    """After the end too the screens are equal, and nothing waits to be sent."""
    assert hands.screen == screen_of(hands.chat)
    assert outbox(program.data).keys() <= {"sent", "dropped"}


WORDS = (
    """
没收到|98|九十八块五|昨天下午三点|刚刚|LY20261121001|A-77|到了|没人理|拒绝|答应了|系统故障|返回|跳过|取消|继续|看不懂
0|1|2|３|④|😡😡|我被骗了|我已提交|提醒|12:30|已售出不退|是客服8023说的|都是聊天|卡密ABCD-EFGH-JKLM-NPQR无效|\u202e反了
/start|/new|/cases|/evidence|/pack|/log|/letter|/remind|/settings|/export|/privacy|/help|/delete|/nosuch
前天买的点卡98元没到账，找过客服没人回|订单号LY20240510001，购买游戏点卡未到账，要求立即补发
""".strip()
    .replace("\n", "|")
    .split("|")
)


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_people_do_the_program_says_what_the_engine_says(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    await set_clock(tmp_path / "data", SUNDAY)
    async with Sandbox(clock=StillClock()) as sandbox:
        program = Program(tmp_path, sandbox, MESSAGES_PER_MINUTE="10000", DISK_RESERVE_MB="1")
        async with running(program, "run", "--clock-speed", str(STANDSTILL)):
            chat = Chat(consented=False, may_upload=False, rules=PATIENT)
            hands = Hands(sandbox.phone(), chat, data=program.data)
            await hands.says("/start")
            for _ in range(ACTS):
                await anything(hands, dice)
            await hands.says("/help")
        nothing_more_came(program, hands)


async def anything(hands: Hands, dice: random.Random) -> None:
    """One act: mostly a button of the last messages, sometimes words, a picture, an edit.

    No forwarded text: its own time is told by another clock than the bot's and may fall into the minute before.
    """
    kind = dice.random()
    labels = [label for message in hands.screen[-4:] for row in message.rows for label, _ in row]
    if kind < 0.55 and labels:
        await hands.taps(dice.choice(labels))
    elif kind < 0.85:
        await hands.says(dice.choice([*WORDS, "啊" * 4096]))
    elif kind < 0.95:
        await hands.sends(*(picture(dice.randrange(1000)) for _ in range(dice.choice([1, 1, 3]))))
    else:
        await hands.edits(dice.choice(["点卡 89元", "刚刚", "LY20261121002"]))
