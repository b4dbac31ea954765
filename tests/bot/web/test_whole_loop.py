"""The whole loop, as people go through it in their browsers: one unanswered question becomes a
better manual, and the next asker is served at once."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.settings import Settings
from bot.web.app import create_app
from bot.wiring import Zeroji, open_zeroji
from tests.bot.web.chromium import CHROMIUM, serving, visitor

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")

QUESTION = "会議室の予約は何日前までにすればよいですか"
REPLY = "会議室は3営業日前までに、みなとポータルから予約してください。"


@pytest.fixture(params=["経費FAQ", "在宅勤務規程"])
def manual(request: pytest.FixtureRequest) -> str:
    """A FAQ in CSV and a rule in Markdown."""
    return str(request.param)


@pytest.fixture
def own_zeroji(tmp_path: Path, company: Path) -> Iterator[Zeroji]:
    """A Zeroji whose manuals may be changed."""
    shutil.copytree(company, tmp_path / "manuals")
    with open_zeroji(Settings(home=tmp_path / "home")) as opened:
        opened.ingest([tmp_path / "manuals"])
        opened.accounts.add("sato", "佐藤 花子", ["staff"])
        opened.accounts.add("suzuki", "鈴木 三郎", ["staff", "approver"])
        yield opened


def test_an_unanswered_question_becomes_a_better_manual(
    chromium: Browser, own_zeroji: Zeroji, manual: str, tmp_path: Path
) -> None:
    with (
        serving(create_app(own_zeroji)) as address,
        visitor(chromium, address) as employee,
        visitor(chromium, address) as sato,
        visitor(chromium, address) as suzuki,
    ):
        _ask(employee, QUESTION)
        expect(employee.locator(".message.zeroji").last).to_contain_text("受付番号 1")

        _sign_in(sato, own_zeroji, "sato")
        _reply(sato, REPLY)
        expect(employee.locator(".message.staff").last).to_contain_text(REPLY)

        _propose(sato, manual)
        _sign_in(suzuki, own_zeroji, "suzuki")
        suzuki.goto("/console/proposals/1")
        expect(suzuki.locator("main")).to_contain_text("公開前の確認が終わると、承認できます。")
        assert own_zeroji.gating.run(1) in ("green", "amber")
        expect(suzuki.locator("main")).to_contain_text(REPLY)
        suzuki.get_by_role("button", name="承認").click()
        expect(suzuki.locator("main")).to_contain_text("公開")

        with visitor(chromium, address) as colleague:
            _ask(colleague, "会議室って何日前までに予約すればいい？")
            answer = colleague.locator(".message.zeroji").last
            expect(answer).to_contain_text(REPLY)
            expect(answer.get_by_role("link", name=re.compile(f"^{manual}"))).to_be_visible()

    changed = [p for p in (tmp_path / "manuals").iterdir() if REPLY in p.read_text("utf-8")]
    assert [path.stem for path in changed] == [manual]


def test_the_author_cannot_approve(chromium: Browser, own_zeroji: Zeroji) -> None:
    with (
        serving(create_app(own_zeroji)) as address,
        visitor(chromium, address) as employee,
        visitor(chromium, address) as suzuki,
    ):
        _ask(employee, QUESTION)
        _sign_in(suzuki, own_zeroji, "suzuki")
        _reply(suzuki, REPLY)
        _propose(suzuki, "経費FAQ")

        suzuki.goto("/console/proposals/1")

        expect(suzuki.get_by_role("button", name="承認")).to_have_count(0)
        expect(suzuki.locator("main")).to_contain_text("別の承認者")


def _ask(page: Page, question: str) -> None:
    page.goto("/")
    page.locator("textarea").fill(question)
    page.keyboard.press("Enter")


def _sign_in(page: Page, zeroji: Zeroji, name: str) -> None:
    page.goto(f"/sign-in?link={zeroji.accounts.sign_in_link(name)}")
    page.locator("main button").click()
    page.wait_for_url("**/console**")


def _reply(page: Page, text: str) -> None:
    page.goto("/console/tickets/1")
    page.get_by_role("button", name="担当する").click()
    page.locator("textarea[name=text]").fill(text)
    page.get_by_role("button", name="回答を送る").click()
    expect(page.get_by_role("link", name="マニュアルに反映")).to_be_visible()


def _propose(page: Page, manual: str) -> None:
    page.get_by_role("link", name="マニュアルに反映").click()
    page.locator("a.place", has_text=manual).filter(has_text="新しい項目").click()
    page.locator("textarea[name=after]").fill(REPLY)
    page.locator("main button.primary").click()
    page.wait_for_url("**/console/proposals/1**")
