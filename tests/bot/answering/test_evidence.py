from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.answering.evidence import EXAMINED, Evidence, states, weigh
from bot.answering.understanding import Understanding, Wanted
from bot.wiring import Zeroji
from knowledge.model import Passage

Weigh = Callable[[str, Passage], Evidence]


@pytest.fixture
def weigh_one(zeroji: Zeroji, read: Callable[[str], Understanding]) -> Weigh:
    lexical = zeroji.searcher.index.snapshot().lexical
    return lambda text, passage: weigh(read(text), [passage], lexical)[0]


@pytest.fixture
def leave(find: Callable[..., Passage]) -> Passage:
    return find("年次有給休暇の申請", "第1条（年次有給休暇）")


def test_a_passage_that_speaks_of_all_that_is_asked_covers_it(
    weigh_one: Weigh, leave: Passage
) -> None:
    assert weigh_one("年次有給休暇の申請", leave).coverage == pytest.approx(1)


def test_a_synonym_covers_as_much_as_the_word(weigh_one: Weigh, leave: Passage) -> None:
    assert weigh_one("有休の申請", leave).coverage == pytest.approx(1)


def test_what_is_off_topic_is_hardly_covered(weigh_one: Weigh, leave: Passage) -> None:
    off_topic = weigh_one("社員食堂のカレーの値段はいくらですか", leave)
    assert off_topic.coverage < 0.2
    assert off_topic.confidence < 0.25


@pytest.mark.parametrize(
    "less", [{"coverage": 0.5}, {"heading": 0.5}, {"matched": 2}, {"satisfied": False}], ids=str
)
def test_each_agreement_adds_confidence_and_strength(
    weigh_one: Weigh, leave: Passage, less: dict[str, Any]
) -> None:
    full = replace(
        weigh_one("年次有給休暇", leave), coverage=1, heading=1, matched=4, satisfied=True
    )
    assert replace(full, **less).confidence < full.confidence
    assert replace(full, **less).strength < full.strength


def test_a_heading_that_names_the_matter_adds_confidence(weigh_one: Weigh, leave: Passage) -> None:
    unnamed = replace(leave, chunk=replace(leave.chunk, heading_path=("第1条",)))
    with_name, without = (weigh_one("年次有給休暇", p).confidence for p in (leave, unnamed))
    assert with_name > without


def test_a_passage_is_examined_for_the_kind_of_thing_asked(
    weigh_one: Weigh, leave: Passage
) -> None:
    assert weigh_one("年次有給休暇はいつまでに申請しますか", leave).satisfied
    assert not weigh_one("年次有給休暇の金額はいくらですか", leave).satisfied


@pytest.mark.parametrize(
    ("wanted", "stating", "other"),
    [
        ("amount", "1日につき3,000円とする。", "別に定める。"),
        ("number", "結婚休暇は5日とする。", "別に定める。"),
        ("deadline", "翌月10日までに提出する。", "書面による。"),
        ("permission", "利用することができる。", "グリーン車"),
        ("procedure", "総務課に届け出る。", "5日とする。"),
        ("person", "人事部労務課", "5日とする。"),
        (None, "何でもよい", ""),
    ],
)
def test_what_states_a_kind_of_thing(wanted: Wanted | None, stating: str, other: str) -> None:
    assert states(wanted, stating)
    assert states(wanted, other) is (wanted is None)


def test_only_the_best_passages_are_examined_in_their_order(
    zeroji: Zeroji, read: Callable[[str], Understanding], leave: Passage
) -> None:
    many = [replace(leave, score=1 / n) for n in range(1, EXAMINED + 5)]
    weighed = weigh(read("有休"), many, zeroji.searcher.index.snapshot().lexical)
    assert [e.passage.score for e in weighed] == [p.score for p in many[:EXAMINED]]
