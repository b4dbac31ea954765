"""Birthdays are masked; the dates of rules and events stay."""

from __future__ import annotations

import pytest

from bot.masking import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("長男が1月23日に誕生しました", "長男が［生年月日1］に誕生しました"),
        ("夫 1985年4月4日（41歳）", "夫 ［生年月日1］（41歳）"),
        ("妹（2002/3/3）を扶養に", "妹（［生年月日1］）を扶養に"),
        ("born on 1989/09/09.", "born on ［生年月日1］."),
        ("生年月日 昭和40.10.10", "生年月日 ［生年月日1］"),
        ("誕生日十二月八日", "誕生日［生年月日1］"),
        (
            "生年月日が1988年1月8日になっているが1988年8月1日が本当",
            "生年月日が［生年月日1］になっているが［生年月日2］が本当",
        ),
    ],
)
def test_a_birthday_is_told_by_what_stands_beside_it(text: str, masked: str) -> None:
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "4月2日から翌年4月1日生まれが同学年",
        "1961年4月1日以前に生まれた方",
        "妻の退職日は2026年3月31日",
        "息子の入院（2026/11/18）から",
        "2001年4月1日入社の人",
        "平成3年5月15日 法律第76号",
        "My residence card expires on 2027-03-31.",
    ],
)
def test_other_dates_stay(text: str) -> None:
    assert mask(text).text == text
