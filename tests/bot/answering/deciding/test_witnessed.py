"""When earlier questions have a say, and what speaks against them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.answering.deciding.decision import Decision
from bot.answering.deciding.examining import examine
from bot.answering.deciding.several import Considered
from bot.answering.deciding.witnessed import Witness, may_be_witnessed, witnessed
from bot.answering.understanding import Understanding
from bot.answering.weights import learned
from bot.wiring import Zeroji
from knowledge.model import EVERYONE

QUESTION = "出張から戻って旅費はいつまでに出すの"
HEADING = "第34条（旅費の精算）"


@pytest.fixture
def considered(zeroji: Zeroji, read: Callable[[str], Understanding]) -> Callable[..., Considered]:
    """A question that was handed over for want of proof."""

    def consider(text: str = QUESTION, **decided: object) -> Considered:
        examined = examine(zeroji.searcher, read(text), frozenset({EVERYONE}))
        fields = {"action": "hand_over", "confidence": 0.2, "why": "too little", "open": True}
        return Considered(examined=examined, decided=Decision(**fields | decided))  # type: ignore[arg-type]

    return consider


@pytest.fixture
def witness(considered: Callable[..., Considered]) -> Witness:
    """Of a question in other words that leads to the section that answers."""
    passages = considered().examined.passages
    found = next(p for p in passages if p.section.heading_path[-1] == HEADING)
    return Witness(
        key="a",
        wording="旅費を精算する期限は",
        places=frozenset({(found.manual.id, found.section.hash)}),
        similarity=0.75,
        ahead=0.1,
        is_same=False,
        beyond=frozenset(),
        wants_the_same=True,
    )


@pytest.fixture
def heard(zeroji: Zeroji) -> Callable[..., Decision]:
    def hear(one: Considered, witness: Witness, caution: float = 0.5) -> Decision:
        return witnessed(zeroji.searcher, one, witness, caution, learned()).decided

    return hear


def test_it_is_answered_from_the_section_that_the_wording_leads_to(
    considered: Callable[..., Considered], witness: Witness, heard: Callable[..., Decision]
) -> None:
    decided = heard(considered(), witness)
    assert decided.action == "answer"
    assert [e.label for e in decided.chosen] == ["旅費の精算"]
    assert 0.8 <= decided.confidence <= 0.97
    assert "asked before in other words: “旅費を精算する期限は”" in decided.why


def test_a_wording_that_is_less_alike_says_less(
    considered: Callable[..., Considered], witness: Witness, heard: Callable[..., Decision]
) -> None:
    assert heard(considered(), replace(witness, similarity=0.2)).action == "hand_over"


def test_a_wording_alone_is_not_enough(
    considered: Callable[..., Considered], witness: Witness, heard: Callable[..., Decision]
) -> None:
    """The section that it leads to has nothing to do with the question."""
    one = considered("航空券の半券はどこに貼る")
    assert heard(one, replace(witness, similarity=0.6)).action == "hand_over"


def test_a_thing_that_neither_the_wording_nor_the_section_names_speaks_against(
    considered: Callable[..., Considered], witness: Witness, heard: Callable[..., Decision]
) -> None:
    one = considered("レンタカーの旅費はいつまでに出すの")
    assert heard(one, witness).action == "answer"
    named = replace(witness, beyond=frozenset({"レンタカー"}))
    assert heard(one, named).action == "hand_over"


def test_the_very_words_are_surer_than_others(
    considered: Callable[..., Considered], witness: Witness, heard: Callable[..., Decision]
) -> None:
    same = heard(considered(), replace(witness, is_same=True, similarity=1.0))
    assert same.confidence == 0.97
    assert "asked before: “" in same.why


def test_the_most_cautious_setting_answers_by_nothing_but_the_very_words(
    considered: Callable[..., Considered], witness: Witness, heard: Callable[..., Decision]
) -> None:
    unsure = replace(witness, similarity=0.6, ahead=0.03)
    assert heard(considered(), unsure, 0.0).action == "answer"
    assert heard(considered(), unsure, 1.0).action == "hand_over"
    assert heard(considered(), replace(witness, is_same=True), 1.0).action == "answer"


def test_a_section_that_the_asker_may_not_read_was_not_found(
    considered: Callable[..., Considered], witness: Witness, heard: Callable[..., Decision]
) -> None:
    elsewhere = replace(witness, places=frozenset({(99, "x")}), is_same=True)
    assert heard(considered(), elsewhere).action == "hand_over"


def test_earlier_questions_have_no_say_where_something_speaks_against_an_answer(
    considered: Callable[..., Considered],
) -> None:
    one = considered()
    assert may_be_witnessed(one)
    assert not may_be_witnessed(considered(open=False))
    assert not may_be_witnessed(considered(action="answer"))
    for change in (
        {"asks_for_person": True},
        {"sensitive": "harassment"},
        {"understood_as": "出張の旅費"},
        {"standalone": "出張\n旅費はいつまで"},
    ):
        reading = replace(one.examined.reading, **change)
        changed = replace(one, examined=replace(one.examined, reading=reading))
        assert not may_be_witnessed(changed), change


def test_sections_for_others_are_asked_back_about_still(
    considered: Callable[..., Considered], witness: Witness, heard: Callable[..., Decision]
) -> None:
    """Which rule holds depends on who asks: no colleague's question tells that."""
    one = considered()
    found = next(e for e in one.examined.weighed if e.label == "旅費の精算")
    part_time = replace(
        found.passage, manual=replace(found.passage.manual, title="パートタイマー旅費規程")
    )
    other = replace(found, passage=part_time)
    asked_back = replace(
        one, decided=Decision(action="ask_back", confidence=0.3, chosen=(found, other))
    )
    assert heard(asked_back, replace(witness, is_same=True)).action == "ask_back"
    plain = replace(one, decided=Decision(action="ask_back", confidence=0.3, chosen=(found,)))
    assert heard(plain, replace(witness, is_same=True)).action == "answer"
