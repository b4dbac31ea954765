"""When the connection, the server or the session is gone while somebody types: nothing typed is
lost, it is said in Japanese, and what is sent again arrives once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import delete, func, select

from bot import schema
from bot.desk.proposal import Proposal
from bot.web.app import create_app
from bot.wiring import Zeroji
from knowledge.database import writing
from tests.bot.web import loop
from tests.bot.web.chromium import CHROMIUM, serving, visitor

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")

KEPT = "入力した内容は残っています"
PLACE = "タクシー代は精算できますか。"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lost")


@pytest.fixture(scope="module")
def zeroji(folder: Path, company: Path) -> Iterator[Zeroji]:
    """One whose manuals may be changed."""
    with loop.changeable(folder, company) as opened:
        yield opened


@pytest.fixture(scope="module")
def app(zeroji: Zeroji) -> FastAPI:
    return create_app(zeroji)


@pytest.fixture
def page(chromium: Browser, address: str, zeroji: Zeroji) -> Iterator[Page]:
    with visitor(chromium, address) as opened:
        yield loop.sign_in(opened, zeroji, "sato")


@pytest.fixture
def answered(zeroji: Zeroji, ticket: int) -> int:
    """A ticket whose answer may be put into a manual."""
    zeroji.desk.reply(ticket, "sato", loop.REPLY)
    return ticket


# Replies


def test_a_reply_is_sent_once_when_the_connection_is_back(
    page: Page, zeroji: Zeroji, ticket: int
) -> None:
    page.goto(f"/console/tickets/{ticket}")
    page.fill("#text", loop.REPLY)
    page.context.set_offline(True)
    _send_reply(page)
    expect(page.locator("#reply-problem")).to_contain_text(KEPT)

    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#text")).to_have_value(loop.REPLY)
    _send_reply(page)
    loop.is_done(page, "回答を送りました。")
    assert _told(zeroji, ticket) == 1


def test_a_reply_outlives_a_restart_of_the_server(
    chromium: Browser, app: FastAPI, zeroji: Zeroji, ticket: int
) -> None:
    with serving(app) as address:
        port = urlsplit(address).port or 0
        open_page = visitor(chromium, address)
        page = loop.sign_in(open_page.__enter__(), zeroji, "sato")
        page.goto(f"/console/tickets/{ticket}")
        page.fill("#text", loop.REPLY)
    _send_reply(page)
    expect(page.locator("#reply-problem")).to_contain_text(KEPT)

    with serving(app, port):
        _send_reply(page)
        loop.is_done(page, "回答を送りました。")
        assert _told(zeroji, ticket) == 1
        open_page.__exit__(None, None, None)


def test_a_reply_whose_confirmation_is_lost_is_sent_once(
    page: Page, zeroji: Zeroji, ticket: int
) -> None:
    page.goto(f"/console/tickets/{ticket}")
    page.fill("#text", loop.REPLY)
    page.route("**/reply", _swallow)
    _send_reply(page)
    expect(page.locator("#reply-problem")).to_contain_text(KEPT)

    page.unroute("**/reply")
    _send_reply(page)
    loop.is_done(page, "回答を送りました。")
    assert _told(zeroji, ticket) == 1


def test_a_note_whose_confirmation_is_lost_is_kept_once(
    page: Page, zeroji: Zeroji, ticket: int
) -> None:
    page.goto(f"/console/tickets/{ticket}")
    page.fill("#note", "経理に確認中です。")
    page.route("**/notes", _swallow)
    page.get_by_role("button", name="メモを残す").click()
    expect(page.locator("#alert")).to_contain_text(KEPT)

    page.unroute("**/notes")
    page.get_by_role("button", name="メモを残す").click()
    loop.is_done(page, "メモを残しました。")
    assert [note.text for note in zeroji.desk.notes(ticket)] == ["経理に確認中です。"]


def test_a_double_click_sends_one_reply(page: Page, zeroji: Zeroji, ticket: int) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.goto(f"/console/tickets/{ticket}")
    page.fill("#text", loop.REPLY)
    page.get_by_role("button", name="回答を送る").dblclick()

    loop.is_done(page, "回答を送りました。")
    assert len([url for url in sent if url.endswith("/reply")]) == 1
    assert _told(zeroji, ticket) == 1


def test_the_back_button_shows_what_became_of_it(page: Page, zeroji: Zeroji, ticket: int) -> None:
    page.goto(f"/console?q=%23{ticket}")
    page.locator("[data-open]").click()
    page.fill("#text", loop.REPLY)
    _send_reply(page)
    loop.is_done(page, "回答を送りました。")
    page.reload()  # which says it no second time
    expect(page.locator(".notice[role=status]")).to_have_count(0)
    page.go_back()

    expect(page.locator("main .badge").filter(has_text="回答済み").first).to_be_visible()
    expect(page.locator("[data-unsent]")).to_be_hidden()
    expect(page.locator("#reply")).to_have_count(0)
    assert _told(zeroji, ticket) == 1


# Proposals


def test_a_proposal_is_made_once_when_the_connection_is_back(
    page: Page, zeroji: Zeroji, answered: int
) -> None:
    _write_proposal(page, answered)
    page.context.set_offline(True)
    _send_proposal(page)
    expect(page.locator("#propose-problem")).to_contain_text(KEPT)

    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#after")).to_have_value(loop.AFTER)
    page.route("**/propose", _swallow)
    _send_proposal(page)
    expect(page.locator("#propose-problem")).to_contain_text(KEPT)
    page.unroute("**/propose")
    _send_proposal(page)
    loop.is_done(page, "改定案を出しました。")
    (made,) = _proposals(zeroji, answered)
    _settle(zeroji, made)


def test_what_was_proposed_is_no_draft_any_more(page: Page, zeroji: Zeroji, answered: int) -> None:
    _write_proposal(page, answered)
    page.locator("#edit button.primary").dblclick()
    loop.is_done(page, "改定案を出しました。")
    (made,) = _proposals(zeroji, answered)
    _settle(zeroji, made)

    _open_place(page, answered)
    expect(page.locator("#after")).to_have_value(loop.BEFORE)


def test_a_session_that_ends_keeps_the_proposal(page: Page, zeroji: Zeroji, answered: int) -> None:
    _write_proposal(page, answered)
    with writing(zeroji.database) as tx:
        tx.execute(delete(schema.sessions).where(schema.sessions.c.user == "sato"))
    _send_proposal(page)
    expect(page.locator("#alert")).to_contain_text("サインインの期限が切れ")
    expect(page.locator("#after")).to_have_value(loop.AFTER)

    other = page.context.new_page()
    loop.sign_in(other, zeroji, "sato")
    other.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("#alert")).to_be_empty()
    _send_proposal(page)
    loop.is_done(page, "改定案を出しました。")
    (made,) = _proposals(zeroji, answered)
    _settle(zeroji, made)


def test_a_file_that_changed_meanwhile_is_said_and_the_text_stays(
    page: Page, zeroji: Zeroji, answered: int, folder: Path
) -> None:
    _write_proposal(page, answered)
    faq = folder / "manuals" / "経費FAQ.csv"
    shutil.copy(faq, folder / "kept.csv")
    faq.write_text("質問,回答,担当部署\n領収書の宛名は。,会社名です。,経理部\n", encoding="utf-8")
    zeroji.ingest([faq])
    try:
        _send_proposal(page)
        expect(page.locator("#alert")).to_contain_text("場所を選び直してください")
        expect(page.locator("#after")).to_have_value(loop.AFTER)
        assert _proposals(zeroji, answered) == []
    finally:
        shutil.copy(folder / "kept.csv", faq)
        zeroji.ingest([faq])


def _send_reply(page: Page) -> None:
    page.get_by_role("button", name="回答を送る").click()


def _open_place(page: Page, ticket: int) -> None:
    page.goto(f"/console/tickets/{ticket}/propose?find=タクシー")
    page.locator("a.place").filter(has_text=PLACE).first.click()
    page.wait_for_url("**#edit")  # the page before may have a text to edit, too


def _write_proposal(page: Page, ticket: int) -> None:
    _open_place(page, ticket)
    page.fill("#after", loop.AFTER)


def _send_proposal(page: Page) -> None:
    page.locator("#edit button.primary").click()


def _swallow(route: Route) -> None:
    """The request arrives, its answer does not."""
    route.fetch(max_redirects=0)
    route.abort()


def _told(zeroji: Zeroji, ticket: int) -> int:
    """How often its asker was told."""
    table = schema.notifications.c
    query = select(func.count()).where(table.ticket_id == ticket)
    with zeroji.database.connect() as tx:
        return int(tx.execute(query).scalar_one())


def _proposals(zeroji: Zeroji, ticket: int) -> list[Proposal]:
    return [p for p in zeroji.proposals.proposals("proposed") if p.ticket_id == ticket]


def _settle(zeroji: Zeroji, proposal: Proposal) -> None:
    """Out of the way of the next."""
    zeroji.proposals.reject(proposal.id, "suzuki", "試しでした。")
