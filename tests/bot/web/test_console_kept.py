"""Nothing that staff type is lost, whatever happens to the connection or to the ticket."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog, Page, expect
from sqlalchemy import delete, update

from bot import schema
from bot.wiring import Zeroji
from knowledge.database import writing
from tests.bot.web.chromium import CHROMIUM
from tests.bot.web.console_pages import REPLY, SignIn, open_ticket, sign_in_on

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")


def test_a_draft_survives_a_reload_and_is_marked_in_the_queue(page: Page, number: int) -> None:
    open_ticket(page, number)
    page.fill("#text", REPLY)
    page.reload()
    expect(page.locator("#text")).to_have_value(REPLY)

    page.goto(f"/console?q=%23{number}")
    expect(page.locator(".has-draft")).to_be_visible()

    open_ticket(page, number)
    page.keyboard.press("r")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".notice.good")).to_be_visible()
    page.goto(f"/console?status=all&q=%23{number}")
    expect(page.locator(".has-draft")).to_be_hidden()


def test_who_comes_second_keeps_the_text_and_sees_who_was_first(
    sign_in: SignIn, number: int, zeroji: Zeroji
) -> None:
    first = sign_in("sato")
    open_ticket(first, number)
    first.fill("#text", REPLY)
    zeroji.desk.claim(number, "mori")
    with first.expect_response("**/reply") as answer:
        first.get_by_role("button", name="回答を送る").click()

    assert answer.value.status == 409
    expect(first.locator("#reply-problem")).to_contain_text("森 次郎")
    expect(first.locator("#text")).to_have_value(REPLY)
    expect(first.locator("#reply-problem").get_by_role("button", name="コピー")).to_be_visible()


def test_what_could_not_be_sent_is_still_there_when_the_page_is_opened_anew(
    page: Page, number: int, zeroji: Zeroji
) -> None:
    open_ticket(page, number)
    page.fill("#text", REPLY)
    zeroji.desk.reply(number, "mori", "先に答えました。")
    with page.expect_response("**/reply"):
        page.get_by_role("button", name="回答を送る").click()
    page.reload()

    panel = page.locator("[data-unsent]")
    expect(panel).to_be_visible()
    expect(panel.locator("textarea")).to_have_value(REPLY)
    panel.get_by_role("button", name="消す").click()
    page.reload()
    expect(panel).to_be_hidden()


def test_without_a_connection_the_text_stays_and_is_sent_once_later(
    page: Page, number: int, zeroji: Zeroji
) -> None:
    open_ticket(page, number)
    page.fill("#text", REPLY)
    page.route("**/reply", lambda route: route.abort())
    page.get_by_role("button", name="回答を送る").click()
    expect(page.locator("#reply-problem")).to_contain_text("入力した内容は残っています")
    expect(page.locator("#text")).to_have_value(REPLY)

    page.unroute("**/reply")
    page.get_by_role("button", name="回答を送る").click()
    expect(page.locator(".notice.good")).to_have_text("回答を送りました。")
    assert zeroji.desk.ticket(number).reply == REPLY


def test_a_reply_whose_confirmation_was_lost_is_not_told_twice(
    page: Page, number: int, zeroji: Zeroji
) -> None:
    open_ticket(page, number)
    page.fill("#text", REPLY)
    zeroji.desk.reply(number, "sato", REPLY)  # it arrived, but the answer was lost
    page.get_by_role("button", name="回答を送る").click()

    expect(page.locator(".notice.good")).to_have_text("回答を送りました。")


def test_when_the_session_ends_the_page_stays_and_goes_on_after_signing_in(
    page: Page, number: int, zeroji: Zeroji
) -> None:
    open_ticket(page, number)
    page.fill("#text", REPLY)
    with writing(zeroji.database) as tx:
        tx.execute(delete(schema.sessions).where(schema.sessions.c.user == "sato"))
    page.get_by_role("button", name="回答を送る").click()
    expect(page.locator("#alert")).to_contain_text("サインインの期限が切れ")
    expect(page.locator("#text")).to_have_value(REPLY)

    other = page.context.new_page()
    sign_in_on(other, zeroji, "sato")
    other.close()
    with page.expect_response(f"**/console/tickets/{number}"):
        page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("#alert")).to_be_empty()
    page.get_by_role("button", name="回答を送る").click()

    expect(page.locator(".notice.good")).to_have_text("回答を送りました。")
    assert zeroji.desk.ticket(number).reply == REPLY


def test_a_private_reply_is_kept_on_the_page_only(
    sign_in: SignIn, number: int, zeroji: Zeroji
) -> None:
    zeroji.accounts.add(f"soudan{number}", "相談 三子", ["counselor"])
    with writing(zeroji.database) as tx:
        table = schema.tickets
        tx.execute(update(table).where(table.c.id == number).values(private=True))
    counselor = sign_in(f"soudan{number}")
    open_ticket(counselor, number)
    counselor.fill("#text", "ひみつの返事")
    counselor.route("**/reply", lambda route: route.abort())
    counselor.get_by_role("button", name="回答を送る").click()
    expect(counselor.locator("#reply-problem")).to_contain_text("残っています")

    expect(counselor.locator("#text")).to_have_value("ひみつの返事")
    assert "ひみつ" not in counselor.evaluate("JSON.stringify(localStorage)")
    warned: list[str] = []

    def stay(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.accept()

    counselor.on("dialog", stay)
    counselor.reload()
    assert warned == ["beforeunload"]
    zeroji.desk.in_confidence().dismiss(number, f"soudan{number}", "終わりました。")
