"""Rows of a plain table in an XLSX file, changed cell by cell."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table

from ingest import patching
from ingest.patching import Place, PlaceNotFound, Row

FILE = Path("日当表.xlsx")
SHEET = "国内出張"
HEADER = ["区分", "役職", "日当", "上限", "適用日", "割引"]
MONEY = '#,##0"円"'


@pytest.fixture
def book() -> Any:
    made = Workbook()
    sheet: Any = made.active
    sheet.title = SHEET
    sheet.append(["出張の日当"])
    sheet.append([])
    sheet.append(HEADER)
    for name, *rest in (("部長", 3000, 12000), ("課長", 2500, 10000), ("一般", 2000, "実費")):
        sheet.append(["国内", name, *rest, date(2026, 4, 1), 0.15])
    for row in (4, 5, 6):
        sheet.cell(row, 3).number_format = MONEY
        sheet.cell(row, 6).number_format = "0%"
    sheet["C5"].font = Font(bold=True)
    other = made.create_sheet("試算")
    other.append(["項目", "金額"])
    other.append(["部長の2日", f"='{SHEET}'!C4*2"])
    other.append(["課長の2日", 5000])
    return made


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows(data: bytes, sheet: str = SHEET) -> list[Row]:
    return patching.rows(FILE, data, (sheet,))


def row(data: bytes, name: str) -> Row:
    return next(row for row in rows(data) if row.values[1] == name)


def changed(data: bytes, name: str, **cells: str) -> bytes:
    there = row(data, name)
    values = [cells.get(cell.label, cell.value) for cell in there.cells]
    place = Place(heading_path=(SHEET,), row=there.text)
    return patching.patch(FILE, data, place, patching.told(there.labels, values))


def added(data: bytes, *values: str) -> bytes:
    place = Place(heading_path=(SHEET,), row="", new=True)
    return patching.patch(FILE, data, place, patching.told(HEADER, values))


def cells(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data))[SHEET]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def locks(data: bytes, name: str) -> dict[str, str]:
    return {cell.label: cell.lock for cell in row(data, name).cells if cell.lock}


def test_a_row_is_told_as_readers_see_it(book: Any) -> None:
    assert row(saved(book), "課長").values == [
        "国内",
        "課長",
        "2,500円",
        "10000",
        "2026-04-01",
        "15%",
    ]


def test_numbers_dates_and_shares_stay_what_they_are(book: Any) -> None:
    after = changed(saved(book), "課長", 日当="２，８００円", 適用日="2026年5月1日", 割引="12.5%")

    sheet = cells(after)
    assert (sheet["C5"].value, sheet["C5"].number_format) == (2800, MONEY)
    assert (sheet["E5"].value, sheet["F5"].value) == (datetime(2026, 5, 1), 0.125)
    assert row(after, "課長").values[2:] == ["2,800円", "10000", "2026-05-01", "12.5%"]


def test_times_of_day_stay_times(book: Any) -> None:
    book[SHEET]["E5"], book[SHEET]["E5"].number_format = time(9, 30), "hh:mm"

    assert cells(changed(saved(book), "課長", 適用日="10:15"))["E5"].value == time(10, 15)


def test_only_those_cells_and_only_that_sheet_are_changed(book: Any) -> None:
    data = saved(book)
    after = changed(data, "課長", 日当="2800")

    old, new = cells(data), cells(after)
    differing = [
        cell.coordinate
        for line in old.iter_rows()
        for cell in line
        if (cell.value, cell._style) != (new[cell.coordinate].value, new[cell.coordinate]._style)
    ]
    assert differing == ["C5"] and new["C5"].font.bold
    before, then = parts(data), parts(after)
    assert [name for name in before if before[name] != then[name]] == ["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize(
    ("label", "value"),
    [("日当", "二千八百円"), ("日当", "2,800ドル"), ("適用日", "来月"), ("割引", "12")],
)
def test_a_cell_takes_what_it_holds(book: Any, label: str, value: str) -> None:
    """A share without its sign could be meant either way."""
    with pytest.raises(PlaceNotFound, match=r"holds (numbers|dates)"):
        changed(saved(book), "課長", **{label: value})


def test_a_column_of_figures_and_words_takes_both(book: Any) -> None:
    data = saved(book)

    assert cells(changed(data, "課長", 上限="実費"))["D5"].value == "実費"
    assert cells(added(data, "国内", "嘱託", "1500", "8,000", "", ""))["D7"].value == 8000


def test_what_is_calculated_is_shown_and_not_changed(book: Any) -> None:
    book[SHEET]["D5"] = "=4*2500"
    data = saved(book)

    assert locks(data, "課長") == {"上限": "formula"}
    with pytest.raises(PlaceNotFound, match="only be changed in Excel"):
        changed(data, "課長", 上限="1")


@pytest.mark.parametrize(
    "formula",
    ["=C5", "=SUM(C4:C6)", "=VLOOKUP(1,国内出張!A:F,3)", '=INDIRECT("C5")', "=SUM(5:5)", "=日当表"],
)
def test_what_formulas_use_is_left_to_excel(book: Any, formula: str) -> None:
    """Their saved values would be wrong, and those are what is read."""
    book[SHEET]["J20"] = formula

    assert locks(saved(book), "課長")["日当"] == "feeds"


def test_a_formula_elsewhere_locks_only_what_it_uses(book: Any) -> None:
    data = saved(book)

    assert (locks(data, "部長"), locks(data, "課長")) == ({"日当": "feeds"}, {})


def test_merged_and_hidden_cells_are_left_alone(book: Any) -> None:
    sheet = book[SHEET]
    sheet.merge_cells("A4:A6")
    sheet["F5"].number_format = ";;;"

    data = saved(book)

    assert locks(data, "課長") == {"区分": "merged", "割引": "hidden"}
    assert [one.values[0] for one in rows(data)] == ["国内"] * 3
    assert cells(changed(data, "課長", 日当="2800")).merged_cells.ranges


def test_text_that_looks_like_a_formula_is_text(book: Any) -> None:
    cell = cells(changed(saved(book), "課長", 区分="=1+1"))["A5"]

    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_row_is_added_below_in_the_style_of_the_last(book: Any) -> None:
    data = added(saved(book), "国内", "嘱託", "1,500円", "実費", "2026/6/1", "10%")

    sheet = cells(data)
    assert [cell.value for cell in sheet[7]][:4] == ["国内", "嘱託", 1500, "実費"]
    assert (sheet["C7"].number_format, sheet["F7"].value) == (MONEY, 0.1)
    assert row(data, "嘱託").values[4:] == ["2026-06-01", "10%"]


def test_a_row_that_was_added_is_taken_out_again(book: Any) -> None:
    before = saved(book)
    data = added(before, "国内", "嘱託", "1500", "", "", "")

    left = patching.remove(FILE, data, Place(heading_path=(SHEET,), row=row(data, "嘱託").text))

    assert rows(left) == rows(before)


def test_a_row_with_others_below_it_is_not_taken_out(book: Any) -> None:
    data = saved(book)
    with pytest.raises(PlaceNotFound, match="read in another way"):
        patching.remove(FILE, data, Place(heading_path=(SHEET,), row=row(data, "課長").text))


@pytest.mark.parametrize("reason", ["remark", "total", "sum", "excel table"])
def test_no_row_is_added_where_it_would_be_left_out_of_something(book: Any, reason: str) -> None:
    sheet = book[SHEET]
    if reason == "remark":
        sheet["A7"] = "※ 税込とする。"
    elif reason == "total":
        sheet["B7"], sheet["C7"] = "合計", 7500
    elif reason == "sum":
        sheet["J1"] = "=SUM(C4:C100)"
    else:
        sheet.add_table(Table(displayName="T", ref="A3:F6"))
    data = saved(book)

    assert not any(one.grows for one in rows(data))
    with pytest.raises(PlaceNotFound, match="No row can be added"):
        added(data, "国内", "嘱託", "1500", "", "", "")


def test_tables_beside_each_other_have_rows_of_their_own(book: Any) -> None:
    sheet = book[SHEET]
    for n, (region, allowance) in enumerate(
        (("地域", "手当"), ("東京", 500), ("大阪", 300)), start=3
    ):
        sheet.cell(n, 9, region)
        sheet.cell(n, 10, allowance)
    data = saved(book)

    there = next(one for one in rows(data) if one.values == ["大阪", "300"])
    place = Place(heading_path=(SHEET,), row=there.text)
    after = cells(patching.patch(FILE, data, place, "地域: 大阪\n手当: 350"))

    assert (after["J5"].value, after["C5"].value) == (350, 2500)


def test_libreoffice_reads_what_was_written(book: Any, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed: libreoffice-calc-nogui.")
    data = changed(saved(book), "課長", 日当="2800", 適用日="2026-05-01")
    data = added(data, "国内", "嘱託", "1500", "実費", "2026-06-01", "10%")
    (tmp_path / "table.xlsx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    utf_8 = "csv:Text - txt - csv (StarCalc):44,34,76"
    command = ["soffice", profile, "--headless", "--convert-to", utf_8, "table.xlsx"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120, check=False)
    if not (tmp_path / "table.csv").exists():
        pytest.skip(f"LibreOffice opens no workbooks: {done.stderr.decode()[-200:]}")

    lines = (tmp_path / "table.csv").read_text("utf-8").splitlines()

    assert [line for line in lines if "課長" in line or "嘱託" in line] == [
        '国内,課長,"2,800円",10000,2026-05-01,15%',
        '国内,嘱託,"1,500円",実費,2026-06-01,10%',
    ]
