"""How pages write moments, days and people."""

from __future__ import annotations

from datetime import date, datetime

from bot.web.messages import translate
from bot.web.pages import day, person, unmarked, when
from knowledge.timeline import ALWAYS


def test_a_moment_of_another_year_says_which() -> None:
    then = datetime(2021, 3, 9, 14, 5).astimezone()
    assert when(then, "ja") == "2021年3月9日(火) 14:05"
    assert when(then, "en") == "Tue 9 Mar 2021, 14:05"


def test_a_moment_of_this_year_is_short() -> None:
    then = datetime.now().astimezone()
    assert str(then.year) not in when(then, "ja") + when(then, "en")


def test_a_day_that_is_none_or_since_ever_is_a_dash() -> None:
    assert [day(value, "ja") for value in (None, ALWAYS)] == ["–", "–"]
    assert day(date(2027, 3, 31), "ja") == "2027年3月31日"


def test_who_is_not_signed_in_is_called_so() -> None:
    names, t = {"sato": "佐藤 花子"}, translate("ja")
    assert person("sato", names, t) == "佐藤 花子"
    assert person("guest-1fddd5978ead", names, t) == "サインインしていない人（8ead）"
    assert person("gone", names, t) == "gone"


def test_markdown_is_read_without_its_marks() -> None:
    text = (
        "## 手当\n\n1日につき**250円**とする。\n\n| 区分 | 金額 |\n| --- | ---: |\n| 1日 | 250円 |"
    )

    assert unmarked(text) == "手当 1日につき250円とする。 区分 / 金額 1日 / 250円"
