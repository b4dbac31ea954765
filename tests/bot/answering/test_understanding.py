from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.answering.understanding import Understanding, understand
from bot.outcomes import Question
from tests.bot.answering.conftest import TODAY

Read = Callable[[str], Understanding]
BEFORE = "日帰り出張の日当はいくらですか"


@pytest.mark.parametrize(
    ("text", "standalone"),
    [
        ("じゃあ部長は？", f"{BEFORE}\n部長は？"),
        ("それはいつまで？", f"{BEFORE}\nそれはいつまで？"),
        ("宿泊だと？", "宿泊出張の日当はいくらですか"),
    ],
)
def test_a_follow_up_carries_what_it_continues(text: str, standalone: str) -> None:
    asked = Question(text=text, asker="shain")
    assert understand(asked, BEFORE, TODAY).standalone == standalone
    assert understand(asked, None, TODAY).standalone == text


def test_what_may_be_a_new_matter_is_read_both_ways() -> None:
    asked = Question(text="在宅勤務は週に何日までできますか", asker="shain")
    reading = understand(asked, BEFORE, TODAY)
    assert reading.standalone == asked.text
    assert reading.perhaps == f"{BEFORE}\n{asked.text}"


def test_a_follow_up_wants_what_it_says_or_what_was_wanted_before() -> None:
    def kind(text: str) -> str | None:
        return understand(Question(text=text, asker="shain"), BEFORE, TODAY).wanted

    assert kind("それはいつまで？") == "deadline"
    assert kind("じゃあ部長は？") == "amount"


def test_the_language_is_that_of_the_question(read: Read) -> None:
    assert read("出張の日当は？").language == "ja"
    assert read("Per diem?").language == "en"


def test_the_date_in_the_words_wins_over_the_date_that_is_set() -> None:
    def on(text: str) -> tuple[date, bool]:
        question = Question(text=text, asker="shain", on=date(2027, 1, 1))
        reading = understand(question, None, TODAY)
        return reading.on, reading.on_stated

    assert on("来年4月の日当は？") == (date(2027, 4, 1), True)
    assert on("日当は？") == (date(2027, 1, 1), False)


def test_without_any_date_today_is_meant(read: Read) -> None:
    assert (read("日当は？").on, read("日当は？").on_stated) == (TODAY, False)
