from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.answering.understanding import Understanding, Wanted, understand, wanted
from bot.outcomes import Question
from tests.bot.answering.conftest import TODAY

Read = Callable[[str], Understanding]
BEFORE = "日帰り出張の日当はいくらですか"


@pytest.mark.parametrize(
    "text",
    [
        "じゃあ部長は？",
        "部長の場合は？",
        "課長は？",
        "ちなみに宿泊は",
        "それはいつまで？",
        "What about managers?",
    ],
)
def test_a_follow_up_carries_what_it_continues(text: str) -> None:
    asked = Question(text=text, asker="shain")
    assert understand(asked, BEFORE, TODAY).standalone == f"{BEFORE}\n{text}"
    assert understand(asked, None, TODAY).standalone == text


def test_a_new_matter_in_a_conversation_stands_alone() -> None:
    asked = Question(text="在宅勤務は週に何日までできますか", asker="shain")
    assert understand(asked, BEFORE, TODAY).standalone == asked.text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("日当はいくらですか", "amount"),
        ("How much is it?", "amount"),
        ("結婚休暇は何日ですか", "number"),
        ("いつまでに申請しますか", "deadline"),
        ("申請期限は？", "deadline"),
        ("When do I apply?", "deadline"),
        ("誰に聞けばいいですか", "person"),
        ("Who approves it?", "person"),
        ("どうやって申請しますか", "procedure"),
        ("タクシーは使えますか", "permission"),
        ("May I take a taxi?", "permission"),
        ("旅費規程", None),
        ("cancellation as a whole", None),
    ],
)
def test_the_kind_of_statement_that_is_wanted(text: str, kind: Wanted | None) -> None:
    assert wanted(text) == kind


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
