"""Two members of staff at one ticket: one of them has it, the other loses nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from bot import schema
from bot.wiring import Zeroji
from tests.bot.web import loop
from tests.bot.web.chromium import CHROMIUM, visitor

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")

NAMES = {"sato": "佐藤 <b>花子</b>", "mori": "森 次郎"}
Pages = dict[str, Page]
#: What a page says of what was sent.
_OUTCOME = ".notice[role=status], [role=alert] p"


@pytest.fixture
def pages(chromium: Browser, address: str, zeroji: Zeroji, ticket: int) -> Iterator[Pages]:
    """Both have the ticket open before either does anything."""
    with visitor(chromium, address) as first, visitor(chromium, address) as second:
        opened = {"sato": first, "mori": second}
        for name, page in opened.items():
            loop.sign_in(page, zeroji, name).goto(f"/console/tickets/{ticket}")
        yield opened


def test_one_of_two_claims_wins(pages: Pages, zeroji: Zeroji, ticket: int) -> None:
    for name, page in pages.items():
        page.fill("#text", f"{name}の書きかけ")
    for page in pages.values():
        page.evaluate("document.querySelector('[data-key=c]').click()")

    winner, loser = _winner_and_loser(pages, zeroji, ticket)
    loop.is_done(pages[winner], "担当になりました。")
    expect(pages[loser].locator("#alert")).to_contain_text(NAMES[winner])
    for name, page in pages.items():
        expect(page.locator("#text")).to_have_value(f"{name}の書きかけ")
    pages[loser].reload()
    expect(pages[loser].locator("#text")).to_have_value(f"{loser}の書きかけ")
    expect(pages[loser].get_by_role("button", name="担当する")).to_have_count(0)


def test_one_of_two_replies_is_sent(pages: Pages, zeroji: Zeroji, ticket: int) -> None:
    for name, page in pages.items():
        page.fill("#text", f"{name}の回答です。")
    for page in pages.values():
        page.evaluate("document.querySelector('#reply').requestSubmit()")

    winner, loser = _winner_and_loser(pages, zeroji, ticket)
    loop.is_done(pages[winner], "回答を送りました。")
    expect(pages[loser].locator("#reply-problem")).to_contain_text(NAMES[winner])
    expect(pages[loser].locator("#text")).to_have_value(f"{loser}の回答です。")
    assert _told(zeroji, ticket) == [f"{winner}の回答です。"]
    pages[loser].reload()
    expect(pages[loser].locator("[data-unsent] textarea")).to_have_value(f"{loser}の回答です。")


def test_one_of_two_claims_from_the_queue_wins(pages: Pages, zeroji: Zeroji, ticket: int) -> None:
    for page in pages.values():
        page.goto(f"/console?q=%23{ticket}")
    for page in pages.values():
        page.evaluate("document.querySelector('[data-row-key=c]').click()")

    winner, loser = _winner_and_loser(pages, zeroji, ticket)
    loop.is_done(pages[winner], "担当になりました。")
    expect(pages[loser].locator("#alert")).to_contain_text(NAMES[winner])


def _winner_and_loser(pages: Pages, zeroji: Zeroji, ticket: int) -> tuple[str, str]:
    """Once both have been answered."""
    for page in pages.values():
        expect(page.locator(_OUTCOME).first).to_be_visible()
    winner = zeroji.desk.ticket(ticket).owner
    assert winner in pages
    (loser,) = pages.keys() - {winner}
    return winner, loser


def _told(zeroji: Zeroji, ticket: int) -> list[str]:
    table = schema.notifications.c
    query = select(table.text).where(table.ticket_id == ticket)
    with zeroji.database.connect() as tx:
        return list(tx.execute(query).scalars())
