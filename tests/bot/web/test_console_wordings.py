"""The console's page of known wordings: looked at, searched, left out and taken back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from sqlalchemy import delete, insert, select

from bot import schema
from bot.web.app import create_app
from bot.wiring import Zeroji
from knowledge.database import now, writing
from tests.bot.web.browsing import Browser, Visit, words
from tests.bot.web.chromium import CHROMIUM, visitor
from tests.bot.web.conftest import peopled

PAGE = "/console/cases/wordings"
ASKED = "リモートは週に<何日>までいいの"
OTHER = "家で働けるのは何日まで"

MakeCase = Callable[..., int]


@pytest.fixture(scope="module")
def zeroji(tmp_path_factory: pytest.TempPathFactory, company: Path) -> Iterator[Zeroji]:
    """One that knows no wordings but those of a test's own cases."""
    with peopled(tmp_path_factory.mktemp("wordings"), company) as opened:
        yield opened


@pytest.fixture(scope="module")
def app(zeroji: Zeroji) -> FastAPI:
    return create_app(zeroji)


@pytest.fixture
def case_of(zeroji: Zeroji) -> Iterator[MakeCase]:
    """Makes a case of a manual, whose wordings are known."""

    def make(*wordings: str, title: str = "在宅勤務規程", heading: str = "第5条（日数）") -> int:
        manual = next(m for m in zeroji.library.manuals() if m.title == title)
        values = {
            "manual_id": manual.id,
            "question": wordings[0],
            "paraphrases": list(wordings[1:]),
            "gold": [{"file": Path(manual.source).name, "heading": heading, "quote": ""}],
            "facts": [],
            "status": "reviewed",
            "created_at": now(),
        }
        table = schema.eval_cases
        with writing(zeroji.database) as tx:
            return int(tx.execute(insert(table).values(values).returning(table.c.id)).scalar_one())

    yield make
    with writing(zeroji.database) as tx:
        tx.execute(delete(schema.eval_cases))


def _key(page: str, wording: str) -> str:
    row = next(row for row in re.findall(r"<tr data-row>.*?</tr>", page, re.S) if wording in row)
    found = re.search(PAGE + r"/(\w+)/(?:forget|restore)", row)
    assert found
    return found[1]


def _left_out(browser: Browser, wording: str) -> str:
    """Have a wording left out; its key."""
    key = _key(browser.get(PAGE).text, wording)
    assert browser.post(f"{PAGE}/{key}/forget").status_code == 200
    return key


def test_wordings_are_listed_below_their_section_with_where_they_come_from(
    visit: Visit, case_of: MakeCase
) -> None:
    number = case_of(ASKED, OTHER)
    page = visit("suzuki").get(PAGE)
    said = words(page)
    assert "在宅勤務規程 ＞ 第5条（日数）" in said
    assert ASKED in said
    assert OTHER in said
    assert f'href="/console/cases/{number}"' in page.text
    assert f"評価ケース {number}" in said
    assert f"{now().astimezone().year}年" in said
    assert "0回" in said
    assert "&lt;何日&gt;" in page.text


def test_a_search_finds_wordings_by_what_they_say_and_by_their_section(
    visit: Visit, case_of: MakeCase
) -> None:
    case_of(ASKED, OTHER)
    browser = visit("suzuki")
    assert OTHER not in words(browser.get(f"{PAGE}?q=リモート"))
    assert OTHER in words(browser.get(f"{PAGE}?q=在宅勤務規程 日数"))
    assert "当てはまる聞き方はありません" in words(browser.get(f"{PAGE}?q=駐輪場"))


def test_many_wordings_are_on_several_pages(visit: Visit, case_of: MakeCase) -> None:
    case_of(*(f"在宅は何日まで（その{n}）" for n in range(120)))
    browser = visit("suzuki")
    shown = [
        set(re.findall(r"その\d+", words(browser.get(f"{PAGE}?page={page}")))) for page in (1, 2, 3)
    ]
    assert [len(page) for page in shown] == [50, 50, 20]
    assert len(set.union(*shown)) == 120
    assert "3 / 3" in words(browser.get(f"{PAGE}?page=99"))


def test_what_an_owner_leaves_out_answers_nothing_until_it_is_taken_back(
    visit: Visit, case_of: MakeCase, zeroji: Zeroji
) -> None:
    case_of(ASKED, OTHER)
    owner = visit("mori")
    key = _left_out(owner, OTHER)
    assert [w.text for w in zeroji.wordings.wordings()] == [ASKED]
    assert f"「{OTHER}」は、これからの答えに使いません" in words(owner.get(f"{PAGE}?undo={key}"))
    assert "森" in words(owner.get(f"{PAGE}?left_out=true"))

    restored = owner.post(f"{PAGE}/{key}/restore")
    assert "また答えに使うようにしました" in words(restored)
    assert {w.text for w in zeroji.wordings.wordings()} == {ASKED, OTHER}


def test_who_left_out_what_is_in_the_log_once(
    visit: Visit, case_of: MakeCase, zeroji: Zeroji
) -> None:
    case_of("在宅の上限を教えてほしい")
    owner = visit("mori")
    key = _left_out(owner, "在宅の上限")
    owner.post(f"{PAGE}/{key}/forget")
    owner.post(f"{PAGE}/{key}/restore")
    owner.post(f"{PAGE}/{key}/restore")
    table = schema.events.c
    query = select(table.actor, table.action).where(table.subject == f"wording:{key}")
    with zeroji.database.connect() as tx:
        events = [tuple(row) for row in tx.execute(query.order_by(table.id))]
    assert events == [("mori", "wording.forgotten"), ("mori", "wording.restored")]


def test_an_approver_sees_them_and_leaves_none_out(visit: Visit, case_of: MakeCase) -> None:
    case_of(ASKED)
    page = visit("suzuki").get(PAGE)
    assert "/forget" not in page.text
    key = _key(visit("mori").get(PAGE).text, "リモート")
    assert visit("suzuki").post(f"{PAGE}/{key}/forget").status_code == 403


def test_wordings_of_manuals_for_others_are_not_shown(visit: Visit, case_of: MakeCase) -> None:
    case_of("課長の評価の比率は", title="管理職向け通達", heading="評価")
    assert "課長の評価の比率" not in words(visit("mori").get(PAGE))
    page = visit("kanri").get(PAGE)
    assert "課長の評価の比率" in words(page)
    key = _key(page.text, "課長の評価")
    assert visit("mori").post(f"{PAGE}/{key}/forget").status_code == 404
    assert visit("mori").post(f"{PAGE}/nothing/forget").status_code == 404


def test_the_cases_lead_there(visit: Visit) -> None:
    assert f'href="{PAGE}"' in visit("suzuki").get("/console/cases").text


def test_without_any_it_says_how_they_come_about(visit: Visit) -> None:
    assert "覚えた聞き方はまだありません" in words(visit("suzuki").get(PAGE))


@pytest.fixture
def owner(chromium: Chromium, address: str, zeroji: Zeroji, case_of: MakeCase) -> Iterator[Page]:
    """An owner's browser at the page, with two wordings."""
    case_of(ASKED, OTHER)
    with ExitStack() as closing:
        page = closing.enter_context(visitor(chromium, address))
        page.goto(f"/sign-in?link={zeroji.accounts.sign_in_link('mori')}")
        page.locator("main button").click()
        page.wait_for_url("**/console**")
        page.goto(PAGE)
        yield page


@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")
def test_by_keys_alone_a_wording_is_left_out_and_taken_back(owner: Page) -> None:
    rows = owner.locator("tr[data-row]")
    expect(rows).to_have_count(2)
    owner.keyboard.press("j")
    first = owner.locator("tr[data-row]:focus-within td.wide").inner_text()
    owner.keyboard.press("x")
    expect(rows).to_have_count(1)
    expect(owner.get_by_role("status")).to_contain_text(first)
    owner.keyboard.press("Enter")  # the button that undoes it has the focus
    expect(rows).to_have_count(2)
