"""Sheets of a workbook, ordered by how well a new entry fits them."""

from __future__ import annotations

import pytest

from bot.desk import sheets
from knowledge.model import Block, Section

ENTRIES = {
    "休暇": {
        "有給休暇は何日ですか": "入社半年で10日付与されます。",
        "結婚休暇は取れますか": "5日取れます。",
    },
    "手当": {"通勤手当はいくらですか": "月5万円までです。", "家族手当は出ますか": "月1万円です。"},
    "福利厚生": {"社員食堂は使えますか": "12時から使えます。"},
}
SECTIONS = [
    Section(heading_path=(sheet, asked), blocks=(Block(kind="text", text=answer),), question=asked)
    for sheet, entries in ENTRIES.items()
    for asked, answer in entries.items()
]


@pytest.mark.parametrize(
    ("question", "answer", "sheet"),
    [
        ("ボランティア休暇は何日取れますか", "年3日です。", "休暇"),
        ("住宅手当は月いくら出ますか", "月2万円です。", "手当"),
        ("食堂で弁当は買えますか", "買えます。", "福利厚生"),
        ("福利厚生の窓口はどこですか", "総務課です。", "福利厚生"),
    ],
)
def test_the_sheet_whose_entries_are_about_the_same_comes_first(
    question: str, answer: str, sheet: str
) -> None:
    assert sheets.ordered(list(ENTRIES), SECTIONS, question, answer)[0] == sheet


def test_what_fits_none_leaves_the_sheets_in_their_order() -> None:
    assert sheets.ordered(list(ENTRIES), SECTIONS, "Wi-Fi", "zeroji-guest")[0] == "休暇"


def test_a_workbook_with_one_sheet_has_no_choice() -> None:
    assert sheets.ordered(["休暇"], SECTIONS, "住宅手当", "なし") == ["休暇"]
