"""The head of a pasted table says what the numbers below it are."""

from __future__ import annotations

import pytest

from bot.masking import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (
            "氏名\t社員番号\t入社日\n佐藤\t118204\t2015/04/01\n鈴木\t118377\t2016/04/01",
            "氏名\t社員番号\t入社日\n佐藤\t［社員番号1］\t2015/04/01\n鈴木\t［社員番号2］\t2016/04/01",
        ),
        (
            "| 氏名 | 生年月日 |\n|---|---|\n| 辻 | 1985/1/30 |",
            "| 氏名 | 生年月日 |\n|---|---|\n| 辻 | ［生年月日1］ |",
        ),
        ("氏名,口座\n原,0771823", "氏名,口座\n原,［口座1］"),
        ("氏名 社員番号\n石井 洋 118204", "氏名 社員番号\n石井 洋 ［社員番号1］"),
        ("ID\t氏名\n40021\t西", "ID\t氏名\n［社員番号1］\t西"),
    ],
)
def test_cells_are_what_their_column_is_called(text: str, masked: str) -> None:
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "氏名\t内線\t社員番号\n佐藤\t2218\t-",
        "品名,数量\nいす,118204",
        "社員番号を忘れた\n118 204 歩",
    ],
)
def test_numbers_of_other_columns_stay(text: str) -> None:
    assert mask(text).text == text


def test_a_table_ends_where_the_columns_do() -> None:
    text = "氏名\t口座\n原\t0771823\n以上です。在庫は 1182047 個"
    assert mask(text).text == "氏名\t口座\n原\t［口座1］\n以上です。在庫は 1182047 個"
