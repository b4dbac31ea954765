"""Other wordings of a question, made by rule."""

from __future__ import annotations

import pytest

from evals.gating.paraphrasing import MOST, paraphrases


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("在宅勤務は週に何日までできますか。", "在宅勤務は週に何日までできる？"),
        ("結婚休暇の日数を教えてください。", "結婚休暇の日数は？"),
        ("駐輪場代はいくらですか？", "駐輪場代は？"),
    ],
)
def test_a_polite_question_is_made_short(question: str, expected: str) -> None:
    assert paraphrases(question)[0] == expected


def test_a_noun_is_said_in_other_words() -> None:
    made = paraphrases("有給は何日前までに申請しますか。")

    assert any("年次有給休暇は何日前" in one for one in made)


def test_no_inflected_form_is_swapped_for_a_noun() -> None:
    made = paraphrases("工事費は会社が出してくれますか。")

    assert not any("負担てくれ" in one for one in made)


@pytest.mark.parametrize("question", ["駐輪場代は？", "A", "いつ", "有給は何日？"])
def test_there_are_few_and_none_is_the_question(question: str) -> None:
    made = paraphrases(question)

    assert 0 < len(made) <= MOST
    assert question not in made
    assert len(set(made)) == len(made)


@pytest.mark.parametrize(
    ("question", "odd"),
    [
        ("永年勤続でもらえる休みはありますか。", "祝金"),
        ("ボランティア休暇は何日ありますか。", "ボランティアは"),
        ("ペットの通院に行ってもいいですか。", "通院休暇"),
        ("タクシーはどんなときに使えますか。", "ますかね"),
    ],
)
def test_nothing_is_made_that_means_something_else_or_that_nobody_says(
    question: str, odd: str
) -> None:
    assert not any(odd in made for made in paraphrases(question))
