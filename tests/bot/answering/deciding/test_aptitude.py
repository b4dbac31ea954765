from __future__ import annotations

import pytest

from bot.answering.deciding.aptitude import Aptitude, is_asked, reconsider
from bot.answering.deciding.decision import Decision, threshold

GOOD = Aptitude(answering=48, said_to_answer=44, not_answering=48, wrongly_said_to_answer=4)
PARROT = Aptitude(answering=48, said_to_answer=47, not_answering=48, wrongly_said_to_answer=45)
MUTE = Aptitude(answering=48, said_to_answer=0, not_answering=48, wrongly_said_to_answer=0)
NEAR_MISS = Decision(action="hand_over", confidence=0.2, why="confidence is low", open=True)
ANSWERED = Decision(action="answer", confidence=0.6)


def test_a_model_counts_by_what_it_said_of_known_cases() -> None:
    assert GOOD.reads
    assert GOOD.weight(proves=True) == pytest.approx(44.5 / 4.5)
    assert GOOD.weight(proves=False) == pytest.approx(4.5 / 44.5)


@pytest.mark.parametrize("model", [PARROT, MUTE])
def test_a_model_that_says_the_same_of_all_cannot_read(model: Aptitude) -> None:
    assert not model.reads
    assert not is_asked(ANSWERED, model)


def test_a_model_of_which_nothing_is_known_only_words_what_is_proved() -> None:
    assert is_asked(ANSWERED, None)
    assert not is_asked(NEAR_MISS, None)
    assert reconsider(NEAR_MISS, None, 0.5, proves=True) == NEAR_MISS


def test_a_model_that_reads_is_asked_where_proof_was_wanting() -> None:
    assert is_asked(NEAR_MISS, GOOD)
    answered = reconsider(NEAR_MISS, GOOD, 0.5, proves=True)
    assert answered.action == "answer"
    assert answered.confidence == pytest.approx(0.712, abs=0.001)
    assert "a model proves an answer, which makes it 0.71" in answered.why


def test_what_is_certainly_not_meant_is_left_to_people() -> None:
    of_others = Decision(action="hand_over", confidence=0.6, why="about other relatives")
    assert not is_asked(of_others, GOOD)
    hardly = Decision(action="hand_over", confidence=0.01, open=True)
    assert not is_asked(hardly, GOOD)
    assert not is_asked(Decision(action="ask_back", confidence=0.4), GOOD)


def test_a_model_that_finds_no_answer_makes_one_less_likely() -> None:
    doubted = reconsider(ANSWERED, GOOD, 0.5, proves=False)
    assert doubted.action == "hand_over"
    assert doubted.confidence < threshold(0.5)


def test_what_a_faq_answers_or_the_asker_chose_is_not_doubted() -> None:
    settled = Decision(action="answer", confidence=0.97, settled=True)
    assert reconsider(settled, GOOD, 0.5, proves=False) == settled


def test_nothing_makes_sure() -> None:
    sure = Decision(action="answer", confidence=0.95)
    assert reconsider(sure, GOOD, 0.5, proves=True).confidence == 0.97
