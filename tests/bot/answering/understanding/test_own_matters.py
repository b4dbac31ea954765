from __future__ import annotations

import pytest

from bot.answering.understanding.own_matters import own_matters

BEFORE = "休職は何か月までですか"


@pytest.mark.parametrize(
    "text",
    [
        "申請はいつまで",
        "契約社員は何日",
        "3年だと",
        "破ったらどうなりますか",
        "土日も含めて数えますか",
        "when do i have to apply?",
    ],
)
def test_it_names_nothing_of_its_own(text: str) -> None:
    assert own_matters(BEFORE, text) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("社宅の申請はいつまで", ["社宅"]),
        ("辞めたらどうなりますか", ["辞める"]),
        ("夜勤は何回", ["夜勤"]),
        ("領収書をなくしたら", ["なくす"]),
    ],
)
def test_it_names_a_matter(text: str, named: list[str]) -> None:
    assert own_matters(BEFORE, text) == named
