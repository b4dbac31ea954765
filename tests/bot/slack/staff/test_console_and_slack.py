"""The same ticket in the console and in Slack: what one does, the other shows."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.desk.ticket import Ticket
from bot.slack.messages.action_ids import CLAIM, REPLY
from bot.wiring import Zeroji
from evals.loopback.slack import Person, Slack
from tests.bot.slack.staff.desk import Desk, account
from tests.bot.slack.workspace import shown, wait_for
from tests.bot.web.browsing import Browser


@pytest.fixture
def console(http: TestClient, zeroji: Zeroji, sato: Person) -> Browser:
    """佐藤 in the console."""
    assert isinstance(http.app, FastAPI)
    browser = Browser(http.app)
    link = zeroji.accounts.sign_in_link(account(sato))
    assert browser.post("/sign-in", link=link).status_code == 200
    return browser


def test_each_move_in_the_console_shows_on_the_card(
    desk: Desk, ticket: Ticket, console: Browser, tanaka: Person
) -> None:
    desk.card(ticket)
    page = f"/console/tickets/{ticket.id}"
    console.post(f"{page}/claim")
    assert "担当：佐藤 一郎" in shown(desk.card(ticket, says="対応中"))
    console.post(f"{page}/hand-over", to=account(tanaka), note="車両の件です")
    assert "担当：田中 花子" in shown(desk.card(ticket, says="田中 花子"))
    wait_for(lambda: "車両の件です" in str(desk.thread(ticket)))
    desk.zeroji.desk.release(ticket.id, account(tanaka))
    desk.card(ticket, says="担当：なし")
    console.post(f"{page}/reply", text="管理課が手配します。")
    assert "管理課が手配します。" in shown(desk.card(ticket, says="回答済み"))
    console.post(f"{page}/reopen")
    desk.card(ticket, says="未対応")
    console.post(f"{page}/dismiss", because="ビル管理会社へどうぞ。")
    assert "ビル管理会社へどうぞ。" in shown(desk.card(ticket, says="対応しない理由"))


def test_what_is_done_in_slack_shows_in_the_console(
    desk: Desk, ticket: Ticket, console: Browser, tanaka: Person
) -> None:
    tanaka.press(desk.card(ticket), CLAIM)
    desk.status(ticket, "claimed")
    assert "田中 花子" in console.get(f"/console/tickets/{ticket.id}").text


def test_who_replies_in_both_at_once_reaches_the_asker_once(
    desk: Desk,
    ticket: Ticket,
    console: Browser,
    tanaka: Person,
    employee: Person,
    slack: Slack,
) -> None:
    tanaka.press(desk.card(ticket), REPLY)
    wait_for(lambda: tanaka.modal)
    console.post(f"/console/tickets/{ticket.id}/reply", text="総務課が手配します。")
    late = tanaka.submit({"text": "管理課が手配します。"})
    assert "佐藤 一郎 さんが先に回答しました" in str(late.view)
    wait_for(lambda: "総務課が手配します。" in str(slack.posted(employee.direct.id)))
    assert "管理課が手配します。" not in str(slack.posted(employee.direct.id))
