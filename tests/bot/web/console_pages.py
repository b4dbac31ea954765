"""Pages of the console in a real browser, for those who are signed in."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from bot.outcomes import Escalation, Question
from bot.wiring import Zeroji

REPLY = "支払いは会社です。"
#: Things that nobody has a rule for.
_THINGS = iter(
    "机 椅子 傘 花瓶 絵画 金魚 時計 鏡 楽器 将棋盤 望遠鏡 水槽 暖炉 植木 絨毯 梯子 太鼓 風車 灯籠 "
    "銅像 噴水 物置 提灯 神棚 温室 鳥居 石碑".split()
)
#: ``sign_in("sato")``: a page of somebody who is signed in, at the queue.
SignIn = Callable[[str], Page]


def sign_in_on(page: Page, zeroji: Zeroji, name: str) -> Page:
    page.goto(f"/sign-in?link={zeroji.accounts.sign_in_link(name)}")
    page.locator("main button").click()
    page.wait_for_url("**/console**")
    return page


def open_ticket(page: Page, number: int) -> None:
    page.goto(f"/console/tickets/{number}")


def new_ticket(zeroji: Zeroji) -> int:
    """The ticket of a question that was not asked before."""
    text = f"屋上に置く{next(_THINGS)}の塗り替えは誰が払いますか"
    exchange = zeroji.engine.ask(Question(text=text, asker="shain"))
    outcome = exchange.outcome
    if isinstance(outcome, Escalation):
        return outcome.ticket
    return zeroji.desk.ask_a_person(exchange.id, "shain").id
