from __future__ import annotations

import pytest

from bot.answering.understanding.continuing import (
    continued,
    is_fragment,
    names_again,
    points_back,
    refers_back,
    topic,
)


@pytest.mark.parametrize(
    ("before", "text", "together"),
    [
        ("有給は6か月で何日？", "じゃあ4年半たったら？", "有給は4年6か月で何日?"),
        ("正職員の有休は勤続2年だと何日", "5年だと?", "正職員の有休は勤続5年だと何日"),
        ("入社2年目の有休は", "5年目だと？", "入社5年目の有休は"),
        ("父の忌引は何日？正社員です", "じゃあパートは？", "父の忌引は何日？パートです"),
        ("夜勤の手当、看護師はいくら？", "介護職の場合は？", "夜勤の手当、介護職はいくら？"),
        ("検定2級の奨励金は", "特級だと？", "検定特級の奨励金は"),
        ("息子の結婚で何日休める", "妹だと？", "妹の結婚で何日休める"),
        ("アジア出張の日当は", "北米だと？", "北米出張の日当は"),
        ("台湾出張の日当は", "シンガポールは？", "シンガポール出張の日当は"),
        ("日当はアメリカだと", "タイなら？", "日当はタイだと"),
        ("勤続6年以上だと何日", "2年ちょっとだと？", "勤続2年ちょっとだと何日"),
        ("片道4kmだといくら", "22kmになったら？", "片道22kmだといくら"),
        ("S2の日当は", "S3は？", "S3の日当は"),
        (
            "gift for full-time employees?",
            "How about contract employees?",
            "gift for contract employees?",
        ),
    ],
)
def test_what_is_new_replaces_what_is_of_the_same_kind(
    before: str, text: str, together: str
) -> None:
    assert points_back(text) or is_fragment(text)
    assert continued(before, text) == together


def test_another_thing_about_the_same_matter_is_asked_below_it() -> None:
    assert points_back("それっていつまで？")
    assert (
        continued("結婚祝金はいくら", "それっていつまで？")
        == "結婚祝金はいくら\nそれっていつまで？"
    )


def test_thanks_and_markers_are_left_out() -> None:
    text = "ありがとうございます。ちなみに申請はいつまで？"
    assert continued("結婚祝金はいくら", text) == "結婚祝金はいくら\n申請はいつまで？"


def test_a_value_goes_with_the_next_value() -> None:
    second = continued("日帰りの出張の日当は。一般職員です", "泊まりだと？")
    third = continued(second, "課長だと？")
    assert third == "泊まりの出張の日当は。課長です"


def test_no_more_is_carried_than_the_beginning_and_the_last() -> None:
    asked = "育休は何日"
    for text in ("それは分割できる？", "その間の給料は？", "その申請はいつまで？"):
        asked = continued(asked, text)
    assert asked.split("\n") == ["育休は何日", "その間の給料は？", "その申請はいつまで？"]


@pytest.mark.parametrize(
    "text",
    ["在宅勤務は週に何日までできますか", "経費の申請期限を過ぎたらどうすればいいですか"],
)
def test_a_question_that_says_all_stands_alone(text: str) -> None:
    assert not points_back(text) and not is_fragment(text)


@pytest.mark.parametrize("text", ["いくら？", "申し込みはいつまで？", "宿泊は？", "And in Nagano?"])
def test_a_fragment_goes_on(text: str) -> None:
    assert points_back(text) or is_fragment(text)


def test_a_question_that_names_the_matter_again_stands_alone() -> None:
    assert names_again("在宅勤務は週に何日までですか", "在宅勤務の手当は？")
    assert not names_again("在宅勤務は週に何日までですか", "手当は？")


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("自主研修の出張は日当出る？", "自主研修の出張"),
        ("有休って半日でも取れますか", "有休"),
        ("父が亡くなった場合は何日休めますか", "父が亡くなった場合"),
        ("結婚祝金いくら？", "結婚祝金"),
        ("ちなみに申請は何日前まで？", "申請"),
        ("いくらですか？", ""),
        ("休めますか", ""),
    ],
)
def test_the_topic_is_what_wa_marks_or_what_stands_before_the_asking_word(
    text: str, about: str
) -> None:
    assert topic(text) == about


@pytest.mark.parametrize(
    "text", ["その間の給料は？", "それは有給？", "そういう休みは何日？", "Is it paid?"]
)
def test_some_words_mean_what_another_question_told(text: str) -> None:
    assert refers_back(text)


@pytest.mark.parametrize(
    "text", ["日当と宿泊費はそれぞれいくら？", "車でそのまま帰っていい？", "もしくは現金？"]
)
def test_others_only_look_like_them(text: str) -> None:
    assert not refers_back(text)


@pytest.mark.parametrize(
    ("before", "text", "together"),
    [
        ("パートの有給は何日", "パートじゃなくて契約社員です", "契約社員の有給は何日"),
        ("国内出張の日当は", "すみません、海外でした", "海外出張の日当は"),
        ("退職金はいつ出ますか", "退職金じゃなくて賞与です", "賞与はいつ出ますか"),
    ],
)
def test_a_correction_takes_the_place_of_what_it_takes_back(
    before: str, text: str, together: str
) -> None:
    assert continued(before, text) == together


def test_where_two_of_a_kind_are_said_neither_is_replaced() -> None:
    assert continued("課長と部長の日当は", "係長は？") == "課長と部長の日当は\n係長は？"


def test_what_came_between_takes_the_new_value_too() -> None:
    assert (
        continued("資格手当は出ますか\n簿記2級だと", "1級は？") == "資格手当は出ますか\n簿記1級だと"
    )


@pytest.mark.parametrize(
    "text",
    [
        "取引先の方へのお土産は",
        "同じ部署の人が結婚するとき",
        "これから出産します",
        "余裕があれば",
        "それぞれいくら",
    ],
)
def test_some_words_only_look_as_if_they_pointed_back(text: str) -> None:
    assert not points_back(text)
