from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.grounding import Statement, check
from knowledge.model import Passage

QUOTE = "旅費の精算は、出張終了後10営業日以内に行わなければならない。"


@pytest.fixture
def objection(find: Callable[..., Passage]) -> Callable[..., str]:
    """What is objected to a sentence about the deadline of settling travel expenses."""
    passage = find("旅費の精算", "第34条")

    def check_one(text: str, quote: str = QUOTE, number: int = 0) -> str:
        (verdict,) = check([Statement(text=text, passage=number, quote=quote)], [passage])
        assert verdict.holds == (verdict.objection == "")
        return verdict.objection

    return check_one


def test_a_sentence_with_a_verbatim_quote_and_its_figures_holds(
    objection: Callable[..., str],
) -> None:
    assert objection("出張終了後10営業日以内に精算してください。") == ""


@pytest.mark.parametrize(
    "text",
    [
        "十営業日以内です。",
        "１０営業日以内です。",
        "Within 10 business days.",
        "Within ten working days.",
    ],
)
def test_a_figure_may_be_spelt_otherwise(objection: Callable[..., str], text: str) -> None:
    assert objection(text) == ""


def test_a_quote_may_differ_in_width_and_spaces_only(objection: Callable[..., str]) -> None:
    assert objection("精算します。", "旅費の精算は、出張終了後 １０営業日以内に\n行わ") == ""


def test_a_fabricated_quote_is_no_proof(objection: Callable[..., str]) -> None:
    assert "does not stand" in objection("10営業日以内です。", QUOTE.replace("10", "20"))


@pytest.mark.parametrize("quote", ["", "旅費", "の精算は、", " \n "])
def test_a_quote_of_a_few_characters_is_no_proof(objection: Callable[..., str], quote: str) -> None:
    assert objection("10営業日以内です。", quote) == "brings no quote"


@pytest.mark.parametrize("number", [-1, 1, 99])
def test_a_passage_that_was_not_given_is_no_proof(
    objection: Callable[..., str], number: int
) -> None:
    assert "not given" in objection("10営業日以内です。", QUOTE, number)


@pytest.mark.parametrize(
    "text",
    ["20営業日以内です。", "10営業日以内、遅れると3,000円です。", "Within eleven business days."],
)
def test_a_figure_that_the_passage_does_not_state_is_not_proved(
    objection: Callable[..., str], text: str
) -> None:
    assert "which the passage does not" in objection(text)


@pytest.mark.parametrize(
    "text", ["10日以内です。", "10週間以内です。", "10円です。", "Within 10 days."]
)
def test_a_figure_with_another_unit_is_another_figure(
    objection: Callable[..., str], text: str
) -> None:
    assert "which the passage does not" in objection(text)


def test_what_the_passage_does_not_deny_is_not_denied(find: Callable[..., Passage]) -> None:
    passage = find("在宅勤務は週何日まで", "第5条（日数）")
    quote = "在宅勤務は、1週間につき3日までとする。"

    def objected(text: str) -> str:
        return check([Statement(text=text, passage=0, quote=quote)], [passage])[0].objection

    assert objected("在宅勤務はできません。").startswith("says that it must not be")
    assert objected("Working at home is not allowed.").startswith("says that it must not be")
    assert objected("在宅勤務は1週間につき3日までです。") == ""
