from __future__ import annotations

import pytest

from bot.answering.composing.dating import dated_as_quoted

ERA = "この規程は、令和8年4月1日から施行する。"
WESTERN = "この規程は、2026年4月1日から施行する。"


@pytest.mark.parametrize(
    ("text", "quote", "told"),
    [
        ("2026年4月1日から適用されます。", ERA, "令和8年4月1日から適用されます。"),
        ("令和8年4月1日から適用されます。", WESTERN, "2026年4月1日から適用されます。"),
        ("令和8年4月1日から適用されます。", ERA, "令和8年4月1日から適用されます。"),
        ("2026年4月2日から適用されます。", ERA, "2026年4月2日から適用されます。"),
        (
            "2026年4月1日から適用されます。",
            "2026年4月1日（令和8年4月1日）から",
            "2026年4月1日から適用されます。",
        ),
        (
            "2019年5月1日に改定されました。",
            "令和元年5月1日改定",
            "令和元年5月1日に改定されました。",
        ),
        ("2026年度から月5,000円です。", ERA, "2026年度から月5,000円です。"),
        ("2026年13月45日まで。", "令和8年13月46日まで", "2026年13月45日まで。"),
        ("It is in force from 1 April 2026.", ERA, "It is in force from 1 April 2026."),
    ],
)
def test_a_day_is_spelled_as_in_the_quote_that_has_it(text: str, quote: str, told: str) -> None:
    assert dated_as_quoted(text, quote) == told
