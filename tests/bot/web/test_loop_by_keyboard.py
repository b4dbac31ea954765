"""The whole loop by keyboard alone: after the first page of each, nobody clicks anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.web.app import create_app
from bot.wiring import Zeroji
from tests.bot.web import loop
from tests.bot.web.chromium import CHROMIUM, serving, visitor

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")

#: Nobody goes on pressing Tab for longer.
_MOST_TABS = 60


@pytest.fixture
def zeroji(tmp_path: Path, company: Path) -> Iterator[Zeroji]:
    with loop.changeable(tmp_path, company) as opened:
        yield opened


def test_the_loop(chromium: Browser, zeroji: Zeroji, tmp_path: Path) -> None:
    faq = tmp_path / "manuals" / "経費FAQ.csv"
    original = faq.read_bytes()
    with ExitStack() as people, loop.working(zeroji):
        address = people.enter_context(serving(create_app(zeroji)))

        def somebody() -> Page:
            return people.enter_context(visitor(chromium, address))

        earlier, employee = somebody(), somebody()
        loop.ask(earlier, loop.EARLIER)
        loop.ask_people(employee, loop.QUESTION)

        sato = loop.sign_in(somebody(), zeroji, "sato")
        _reply(sato)
        expect(employee.locator(".message.staff")).to_contain_text(loop.REPLY)
        _propose(sato)

        suzuki = loop.sign_in(somebody(), zeroji, "suzuki")
        _approve(suzuki)
        assert loop.AFTER in faq.read_text("utf-8")
        loop.told(employee, "マニュアルの更新", loop.REPLY)
        _is_not_told(earlier)

        employee.keyboard.type("タクシー代は上限いくら？")  # the box has the focus
        employee.keyboard.press("Enter")
        loop.answered(employee, loop.REPLY, "経費FAQ")

        _take_back(suzuki)
        assert faq.read_bytes() == original
        loop.told(employee, "お知らせの取り消し", "金額を確認中のため")
        _is_not_told(earlier)
        _see_it_open_again(suzuki)


def _reply(page: Page) -> None:
    _press(page, "j", "Enter")
    page.wait_for_url("**/console/tickets/1")
    _press(page, "c")
    loop.is_done(page, "担当になりました。")
    _tab_to(page, page.get_by_role("checkbox", name="経費FAQ ＞ タクシー代は精算できますか。"))
    _press(page, "Space", "r")
    page.keyboard.type(loop.REPLY)
    _press(page, "Control+Enter")
    loop.is_done(page, "回答を送りました。")


def _propose(page: Page) -> None:
    _press(page, "p")
    page.wait_for_url("**/propose")
    _tab_to(page, page.locator("a.place").filter(has_text="タクシー代は精算できますか。").first)
    _press(page, "Enter")
    page.wait_for_url("**#edit")
    _tab_to(page, page.locator("#after"))
    _press(page, "Control+a")
    page.keyboard.type(loop.AFTER)
    _press(page, "Control+Enter")
    loop.is_done(page, "改定案を出しました。")


def _approve(page: Page) -> None:
    _tab_to(page, page.locator("#bell"))
    _press(page, "Enter")
    _tab_to(page, page.locator(".notices button").first)
    _press(page, "Enter")
    withhold = page.locator(".impact [type=checkbox]")
    expect(withhold).to_be_visible(timeout=loop.GATE_SECONDS)
    _tab_to(page, withhold)
    _press(page, "Space")
    _tab_to(page, page.get_by_role("button", name="承認して公開"))
    _press(page, "Enter")
    loop.is_done(page, "承認し、公開しました。")


def _take_back(page: Page) -> None:
    _tab_to(page, page.locator("summary").filter(has_text="公開を取り消す"))
    _press(page, "Enter", "Tab")
    expect(page.locator("#because")).to_be_focused()
    page.keyboard.type("金額を確認中のため")
    _press(page, "Tab", "Space", "Tab", "Enter")
    loop.is_done(page, "公開を取り消し、お知らせしました。")


def _see_it_open_again(page: Page) -> None:
    _tab_to(page, page.locator("main a").filter(has_text="#1"))
    _press(page, "Enter")
    page.wait_for_url("**/console/tickets/1")
    expect(page.locator("main .badge").filter(has_text="対応中").first).to_be_visible()


def _is_not_told(page: Page) -> None:
    page.reload()
    expect(page.locator(".message.staff")).to_have_count(0)


def _press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def _tab_to(page: Page, wanted: Locator) -> None:
    """Go from control to control until one has the focus, which is then to be seen."""
    expect(wanted).to_be_visible()
    for _ in range(_MOST_TABS):
        if wanted.evaluate("element => element === document.activeElement"):
            expect(wanted).to_be_in_viewport()
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {wanted} within {_MOST_TABS} steps")
