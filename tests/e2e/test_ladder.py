"""Every way to the end, in a browser: from a ticket to a claim, one that arrives refused, one suspected swindle."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.bot.process import running
from tests.browser import needs_browser
from tests.e2e.hands import TelegramHand, address, free_port, opened

pytestmark = [
    pytest.mark.browser,
    needs_browser,
    pytest.mark.timeout(300),
]

SETTLED_MS = 300
"""A turn brings up to three messages, one after the other."""

# A line each: `>` types, `*` taps, `+` jumps in time, `$` takes a picture, all else is what is seen then.


@asynccontextmanager
async def phone(browser: Browser, folder: Path) -> AsyncIterator[TelegramHand]:
    """A phone on the page of a program of its own."""
    async with running(folder, HTTP_PORT=free_port(), QUIET_HOURS="off") as (_, line):
        yield TelegramHand(await opened(browser, address(line)))


async def follow(hand: TelegramHand, script: str) -> None:
    """Do what the script says, line by line; who says or taps something waits for the answer."""
    acts: dict[str, Callable[[str], Awaitable[None]]] = {
        ">": answered(hand, hand.says),
        "*": answered(hand, hand.taps),
        "+": hand.jumps,
        "$": hand.shot,
    }
    for line in filter(None, script.splitlines()):
        mark, _, words = line.partition(" ")
        if mark in acts:
            await acts[mark](words)
        else:
            await hand.sees(line)


def answered(hand: TelegramHand, act: Callable[[str], Awaitable[None]]) -> Callable[[str], Awaitable[None]]:
    """The act and then the bot's last word on it: nobody taps a button that is about to be replaced."""
    said = hand.phone.locator(".msg.in")

    async def done(words: str) -> None:
        before = await said.count()
        await act(words)
        await expect(said.nth(before)).to_be_attached()
        await hand.page.wait_for_timeout(SETTLED_MS)

    return done


BEGIN = """
* 开始
免费的非官方工具
* 同意，开始投诉
出了什么问题
"""

LONG_WAY = """
> 订单号LY20261121001，花98元买的游戏点卡没到账，要求退款
先看几眼
* 昨天
* 下午
找过客服了吗
* 还没
* 换工单
发完点一下
* 我已提交
> T-2026-77
+ +24小时
+ +24小时
+ +24小时
钱或货到了吗
* 没人理
* 看给主管的申诉
T-2026-77
* 我已提交
* 跳过
+ +7天
申诉的时间到了
* 没人理
* 还能找谁
还不知道对方全称
$ ladder-1
* 12315投诉
98元也值得走
* 微信
* 截图里有
* 跳过
* 自己买自己用
* 正规的
* 都没有
还没写对方的全称
$ ladder-2-preflight
* 照样看文字
* 我已提交
> 12315-1
* 先这样算
最晚约
+ +7天
* 有进展了
* 不受理
* 对方信息不全
可以再交一次
* 查平台是谁
> shop.example.com
> 示例科技有限公司
> 福建省福州市示例路1号
查到的对方
$ ladder-3-finder
* 还能找谁
* 支付机构投诉
* 照样看文字
* 我已提交
* 跳过
+ +24小时
* 有进展了
* 不支持
> 让我找商家
就能走12315
* 12315投诉
对方的名称、地址都有了
* 连得起来
上次12315没受理
* 照样看文字
示例科技有限公司
$ ladder-4-samr
* 我已提交
> 12315-2
> 昨天
最晚约
+ +7天
> 12315受理了
* 昨天
调解最晚结束
+ +7天
> 对方拒绝调解
不代表你没理
* 小额诉讼
98元起诉要花不少时间
* 找得到
* 照样看文字
民事起诉状
$ ladder-5-court
* 我已提交
* 跳过
+ +7天
* 有进展了
* 立案了
* 今天
+ +7天
* 有进展了
* 判了或调解了
到手了吗
* 到了
* 全额退款
* 98元
结案：全额退款，98元
$ ladder-6-closed
"""

ALREADY_REFUSED = """
> 花了98元，点卡没到账，订单号LY20261121001，12315不受理我的投诉
什么时候发现
* 昨天
* 下午
* 找过，被拒
* 昨天
12315投诉是哪天交的
> 11月12号
理由是哪一种
* 证明不了交易
网站、订单、收款方
$ refused-1
* 再交一次
* 照样看文字
上次12315没受理
* 照样看文字
未受理（认为不能证明交易）
* 我已提交
* 跳过
* 先这样算
12315是否受理
+ +7天
* 有进展了
* 受理了
* 今天
+ +7天
> 调解成功
* 到了
* 调解成功
* 98元
结案：调解成功，98元
"""

SWINDLE = """
> 客服让我又转给他500元保证金，我已经转了，还把验证码给他了
110
96110
$ swindle-1
* 继续投诉
* 更多
* 怀疑是骗局
* 刚刚
> 游戏点卡 500元
* 截图里有
* 还没
像是骗局
情况说明
$ swindle-2
* 我已提交
回执
* 还能找谁
在等：报警、止付
> 有进展了
* 不受理
> 说是经济纠纷
消费纠纷
"""


@pytest.mark.parametrize("script", [LONG_WAY, ALREADY_REFUSED, SWINDLE], ids=["long-way", "already-refused", "swindle"])
async def test_the_way_to_the_end(browser: Browser, tmp_path: Path, script: str) -> None:
    async with phone(browser, tmp_path) as hand:
        await follow(hand, BEGIN + script)
