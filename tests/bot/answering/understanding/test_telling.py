from __future__ import annotations

import numpy as np
import pytest

from bot.answering.understanding import telling
from knowledge import japanese


def signs(text: str) -> frozenset[str]:
    return telling.signs(japanese.normalize(text))


def test_signs_are_words_pairs_endings_and_what_is_wanted() -> None:
    found = signs("有給は何日ですか")

    assert {"w:有給", "w:何", "wants:number"} <= found
    assert any(sign.startswith("end:") for sign in found)


def test_full_stops_and_question_marks_say_nothing() -> None:
    assert signs("有給は何日ですか？") == signs("有給は何日ですか")
    assert signs("毎日、怒鳴られます。") == signs("毎日怒鳴られます")


def test_the_direction_is_one_of_meaning() -> None:
    scolded, yelled, leave = (
        telling.direction(japanese.normalize(text))
        for text in ("先輩に叱られる", "上司に怒鳴られる", "有給休暇の申請期限")
    )

    assert scolded @ yelled > scolded @ leave
    assert np.linalg.norm(scolded) == pytest.approx(1, abs=1e-3)


def test_without_known_words_there_is_no_direction() -> None:
    assert not telling.direction("???").any()


def test_the_odds_are_the_sum_of_what_is_said() -> None:
    model = telling.read(
        {
            "bias": -1.0,
            "least": 0.5,
            "signs": {"w:怒鳴る": 2.0},
            "direction": [0.0] * len(telling.direction("")),
        }
    )

    assert model.log_odds("怒鳴る") == pytest.approx(1.0)
    assert model.tells("怒鳴る") and not model.tells("有給")


@pytest.mark.parametrize("text", ["", "。", "a" * 3000, "😢"])
def test_any_text_has_odds(text: str) -> None:
    assert np.isfinite(telling.learned().log_odds(japanese.normalize(text)))
