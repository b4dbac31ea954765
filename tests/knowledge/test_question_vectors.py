"""Questions as vectors."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge import thesaurus
from knowledge.dense import Dense, always
from knowledge.embedding import Embedder, Vectors
from knowledge.embedding.protocol import unit
from knowledge.errors import ModelUnavailable
from knowledge.question_vectors import QuestionVectors
from knowledge.thesaurus import Addition
from knowledge.vectors import VectorIndex


class Counting:
    """An embedder that says what it was asked, and fails where it is told to."""

    def __init__(self, name: str = "counting") -> None:
        self.name = name
        self.asked: list[str] = []
        self.fails = False

    def passages(self, texts: list[str]) -> Vectors:
        raise NotImplementedError

    def query(self, text: str) -> Vectors:
        self.asked.append(text)
        if self.fails:
            raise ModelUnavailable("It is down.")
        return np.array([len(self.asked)], dtype=np.float32)


def vector(questions: QuestionVectors, text: str) -> list[float] | None:
    asked = questions.of(text)
    return None if asked is None else asked.vector.tolist()


def test_a_question_is_normalised_and_embedded(vectors: VectorIndex, builtin: Embedder) -> None:
    asked = QuestionVectors(always(vectors, builtin)).of("ﾌﾞｰﾒﾗﾝ")
    assert asked is not None
    assert asked.dense.embedder is builtin
    assert asked.vector == pytest.approx(builtin.query("ブーメラン"))


def test_colloquial_words_are_halfway_to_those_of_rules(
    vectors: VectorIndex, builtin: Embedder
) -> None:
    asked = QuestionVectors(always(vectors, builtin)).of("有休は何日？")
    assert asked is not None
    said, formal = builtin.query("有休は何日?"), builtin.query("年次有給休暇は何日?")
    assert asked.vector @ said == pytest.approx(asked.vector @ formal)
    assert np.linalg.norm(asked.vector) == pytest.approx(1)
    assert said @ formal < asked.vector @ said < 1


def test_words_of_rules_and_english_stay(vectors: VectorIndex, builtin: Embedder) -> None:
    questions = QuestionVectors(always(vectors, builtin))
    for question in ("年次有給休暇は何日?", "how many days of paid leave?"):
        asked = questions.of(question)
        assert asked is not None
        assert asked.vector == pytest.approx(builtin.query(question))


def test_another_embedder_is_asked_once(vectors: VectorIndex) -> None:
    embedder = Counting()
    QuestionVectors(always(vectors, embedder)).of("有休は何日?")
    assert embedder.asked == ["有休は何日?"]


def test_of_two_wordings_only_the_new_one_is_embedded(
    vectors: VectorIndex, builtin: Embedder
) -> None:
    questions = QuestionVectors(always(vectors, builtin))
    formal = questions.of("年次有給休暇は何日?")
    both = questions.of("有休は何日?")
    assert formal is not None and both is not None
    said = builtin.query("有休は何日?")
    assert both.vector == pytest.approx(unit(formal.vector + said), abs=1e-5)


def test_a_word_that_a_company_adds_takes_effect_at_once(
    vectors: VectorIndex, builtin: Embedder
) -> None:
    questions = QuestionVectors(always(vectors, builtin))
    before = questions.of("ハッピー休は何日?")
    thesaurus.use([Addition("ハッピー休", "年次有給休暇")])
    try:
        after = questions.of("ハッピー休は何日?")
    finally:
        thesaurus.use([])
    formal = builtin.query("年次有給休暇は何日?")
    assert before is not None and after is not None
    assert after.vector @ formal > before.vector @ formal


def test_one_that_is_asked_again_is_not_embedded_again(vectors: VectorIndex) -> None:
    embedder = Counting()
    questions = QuestionVectors(always(vectors, embedder))
    assert vector(questions, "日当は？") == vector(questions, "日当は?") == [1]
    assert vector(questions, "休暇は？") == [2]
    assert embedder.asked == ["日当は?", "休暇は?"]


def test_those_asked_longest_ago_are_forgotten(
    vectors: VectorIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.question_vectors._KEPT", 2)
    embedder = Counting()
    questions = QuestionVectors(always(vectors, embedder))
    for question in ("一", "二", "一", "三", "一", "二"):
        questions.of(question)
    assert embedder.asked == ["一", "二", "三", "二"]


def test_another_embedder_embeds_it_anew(vectors: VectorIndex) -> None:
    one, other = Counting("one"), Counting("other")
    using = [one]
    questions = QuestionVectors(lambda: Dense(embedder=using[-1], vectors=vectors))
    questions.of("日当")
    using.append(other)
    questions.of("日当")
    assert one.asked == other.asked == ["日当"]


def test_a_failure_is_not_kept(vectors: VectorIndex) -> None:
    embedder = Counting()
    questions = QuestionVectors(always(vectors, embedder))
    embedder.fails = True
    assert questions.of("日当") is None
    embedder.fails = False
    assert vector(questions, "日当") == [2]


def test_without_an_embedder_there_is_no_vector() -> None:
    assert QuestionVectors(lambda: None).of("日当") is None
