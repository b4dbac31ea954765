"""A row of a plain table on the page that proposes a change: a field for each cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from bot.outcomes import Question
from bot.wiring import Zeroji
from tests.bot.web.browsing import Browser, Visit, words
from tests.bot.web.chromium import visitor

QUESTION = "課長の船中泊の手当はいくらですか"


@pytest.fixture(scope="module")
def table(zeroji: Zeroji, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str]:
    """The manual and the section of a table; what is paid to the head of a division feeds a sum."""
    path = tmp_path_factory.mktemp("table") / "船中泊手当表.xlsx"
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["役職", "手当", "備考"], ["部長", 3000, "<b>定額"], ["課長", 2500, "定額"]):
        sheet.append(row)
    sheet["H1"] = "=B2*2"
    book.save(path)
    assert zeroji.ingest([path])["manuals"]["failed"] == []
    manual = next(m for m in zeroji.library.manuals() if m.title == "船中泊手当表")
    (section,) = zeroji.library.sections(zeroji.library.history(manual.id)[-1].id)
    return manual.id, section.hash


@pytest.fixture
def page_of(zeroji: Zeroji, table: tuple[int, str]) -> str:
    """Where sato proposes a change of the table for a ticket that was replied to."""
    exchange = zeroji.engine.ask(Question(text=QUESTION, asker="shain"))
    number = zeroji.desk.ask_a_person(exchange.id, "shain").id
    zeroji.desk.reply(number, "sato", "2,800円です。")
    return f"/console/tickets/{number}/propose"


@pytest.fixture
def staff(visit: Visit) -> Browser:
    return visit("sato")


def address_of(page: str, table: tuple[int, str], row: str = "") -> str:
    return f"{page}?manual={table[0]}&section={table[1]}&row={row}"


def options(text: str) -> dict[str, str]:
    """What the list of rows offers: its words, and what an address calls it."""
    found = re.findall(r'<option value="((?:new-)?[0-9a-f]{16}|addendum)"[^>]*>([^<]+)<', text)
    return {name: value for value, name in found}


def cells(text: str) -> list[str]:
    return re.findall(r'<textarea id="cell-\d+"[^>]*>([^<]*)</textarea>', text)


def send(staff: Browser, page: str, table: tuple[int, str], before: str, *values: str) -> str:
    """The path that sending a row leads to, or what is said against it."""
    answer = staff.post(
        page,
        manual=str(table[0]),
        section=table[1],
        before=before,
        label=["役職", "手当", "備考"],
        cell=list(values),
    )
    return answer.url.path if answer.status_code == 200 else words(answer)


def test_the_row_that_the_ticket_is_about_is_opened(
    staff: Browser, page_of: str, table: tuple[int, str]
) -> None:
    page = staff.get(address_of(page_of, table))

    assert cells(page.text) == ["課長", "2500", "定額"]
    assert "元の表のこの行だけを書き換えます。" in words(page)
    assert list(options(page.text)) == [
        "部長 / 3000 / &lt;b&gt;定額",
        "課長 / 2500 / 定額",
        "＋ 行を追加（役職・手当・備考）",
        "行ではなく「補足」として書く",
    ]


def test_a_cell_that_formulas_use_is_shown_with_why_it_cannot_be_changed(
    staff: Browser, page_of: str, table: tuple[int, str]
) -> None:
    rows = options(staff.get(address_of(page_of, table)).text)
    page = staff.get(address_of(page_of, table, next(iter(rows.values()))))

    assert re.search(r'id="cell-2"[^>]* readonly[^>]*>3000<', page.text)
    assert "ほかの数式がこの値を使っています。" in words(page)


def test_a_new_row_has_empty_fields_and_an_addendum_the_reply(
    staff: Browser, page_of: str, table: tuple[int, str]
) -> None:
    *_, new, addendum = options(staff.get(address_of(page_of, table)).text).values()

    assert cells(staff.get(address_of(page_of, table, new)).text) == ["", "", ""]
    beside = staff.get(address_of(page_of, table, addendum))
    assert cells(beside.text) == [] and ">2,800円です。</textarea>" in beside.text
    assert "「補足」として別の文書に書きます。" in words(beside)


def test_the_change_is_previewed_by_cells(staff: Browser) -> None:
    preview = staff.post(
        "/console/diff",
        before="役職: 課長\r\n手当: 2500",
        label=["役職", "手当"],
        cell=["課長", ""],
    )

    assert "<del>手当:<mark> 2500</mark></del>" in preview.text and "役職: 課長" in preview.text


def test_a_row_is_proposed_once_and_revised_by_its_cells(
    staff: Browser, page_of: str, table: tuple[int, str]
) -> None:
    row = "役職: 課長\r\n手当: 2500\r\n備考: 定額"
    path = send(staff, page_of, table, row, "課長", "２，８００", "定額")

    assert path.startswith("/console/proposals/")
    assert send(staff, page_of, table, row, "課長", "2,800", "定額") == path
    page = staff.get(path)
    assert cells(page.text) == ["課長", "2800", "定額"]
    staff.post(f"{path}/revise", label=["役職", "手当", "備考"], cell=["課長", "2900", "定額"])
    assert cells(staff.get(path).text) == ["課長", "2900", "定額"]


def test_a_word_in_a_column_of_numbers_is_refused_with_what_to_type(
    staff: Browser, page_of: str, table: tuple[int, str]
) -> None:
    row = "役職: 課長\r\n手当: 2500\r\n備考: 定額"
    said = send(staff, page_of, table, row, "課長", "二千八百", "定額")

    assert "「手当」は数値の列です。「2500」のように入力してください。" in said


@pytest.fixture
def page(chromium: Chromium, address: str, zeroji: Zeroji) -> Iterator[Page]:
    with visitor(chromium, address) as opened:
        opened.goto(f"/sign-in?link={zeroji.accounts.sign_in_link('sato')}")
        opened.locator("main button").click()
        opened.wait_for_url("**/console**")
        yield opened


def test_on_a_phone_the_places_fold_once_one_is_chosen(
    page: Page, page_of: str, table: tuple[int, str]
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(page_of)
    expect(page.locator("a.place").first).to_be_visible()
    page.goto(address_of(page_of, table))

    expect(page.locator("a.place").first).to_be_hidden()
    expect(page.locator("#cell-1")).to_be_visible()
    page.get_by_text("場所を変える").click()
    expect(page.locator("a.place").first).to_be_visible()


def test_what_is_typed_into_a_row_is_there_after_another_place_was_looked_at(
    page: Page, page_of: str, table: tuple[int, str]
) -> None:
    page.goto(address_of(page_of, table))
    page.fill("#cell-2", "2,750")
    page.goto(page_of)
    page.goto(address_of(page_of, table))

    expect(page.locator("#cell-2")).to_have_value("2,750")
    expect(page.locator("#diff ins")).to_contain_text("2,750")


def test_the_heading_of_a_new_entry_is_kept_with_its_text(
    page: Page, page_of: str, zeroji: Zeroji
) -> None:
    manual = next(m.id for m in zeroji.library.manuals() if m.title == "経費FAQ")
    page.goto(f"{page_of}?manual={manual}")
    page.fill("#question", "船中泊の手当は")
    page.fill("#after", "表のとおりです。")
    page.reload()

    expect(page.locator("#question")).to_have_value("船中泊の手当は")
    expect(page.locator("#after")).to_have_value("表のとおりです。")


def test_what_was_proposed_is_no_draft_any_more(
    page: Page, page_of: str, table: tuple[int, str]
) -> None:
    page.goto(address_of(page_of, table))
    page.fill("#cell-2", "2,800")
    page.get_by_role("button", name="改定案を出す").click()
    page.wait_for_url("**/console/proposals/*")

    assert page.evaluate("Object.keys(localStorage).filter(k => k.includes('change-'))") == []
