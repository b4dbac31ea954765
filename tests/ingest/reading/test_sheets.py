"""Workbooks and CSV: FAQ sheets, tables, encodings."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ingest.errors import UnreadableDocument


def test_faq_rows_become_sections_below_titles_and_remarks(tmp_path: Path, read: Any) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "年次有給休暇"
    sheet.append(["休暇FAQ（2026年度）"])
    sheet.append(["No", "質問（Question）", "回答", "担当部署", "更新日"])
    sheet.append(
        [1, "半日でも取れますか。", "はい。\n午前と午後があります。", "労務課", date(2026, 4, 1)]
    )
    sheet.append([2, "繰り越せますか。", "はい、翌年度まで。", None, None])
    book.save(tmp_path / "休暇FAQ.xlsx")

    document = read(tmp_path / "休暇FAQ.xlsx")

    assert document.meta.kind == "faq"
    assert document.meta.title == "休暇FAQ"
    title, first, second = document.sections
    assert (title.heading_path, title.text) == (("年次有給休暇",), "休暇FAQ（2026年度）")
    assert first.heading_path == ("年次有給休暇", "半日でも取れますか。")
    assert first.question == "半日でも取れますか。"
    assert [(b.kind, b.text) for b in first.blocks] == [
        ("text", "はい。"),
        ("text", "午前と午後があります。"),
        ("note", "No: 1 / 担当部署: 労務課 / 更新日: 2026-04-01"),
    ]
    assert second.blocks[-1].text == "No: 2"


def test_a_question_without_an_answer_is_not_lost(tmp_path: Path, read: Any) -> None:
    (tmp_path / "faq.csv").write_text("質問,回答\n未定ですか。,\n", encoding="utf-8")

    (section,) = read(tmp_path / "faq.csv").sections

    assert (section.question, section.text) == ("未定ですか。", "未定ですか。")


def test_other_sheets_become_rows_with_their_header(tmp_path: Path, read: Any) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "日当"
    for row in (
        ["日当一覧"],
        [],
        ["役職", "日帰り", "率"],
        ["部長", 3000, 0.25],
        ["課長", 2500, 0.2],
    ):
        sheet.append(row)
    for cell in ("B4", "B5"):
        sheet[cell].number_format = '#,##0"円"'
    for cell in ("C4", "C5"):
        sheet[cell].number_format = "0%"
    book.create_sheet("下書き").append(["未公開"])
    book.worksheets[1].sheet_state = "hidden"
    book.save(tmp_path / "表.xlsx")

    document = read(tmp_path / "表.xlsx")

    (section,) = document.sections
    assert section.heading_path == ("日当",)
    assert [(b.kind, b.text) for b in section.blocks] == [
        ("text", "日当一覧"),
        ("row", "役職: 部長 / 日帰り: 3,000円 / 率: 25%"),
        ("row", "役職: 課長 / 日帰り: 2,500円 / 率: 20%"),
    ]
    assert document.warnings == ("The hidden sheet “下書き” was not read.",)


def test_formulas_without_a_saved_value_are_reported(tmp_path: Path, read: Any) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["合計", "=1+1"])
    book.save(tmp_path / "計算.xlsx")

    assert "formulas without a saved value" in read(tmp_path / "計算.xlsx").warnings[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_csv_in_the_encodings_that_excel_writes(tmp_path: Path, read: Any, encoding: str) -> None:
    text = '質問,回答,カテゴリ\r\n"期限は、①いつですか。","30日以内です。\n早めに。",申請\r\n'
    (tmp_path / "経費FAQ.csv").write_bytes(text.encode(encoding))

    (section,) = read(tmp_path / "経費FAQ.csv").sections

    assert section.heading_path == ("申請", "期限は、①いつですか。")
    assert [b.text for b in section.blocks] == ["30日以内です。", "早めに。", "カテゴリ: 申請"]


def test_csv_that_is_no_text_says_so(tmp_path: Path, read: Any) -> None:
    (tmp_path / "a.csv").write_bytes(bytes(range(128, 256)) + b"\x00")

    with pytest.raises(UnreadableDocument, match="not text"):
        read(tmp_path / "a.csv")


def test_a_locked_workbook_says_so(tmp_path: Path, read: Any) -> None:
    path = tmp_path / "秘密.xlsx"
    path.write_bytes(
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    )
    with pytest.raises(UnreadableDocument, match="password"):
        read(path)


@pytest.mark.parametrize(
    "header",
    [
        "No.,カテゴリ,問い合わせ内容,対応,備考",
        "番号,大分類,よくある質問,回答例,担当",
        "ID,Category,Question,Answer,Note",
        "No,分野,見出し,本文,備考",
        "No,種別,質問例,対処方法,備考",
    ],
)
def test_faq_columns_have_many_names(tmp_path: Path, read: Any, header: str) -> None:
    text = f"{header}\n1,休暇,有給は何日ですか,10日です,人事部\n"
    (tmp_path / "faq.csv").write_text(text, encoding="cp932")

    (section,) = read(tmp_path / "faq.csv").sections

    assert (section.question, section.blocks[0].text) == ("有給は何日ですか", "10日です")


def test_a_table_of_items_and_contents_is_no_faq(tmp_path: Path, read: Any) -> None:
    (tmp_path / "a.csv").write_text("項目,内容\n日当,3000円\n宿泊費,実費\n", encoding="utf-8")

    (section,) = read(tmp_path / "a.csv").sections

    assert section.question is None
    assert [b.text for b in section.blocks] == [
        "項目: 日当 / 内容: 3000円",
        "項目: 宿泊費 / 内容: 実費",
    ]


def test_tables_beside_each_other_and_remarks_below_them(tmp_path: Path, read: Any) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "旅費"
    for row in (
        ["役職", "日当（円）", None, "地域", "宿泊費"],
        ["部長", 3000, None, "東京", "12,000円"],
        ["課長", 2500, None, "大阪", "10,000円"],
        ["※税込とする。"],
    ):
        sheet.append(row)
    book.save(tmp_path / "旅費.xlsx")

    (section,) = read(tmp_path / "旅費.xlsx").sections

    assert [b.text for b in section.blocks] == [
        "役職: 部長 / 日当（円）: 3000",
        "役職: 課長 / 日当（円）: 2500",
        "※税込とする。",
        "地域: 東京 / 宿泊費: 12,000円",
        "地域: 大阪 / 宿泊費: 10,000円",
    ]


def test_a_table_of_more_columns_than_excel_has_is_refused(tmp_path: Path, read: Any) -> None:
    (tmp_path / "表.csv").write_text("列," * 20_000 + "\n1", encoding="utf-8")
    with pytest.raises(UnreadableDocument, match=r"20,001 columns; the limit is 16,384"):
        read(tmp_path / "表.csv")
