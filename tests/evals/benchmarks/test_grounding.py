"""The benchmark of grounding plants errors that are errors, and says right sentences rightly."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.benchmarks.grounding import paraphrasing
from evals.benchmarks.grounding.material import Stated
from evals.benchmarks.grounding.planting import plants
from evals.benchmarks.grounding.scoring import Score, by_hand, by_machine
from evals.benchmarks.grounding.written import FITTED, UNSEEN, Written, Wrong, written

SUBMIT = "帰着後10日以内に、領収書を添えて旅費精算書を提出しなければならない。"
STATED = Stated(
    company="invented",
    heading="旅費の精算",
    section=f"{SUBMIT}\n宿泊を伴わないときは、5日以内に提出しなければならない。",
    text=SUBMIT,
    is_row=False,
)


def test_a_right_sentence_is_said_in_other_words() -> None:
    assert paraphrasing.spelt_otherwise("10日以内に15,000円") == "十日以内に1万5千円"
    assert paraphrasing.polite("提出しなければならない。") == "提出する必要があります。"
    assert paraphrasing.shortened("会社は、日当（出張手当）を支給する。") == "日当を支給する。"


def test_plants_are_of_all_kinds_that_fit_and_say_something_else() -> None:
    planted = {plant.kind: plant.text for plant in plants(STATED, SUBMIT, seed=1)}

    assert planted["neighbour's figure"] == SUBMIT.replace("10日", "5日")
    assert {"figure changed", "unit changed", "bound changed", "name swapped"} <= planted.keys()
    assert all(text not in STATED.section for kind, text in planted.items() if "quote" not in kind)


def test_plants_are_the_same_for_a_seed() -> None:
    assert list(plants(STATED, SUBMIT, seed=3)) == list(plants(STATED, SUBMIT, seed=3))


def test_what_is_caught_and_what_is_objected_to_is_counted() -> None:
    score = Score()
    by_machine(score, [STATED], seed=1)
    case = Written(
        company="invented",
        quote="10日以内に、領収書を添えて",
        right=("10日以内に提出してください。", "Submit it within ten days."),
        wrong=(Wrong("11日以内です。", "figure"),),
    )
    by_hand(score, [case], {"invented": [STATED]})

    assert score.objected.total() == 0
    assert score.right["by hand"] == score.right["by hand, English"] == 1
    assert score.caught["by hand: figure"] == score.planted["by hand: figure"] == 1
    assert score.caught.total() == score.planted.total() > 5


@pytest.mark.parametrize("files", [FITTED, UNSEEN])
def test_sentences_written_by_hand_are_right_and_wrong_ones(files: tuple[Path, ...]) -> None:
    cases = written(files)

    assert len(cases) > 25
    assert all((case.right or case.wrong) and case.quote for case in cases)
    assert sum(len(case.right) for case in cases) > 30
    assert {"figure", "mode", "row"} <= {wrong.kind for case in cases for wrong in case.wrong}


def test_a_quote_that_stands_nowhere_is_told() -> None:
    case = Written(company="invented", quote="どこにもない文", right=("はい。",), wrong=())

    with pytest.raises(ValueError, match="どこにもない文"):
        by_hand(Score(), [case], {"invented": [STATED]})
