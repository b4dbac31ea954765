from __future__ import annotations

import pytest

from bot.answering.understanding.phrasing import asked_about, instead, put, readable


@pytest.mark.parametrize(
    ("before", "text", "one"),
    [
        ("慶弔休暇は何日ですか", "正社員です", "正社員の場合、慶弔休暇は何日ですか"),
        ("退職はいつまでに言う", "契約社員でも同じですか", "契約社員の場合、退職はいつまでに言う"),
        ("出張の日当はいくらですか", "部長はいくら？", "部長の場合、出張の日当はいくら？"),
        ("育休は何歳まで", "それは分割できますか", "育休は分割できますか"),
        ("育休は何歳まで", "その間の給料は", "育休は何歳まで\nその間の給料は"),
        ("育休は取れますか", "その期間は延長できますか", "育休の期間は延長できますか"),
        ("在宅勤務の申請は", "誰が承認しますか", "在宅勤務の申請は誰が承認しますか"),
        ("通勤手当の上限はいくら", "上限を超えたら？", "通勤手当の上限を超えたら？"),
        ("人間ドックの補助はありますか", "対象は何歳から？", "人間ドックの補助の対象は何歳から？"),
    ],
)
def test_a_follow_up_is_one_question_with_what_it_goes_on_with(
    before: str, text: str, one: str
) -> None:
    assert put(before, text) == one


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("タクシーは経費になりますか", "例外はありますか"),
        ("父が亡くなりました。何日休めますか", "分けて取れますか"),
        ("結婚休暇は何日", "もっと詳しく"),
        ("Is there a gift?", "Is it taxed?"),
    ],
)
def test_where_something_would_be_lost_both_stand(before: str, text: str) -> None:
    assert put(before, text) == f"{before}\n{text}"


def test_several_lines_are_read_as_sentences() -> None:
    assert readable("育休は取れますか？\nいつから？") == "育休は取れますか。いつから？"
    assert readable("Is there a gift?\nIs it taxed?") == "Is there a gift. Is it taxed?"
    assert readable("育休は取れますか？") == "育休は取れますか？"


def test_a_message_is_asked_about_a_matter() -> None:
    assert asked_about("結婚祝金", "それはいつですか") == "結婚祝金はいつですか"
    assert asked_about("結婚祝金", "その申請は？") == "結婚祝金の申請は？"


def test_the_same_is_asked_of_another_matter() -> None:
    assert (
        instead("住民税はいつから引かれますか", "厚生年金は？") == "厚生年金はいつから引かれますか"
    )
    assert instead("夜勤の手当はいくら", "夕勤は？") is None
    assert instead("住民税はいつから引かれますか", "いつまで？") is None
