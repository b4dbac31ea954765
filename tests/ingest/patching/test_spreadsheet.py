"""Answers of an XLSX FAQ, changed in place."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from ingest.patching import spreadsheet
from ingest.patching.places import Place, PlaceNotFound

FORMULA, SAVED = b"<f>B2*2</f><v></v>", b"<f>B2*2</f><v>500</v>"


def at(question: str, *outer: str, new: bool = False) -> Place:
    return Place(heading_path=(*outer, question), new=new)


@pytest.fixture
def faq() -> bytes:
    """Two FAQ sheets, the second one hidden, and a sheet of figures with a chart."""
    book = Workbook()
    sheet: Any = book.active
    _fill(sheet, "休暇", ["No.", "質問", "回答", "担当"])
    sheet.append([1, "有休は何日？", "10日です。", "人事"])
    sheet.append([2, "半休は？", "取れます。", "人事"])
    sheet["C3"].font = Font(bold=True)
    sheet["C3"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["A6"] = "以上"
    _fill(book.create_sheet("控え"), "控え", ["質問", "回答"])
    book["控え"].append(["半休は？", "旧い答え"])
    book["控え"].sheet_state = "hidden"
    _fill(book.create_sheet("料金"), "料金", ["品目", "額"])
    book["料金"].append(["一日", 250])
    book["料金"].append(["二日", "=B2*2"])
    prices: Any = book["料金"]
    chart = BarChart()
    chart.add_data(Reference(prices, min_col=2, min_row=1, max_row=3))
    prices.add_chart(chart, "D1")
    return _with_saved_value(book)


def _fill(sheet: Any, title: str, header: list[str]) -> None:
    sheet.title = title
    sheet.append(header)


def _with_saved_value(book: Workbook) -> bytes:
    """The file as Excel saves it: with the value of its formula, which openpyxl cannot write."""
    out, changed = io.BytesIO(), io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as source, zipfile.ZipFile(changed, "w") as target:
        for info in source.infolist():
            target.writestr(info, source.read(info).replace(FORMULA, SAVED))
    return changed.getvalue()


def sheet_of(data: bytes, title: str = "休暇", values: bool = False) -> Any:
    return load_workbook(io.BytesIO(data), data_only=values)[title]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_an_answer_is_found_by_its_question(faq: bytes) -> None:
    assert spreadsheet.read(faq, at("有休は何日?")) == "10日です。"


def test_only_that_cell_is_changed_and_its_style_stays(faq: bytes) -> None:
    before, after = sheet_of(faq), sheet_of(spreadsheet.write(faq, at("半休は？"), "一\n二"))
    assert after["C3"].value == "一\n二"
    assert after["C3"].font.bold
    assert after["C3"].fill.fgColor.rgb == before["C3"].fill.fgColor.rgb == "00FFFF00"
    changed = [
        cell.coordinate
        for row in before.iter_rows()
        for cell in row
        if cell.value != after[cell.coordinate].value
    ]
    assert changed == ["C3"]


def test_every_other_part_of_the_file_keeps_its_bytes(faq: bytes) -> None:
    before, after = parts(faq), parts(spreadsheet.write(faq, at("半休は？"), "取れません。"))
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]


def test_formulas_keep_their_saved_values(faq: bytes) -> None:
    patched = spreadsheet.write(faq, at("半休は？"), "取れません。")
    assert sheet_of(patched, "料金")["B3"].value == "=B2*2"
    assert sheet_of(patched, "料金", values=True)["B3"].value == 500


def test_a_new_entry_stands_below_everything_in_the_style_of_the_last(faq: bytes) -> None:
    patched = sheet_of(spreadsheet.write(faq, at("産休は？", new=True), "取れます。"))
    assert [cell.value for cell in patched[7]] == [None, "産休は？", "取れます。", None]
    assert patched["C7"].font.bold
    assert patched["A6"].value == "以上"
    assert patched.max_row == 7


def test_a_new_entry_goes_to_the_sheet_that_the_place_names() -> None:
    book = Workbook()
    sheets: Any = (book.active, book.create_sheet("x"))
    for sheet, title in zip(sheets, ("休暇", "経費"), strict=True):
        _fill(sheet, title, ["質問", "回答"])
        sheet.append(["はい？", "はい。"])
    data = _with_saved_value(book)
    patched = spreadsheet.write(data, at("いいえ？", "経費", new=True), "いいえ。")
    assert sheet_of(patched, "経費")["A3"].value == "いいえ？"
    assert sheet_of(patched, "休暇")["A3"].value is None


def test_an_entry_can_be_added_below_an_empty_table() -> None:
    book = Workbook()
    _fill(book.active, "休暇", ["質問", "回答"])
    patched = spreadsheet.write(_with_saved_value(book), at("はい？", new=True), "はい。")
    assert spreadsheet.read(patched, at("はい？")) == "はい。"


def test_a_hidden_sheet_is_left_alone(faq: bytes) -> None:
    patched = spreadsheet.write(faq, at("半休は？"), "取れません。")
    assert sheet_of(patched, "控え")["B2"].value == "旧い答え"


def test_text_that_looks_like_a_formula_is_text(faq: bytes) -> None:
    cell = sheet_of(spreadsheet.write(faq, at("半休は？"), "=1+1 ではありません"))["C3"]
    assert (cell.value, cell.data_type) == ("=1+1 ではありません", "s")


def test_an_answer_that_is_calculated_is_no_place(faq: bytes) -> None:
    book = load_workbook(io.BytesIO(faq))
    book["休暇"]["C2"] = '=A2&"日です。"'
    with pytest.raises(PlaceNotFound, match="calculated by a formula"):
        spreadsheet.read(_with_saved_value(book), at("有休は何日？"))


def test_a_question_that_is_not_there_or_there_twice_is_no_place(faq: bytes) -> None:
    with pytest.raises(PlaceNotFound, match="no row with the question 「船は？」"):
        spreadsheet.read(faq, at("船は？"))
    book = load_workbook(io.BytesIO(faq))
    book["休暇"]["B4"] = "半休は？"
    with pytest.raises(PlaceNotFound, match="2 rows with the question 「半休は？」"):
        spreadsheet.write(_with_saved_value(book), at("半休は？"), "x")


def test_a_book_without_questions_takes_no_new_entry() -> None:
    book = Workbook()
    _fill(book.active, "料金", ["品目", "額"])
    with pytest.raises(PlaceNotFound, match="no sheet with question and answer columns"):
        spreadsheet.write(_with_saved_value(book), at("はい？", new=True), "はい。")


def test_control_characters_are_refused(faq: bytes) -> None:
    with pytest.raises(PlaceNotFound, match="control characters"):
        spreadsheet.write(faq, at("半休は？"), "一\x0b二")


def test_a_new_entry_is_taken_back_and_no_other_row_moves(faq: bytes) -> None:
    added = spreadsheet.write(faq, at("産休は？", new=True), "取れます。")
    back = sheet_of(spreadsheet.remove(added, at("産休は？")))
    assert [[c.value for c in row] for row in back][:6] == [
        [c.value for c in row] for row in sheet_of(faq)
    ]
    assert all(cell.value is None for cell in back[7])


def test_a_question_that_is_there_is_not_asked_again(faq: bytes) -> None:
    with pytest.raises(PlaceNotFound, match="has 「半休は"):
        spreadsheet.write(faq, at("半休は?", new=True), "はい")


def test_rules_of_the_sheet_itself_stay() -> None:
    book = Workbook()
    sheet: Any = book.active
    _fill(sheet, "休暇", ["質問", "回答", "数"])
    sheet.append(["はい？", "はい。", "=1+1"])
    sheet.add_data_validation(DataValidation(type="list", formula1='"はい,いいえ"', sqref="B2:B9"))
    sheet.conditional_formatting.add(
        "C2:C9", CellIsRule("greaterThan", ["1"], font=Font(bold=True))
    )
    data = _with_saved_value(book)
    patched = sheet_of(spreadsheet.write(data, at("はい？"), "いいえ。"))
    assert patched.data_validations.dataValidation[0].formula1 == '"はい,いいえ"'
    assert [r.formula for rules in patched.conditional_formatting for r in rules.rules] == [["1"]]
    assert patched["C2"].value == "=1+1"


def two_sheets() -> bytes:
    book = Workbook()
    sheet: Any = book.active
    _fill(sheet, "休暇", ["質問", "回答"])
    sheet.append(["申請先は？", "上長です。"])
    _fill(book.create_sheet("手当"), "手当", ["質問", "回答"])
    book["手当"].append(["申請先は？", "人事です。"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_new_entry_goes_to_the_sheet_that_is_named() -> None:
    changed = spreadsheet.write(two_sheets(), at("住宅手当は？", "手当", new=True), "ありません。")
    book = load_workbook(io.BytesIO(changed))
    assert [row[0].value for row in book["手当"]][-1] == "住宅手当は？"
    assert [row[0].value for row in book["休暇"]][-1] == "申請先は？"


def test_the_same_question_on_two_sheets_is_told_apart_by_the_sheet() -> None:
    data = two_sheets()
    assert spreadsheet.read(data, at("申請先は？", "手当")) == "人事です。"
    with pytest.raises(PlaceNotFound, match="2 rows"):
        spreadsheet.read(data, at("申請先は？"))


def test_the_sheets_that_take_new_entries(faq: bytes) -> None:
    assert spreadsheet.sheets(two_sheets()) == ["休暇", "手当"]
    assert spreadsheet.sheets(faq) == ["休暇"]


def test_what_is_no_workbook_has_no_places() -> None:
    with pytest.raises(PlaceNotFound, match="no workbook") as raised:
        spreadsheet.sheets(b"PK broken")
    assert raised.value.ja == "Excel ファイルとして読み取れません。"
