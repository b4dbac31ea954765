"""The whole loop by mouse: an unanswered question becomes a better manual, everybody concerned is
told, the next asker is served at once, and it can all be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.web.app import create_app
from bot.wiring import Zeroji
from tests.bot.web import loop
from tests.bot.web.chromium import CHROMIUM, serving, visitor

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("loop")


@pytest.fixture(scope="module")
def zeroji(folder: Path, company: Path) -> Iterator[Zeroji]:
    with loop.changeable(folder, company) as opened:
        yield opened


def test_the_loop(chromium: Browser, zeroji: Zeroji, folder: Path) -> None:
    faq = folder / "manuals" / "経費FAQ.csv"
    original = faq.read_bytes()
    with ExitStack() as people, loop.working(zeroji):
        address = people.enter_context(serving(create_app(zeroji)))

        def somebody() -> Page:
            return people.enter_context(visitor(chromium, address))

        told, withheld, employee = somebody(), somebody(), somebody()
        loop.ask(told, loop.EARLIER)
        loop.ask(withheld, "タクシーは使えますか")
        loop.ask_people(employee, loop.QUESTION)

        sato = loop.sign_in(somebody(), zeroji, "sato")
        _reply(sato)
        reply = employee.locator(".message.staff")
        expect(reply).to_contain_text(loop.REPLY)
        expect(reply).to_contain_text("経費FAQ")

        _propose(sato)
        suzuki = loop.sign_in(somebody(), zeroji, "suzuki")
        _approve(suzuki)
        assert loop.AFTER in faq.read_text("utf-8")
        loop.told(employee, "マニュアルの更新", loop.REPLY)
        loop.told(told, "以前の回答の訂正", "1回5,000円まで")
        _is_not_told(withheld)

        colleague = somebody()
        loop.ask(colleague, "タクシー代は上限いくら？")
        loop.answered(colleague, loop.REPLY, "経費FAQ")

        _take_back(suzuki, "金額を確認中のため")
        assert faq.read_bytes() == original
        loop.told(employee, "お知らせの取り消し", "金額を確認中のため")
        loop.told(told, "お知らせの取り消し", "金額を確認中のため")
        _is_not_told(withheld)
        sato.goto("/console")
        row = sato.locator("[data-row]").filter(has_text=loop.QUESTION)
        expect(row).to_contain_text("対応中")


def test_the_author_cannot_approve(chromium: Browser, zeroji: Zeroji) -> None:
    (rule,) = [m for m in zeroji.library.manuals() if m.title == "在宅勤務規程"]
    place = (rule.id, None)
    made = zeroji.proposals.create(None, place, "自宅とする。", "suzuki", "在宅勤務の場所")
    with (
        serving(create_app(zeroji)) as address,
        visitor(chromium, address) as page,
    ):
        loop.sign_in(page, zeroji, "suzuki").goto(f"/console/proposals/{made.id}")

        expect(page.locator("#decide")).to_contain_text("別の承認者")
        expect(page.get_by_role("button", name="承認して公開")).to_have_count(0)


def _reply(page: Page) -> None:
    page.get_by_role("link", name=loop.QUESTION).click()
    page.get_by_role("button", name="担当する").click()
    loop.is_done(page, "担当になりました。")
    page.get_by_role("checkbox", name="経費FAQ ＞ タクシー代は精算できますか。").check()
    page.locator("#text").fill(loop.REPLY)
    page.get_by_role("button", name="回答を送る").click()
    loop.is_done(page, "回答を送りました。")


def _propose(page: Page) -> None:
    page.get_by_role("link", name="マニュアルに反映").click()
    page.locator("a.place").filter(has_text="タクシー代は精算できますか。").first.click()
    page.wait_for_url("**#edit")  # the page before may have a text to edit, too
    page.locator("#after").fill(loop.AFTER)
    expect(page.locator("#diff")).to_contain_text("1回5,000円まで")
    page.locator("#edit button.primary").click()
    loop.is_done(page, "改定案を出しました。")


def _approve(page: Page) -> None:
    page.locator("#bell").click()
    page.get_by_role("button", name="改定案").first.click()
    expect(page.locator("#gate")).to_contain_text("確認")
    withhold = page.locator(".impact li").filter(has_text="タクシーは使えますか")
    expect(withhold).to_be_visible(timeout=loop.GATE_SECONDS)
    expect(page.locator(".impact li")).to_have_count(2)
    expect(withhold).to_contain_text("1回5,000円まで")
    withhold.get_by_role("checkbox").check()
    page.get_by_role("button", name="承認").click()
    loop.is_done(page, "承認し、公開しました。")


def _take_back(page: Page, because: str) -> None:
    page.locator("summary").filter(has_text="公開を取り消す").click()
    page.locator("#because").fill(because)
    page.locator("[action$=take-back] [type=checkbox]").check()
    page.locator("[action$=take-back] button").click()
    loop.is_done(page, "公開を取り消し、お知らせしました。")


def _is_not_told(page: Page) -> None:
    page.reload()
    expect(page.locator(".message.staff")).to_have_count(0)
