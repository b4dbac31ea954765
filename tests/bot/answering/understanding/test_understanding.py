from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.answering.understanding import Understanding, understand, understand_each
from bot.outcomes import Question
from bot.profiles import Profile
from tests.bot.answering.conftest import TODAY

Read = Callable[[str], Understanding]
BEFORE = "日帰り出張の日当はいくらですか"


@pytest.mark.parametrize(
    ("text", "standalone"),
    [
        ("じゃあ部長は？", f"{BEFORE}\n部長は？"),
        ("それはいつまで？", f"{BEFORE}\nそれはいつまで？"),
        ("宿泊だと？", "宿泊出張の日当はいくらですか"),
        ("詳しく教えて", f"{BEFORE}\n詳しく教えて"),
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


# Several questions in one message


def _each(text: str, before: str | None = None) -> tuple[Understanding, ...]:
    return understand_each(Question(text=text, asker="shain"), before, TODAY)


def test_one_question_is_read_as_it_is() -> None:
    text = "有給は何日ですか？教えてください。"
    assert _each(text) == (understand(Question(text=text, asker="shain"), None, TODAY),)


def test_each_question_stands_with_what_is_told_before_it() -> None:
    days, money = _each("父が亡くなりました。忌引は何日ですか？香典は出ますか？")
    assert days.standalone == "父が亡くなりました。忌引は何日ですか？"
    assert money.standalone == "父が亡くなりました。香典は出ますか？"
    assert (days.said, money.said) == ("忌引は何日ですか？", "香典は出ますか？")
    assert (days.wanted, money.wanted) == ("number", "permission")


def test_a_second_question_may_carry_the_matter_of_the_first() -> None:
    _, second = _each("自主研修の出張は日当出る？正社員じゃなくても行ける？")
    assert second.standalone == "正社員じゃなくても行ける？"
    assert second.perhaps == "自主研修の出張\n正社員じゃなくても行ける？"


@pytest.mark.parametrize(
    ("text", "standalone"),
    [
        ("看護休暇は何日？いつまで？", "看護休暇\nいつまで？"),
        ("育休はいつまで取れますか？その間の給料は？", "育休\nその間の給料は？"),
        ("正社員の忌引は何日？パートは？", "パートの忌引は何日？"),
    ],
)
def test_a_question_that_says_too_little_carries_it_in_any_case(text: str, standalone: str) -> None:
    second = _each(text)[1]
    assert (second.standalone, second.perhaps) == (standalone, None)


def test_the_first_question_may_go_on_with_the_message_before() -> None:
    first, second = _each("じゃあ部長はいくら？在宅勤務は週に何日までですか？", BEFORE)
    assert first.standalone == f"{BEFORE}\n部長はいくら？"
    assert second.standalone == "在宅勤務は週に何日までですか？"


def test_a_date_holds_for_its_question_and_for_those_that_go_on_with_it() -> None:
    text = "日当は今いくらですか？来年4月から精算は何日以内ですか？宿泊費は？"
    assert [one.on for one in _each(text)] == [TODAY, date(2027, 4, 1), date(2027, 4, 1)]


def test_how_it_is_understood_is_told_where_something_was_carried() -> None:
    def told(text: str) -> str:
        return understand(Question(text=text, asker="shain"), BEFORE, TODAY).understood_as

    assert told("じゃあ部長は？") == "部長の場合、日帰り出張の日当はいくらですか"
    assert told("それはいつまで？") == "日帰り出張の日当はいつまで？"
    assert told("在宅勤務は週に何日までできますか") == ""


def test_what_may_be_meant_is_told_for_the_second_reading_too() -> None:
    asked = Question(text="在宅勤務は週に何日まで？", asker="shain")
    reading = understand(asked, "日当は？", TODAY)
    assert reading.perhaps_as == "日当は。在宅勤務は週に何日まで？"


def test_of_two_matters_it_is_asked_which_is_meant() -> None:
    before = "日当と宿泊費はそれぞれいくらですか"
    reading = understand(Question(text="それはいつもらえますか", asker="shain"), before, TODAY)
    assert reading.unclear == ("日当はいつもらえますか", "宿泊費はいつもらえますか")


def test_several_questions_ask_back_for_none_of_them() -> None:
    each = _each("それはいつもらえますか？誰に出しますか？", "日当と宿泊費はそれぞれいくらですか")
    assert [one.unclear for one in each] == [(), ()]


def test_the_asker_is_known_by_the_question() -> None:
    profile = Profile(employment="パート")
    asked = Question(text="有給は？", asker="shain", profile=profile)
    assert understand(asked, None, TODAY).profile == profile
