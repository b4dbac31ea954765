"""The console by keyboard alone, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from bot.wiring import Zeroji
from tests.bot.web.chromium import CHROMIUM
from tests.bot.web.console_pages import REPLY, open_ticket

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")


def test_the_queue_is_worked_through_without_a_mouse(page: Page, number: int) -> None:
    page.goto(f"/console?q=%23{number}")
    page.keyboard.press("j")
    expect(page.locator("[data-open]").first).to_be_focused()
    page.keyboard.press("c")

    expect(page.locator(".notice.good")).to_have_text("担当になりました。")
    expect(page).to_have_url(re.compile("/console\\?"))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/console/tickets/{number}$"))


def test_j_and_k_go_from_row_to_row_and_stop_at_the_ends(page: Page, number: int) -> None:
    page.goto("/console?status=all")
    rows = page.locator("[data-open]")
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    if rows.count() > 1:
        page.keyboard.press("j")
        expect(rows.nth(1)).to_be_focused()


def test_a_ticket_is_answered_with_keys_alone(page: Page, number: int, zeroji: Zeroji) -> None:
    open_ticket(page, number)
    page.keyboard.press("c")
    expect(page.locator(".notice.good")).to_be_visible()
    page.keyboard.press("r")
    page.keyboard.type(REPLY)
    page.keyboard.press("Control+Enter")

    expect(page.locator(".notice.good")).to_have_text("回答を送りました。")
    assert zeroji.desk.ticket(number).reply == REPLY


def test_keys_open_what_is_folded(page: Page, number: int) -> None:
    open_ticket(page, number)
    page.keyboard.press("d")
    expect(page.locator("#because")).to_be_focused()
    page.locator("h1").click()
    page.keyboard.press("h")
    expect(page.locator("#hand-over-to")).to_be_focused()


def test_keys_do_nothing_while_somebody_types(page: Page, number: int, zeroji: Zeroji) -> None:
    open_ticket(page, number)
    page.keyboard.press("r")
    page.keyboard.type("c d h ? u")

    expect(page.locator("#text")).to_have_value("c d h ? u")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert zeroji.desk.ticket(number).status == "open"


def test_a_conversion_is_not_sent_by_ctrl_enter(page: Page, number: int, zeroji: Zeroji) -> None:
    open_ticket(page, number)
    page.keyboard.press("r")
    input_method = page.context.new_cdp_session(page)
    input_method.send(
        "Input.imeSetComposition", {"text": "しはらい", "selectionStart": 4, "selectionEnd": 4}
    )
    page.keyboard.press("Control+Enter")
    page.keyboard.press("c")

    assert zeroji.desk.ticket(number).status == "open"


def test_a_question_mark_shows_the_keys_and_escape_closes_them(page: Page, number: int) -> None:
    open_ticket(page, number)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("c")  # does nothing behind the dialog
    page.keyboard.press("Escape")

    expect(page.locator("#keys")).not_to_be_visible()
    expect(page.get_by_role("button", name="担当する")).to_be_visible()


def test_enter_on_a_box_to_tick_sends_nothing(page: Page, number: int, zeroji: Zeroji) -> None:
    open_ticket(page, number)
    page.fill("#text", REPLY)
    page.fill("#find", "在宅勤務手当")
    page.keyboard.press("Enter")
    page.locator("[name=cite]").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)

    assert zeroji.desk.ticket(number).status == "open"
