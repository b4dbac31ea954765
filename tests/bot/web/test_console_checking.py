"""The console's check: what owners should put right, for those who may read it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx2 import Response
from playwright.sync_api import Browser as Chromium

from bot.checking import Checkups
from bot.settings import Settings
from bot.web.app import create_app
from bot.wiring import Zeroji, open_zeroji
from tests.bot.web.browsing import Browser, Visit, words
from tests.bot.web.chromium import CHROMIUM, serving, visitor

RULES = """---
title: 就業規則
owner: 人事部
effective_from: 2024-04-01
---
## 第1条（休暇）

休暇の手続は、第9条による。

## 第2条（賞与）

賞与の原資は、管理職向け通達第7条による。
"""
SECRET = """---
title: 管理職向け通達
owner: 人事部
audience: managers
effective_from: 2024-04-01
review_date: 2025-04-01
---
## 第1条（原資）

昇給の原資は2.5パーセントとし、秘密規程第3条および第8条に定める。
"""
FAQ = """---
title: 経費FAQ
owner: 経理部
review_date: 2025-04-01
---
# 経費

領収書を添えて申請してください。
"""


@pytest.fixture(scope="module")
def zeroji(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zeroji]:
    """A Zeroji of its own, in which nobody else publishes."""
    folder = tmp_path_factory.mktemp("faulty")
    for name, text in (("就業規則", RULES), ("管理職向け通達", SECRET), ("経費FAQ", FAQ)):
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    with open_zeroji(Settings(home=tmp_path_factory.mktemp("checked"))) as opened:
        assert opened.ingest([folder])["manuals"]["failed"] == []
        opened.accounts.add("sato", "佐藤 花子", ["staff"], ())
        opened.accounts.add("kanri", "管理 四郎", ["staff"], ("managers",))
        opened.accounts.add("shain", "社員 一郎", ["employee"], ())
        yield opened


@pytest.fixture(scope="module")
def app(zeroji: Zeroji) -> FastAPI:
    return create_app(zeroji)


def checked(browser: Browser, query: str = "") -> Response:
    """The page, once the check is done."""
    while "文書を点検しています" in (page := browser.get(f"/console/checking{query}")).text:
        assert page.status_code == 200
    return page


def test_findings_stand_under_their_manual_with_what_is_said_there(visit: Visit) -> None:
    page = words(checked(visit("sato")))

    assert "就業規則 人事部 参照切れ 第9条を参照していますが、この文書にありません。" in page
    assert "就業規則 ＞ 第1条（休暇） 休暇の手続は、第9条による。" in page
    assert "経費FAQ 経理部 見直し時期 見直し期限（2025-04-01）を過ぎています。" in page


def test_the_link_leads_to_the_section(visit: Visit, zeroji: Zeroji) -> None:
    (manual,) = [m for m in zeroji.library.manuals() if m.title == "就業規則"]
    revision = zeroji.library.history(manual.id)[0]
    section = zeroji.library.sections(revision.id)[0]

    link = f"/manuals/{manual.id}#s-{section.hash[:12]}"
    assert f'href="{link}"' in checked(visit("sato")).text
    assert f'id="s-{section.hash[:12]}"' in visit("sato").get(f"/manuals/{manual.id}").text


def test_what_somebody_may_not_read_is_not_told_of(visit: Visit) -> None:
    page = checked(visit("sato")).text
    assert "管理職向け通達第7条" not in page
    assert "原資" not in page
    assert "ほかに3件ありますが、閲覧範囲の外です。" in page

    page = checked(visit("kanri")).text
    assert "管理職向け通達の第7条を参照していますが" in page
    assert "昇給の原資は2.5パーセント" in page
    assert "閲覧範囲の外" not in page


def test_by_owner_and_kind(visit: Visit) -> None:
    browser = visit("sato")
    page = words(checked(browser, "?owner=経理部"))
    assert "すべて 1" in page
    assert "見直し期限" in page
    assert "第9条" not in page

    page = words(checked(browser, "?kind=broken_reference"))
    assert "第9条" in page
    assert "見直し期限" not in page
    none = words(checked(browser, "?kind=duplicate"))
    assert "この条件に当てはまる点はありません。 すべて表示" in none


def test_a_publication_is_checked_anew(visit: Visit, zeroji: Zeroji, tmp_path: Path) -> None:
    added = tmp_path / "旅費規程.md"
    added.write_text("---\nowner: 経理部\n---\n# 旅費規程\n\n## 第1条\n\n第44条による。\n", "utf-8")
    assert "第44条" not in checked(visit("sato")).text
    zeroji.ingest([added])
    assert "第44条" in checked(visit("sato")).text


def test_the_check_is_made_once(app: FastAPI, visit: Visit) -> None:
    first = app.state.checkups.on(date.today())
    checked(visit("sato"))
    checked(visit("kanri"))
    assert app.state.checkups.on(date.today()) is first


@pytest.fixture
def busy(app: FastAPI, zeroji: Zeroji) -> Iterator[threading.Event]:
    """The check waits until this is set."""
    kept, free = app.state.checkups, threading.Event()
    with ThreadPoolExecutor(max_workers=1) as worker:
        worker.submit(free.wait)
        app.state.checkups = Checkups(zeroji.database, zeroji.library, worker)
        yield free
        free.set()
    app.state.checkups = kept


def test_while_a_check_is_going_on_the_page_says_so(visit: Visit, busy: threading.Event) -> None:
    browser = visit("sato")
    page = words(browser.get("/console/checking"))
    assert "文書を点検しています… 表示を更新" in page
    assert "ありません。" not in page
    assert browser.get("/console").status_code == 200

    busy.set()
    assert "第9条" in checked(browser).text


@pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed")
def test_the_findings_appear_when_the_check_is_done(
    app: FastAPI, zeroji: Zeroji, chromium: Chromium, busy: threading.Event
) -> None:
    with serving(app) as address, visitor(chromium, address) as page:
        page.goto(f"/sign-in?link={zeroji.accounts.sign_in_link('sato')}")
        page.click("main button")
        page.goto("/console/checking?kind=broken_reference")
        page.get_by_text("文書を点検しています").wait_for()
        busy.set()
        page.get_by_text("休暇の手続は、第9条による。").wait_for()
        assert page.get_by_text("文書を点検しています").count() == 0


def test_it_is_for_the_console_only(visit: Visit, guest: Browser) -> None:
    assert visit("shain").get("/console/checking").status_code == 403
    assert "点検" not in guest.get("/console/checking").text


@pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed")
@pytest.mark.parametrize(("width", "is_stacked"), [(1200, False), (390, True)])
def test_both_places_stand_side_by_side_or_below_each_other(
    app: FastAPI, zeroji: Zeroji, chromium: Chromium, width: int, is_stacked: bool
) -> None:
    with serving(app) as address, visitor(chromium, address) as page:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"/sign-in?link={zeroji.accounts.sign_in_link('kanri')}")
        page.click("main button")
        page.goto("/console/checking?kind=broken_reference")
        pair = page.locator(".side-by-side").filter(has_text="管理職向け通達第7条").locator("> div")
        pair.last.wait_for()
        first, second = (pair.nth(n).bounding_box() for n in range(2))

        assert first
        assert second
        assert (second["y"] >= first["y"] + first["height"]) is is_stacked
        assert page.evaluate("document.documentElement.scrollWidth") <= width
