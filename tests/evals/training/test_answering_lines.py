from __future__ import annotations

import pytest

from evals.cases import EvalCase, Gold
from evals.training.answering_lines import answering

LINES = [
    "1. 申請は、2週間前までに行う。",
    "2. 休業の期間は、通算93日とする。",
    "3. 期間中は、無給とする。",
    "4. 93日を超えるときは、人事部に相談する。",
]


def case(quote: str, *facts: str) -> EvalCase:
    gold = Gold(file="規程.md", heading="第1条", quote=quote)
    return EvalCase(id="1", kind="answerable", question="?", gold=(gold,), facts=facts)


@pytest.mark.parametrize(
    ("quote", "facts", "right"),
    [
        ("通算93日", ["93日"], [1]),
        ("通算93日", ["93日", "無給"], [1, 2]),
        ("申請は、2週間前までに行う。休業の期間は、通算93日とする。", [], [0, 1]),
        ("休業の期間は、通算93日とします", [], [1]),
        ("どこにもない文", ["無給"], [2]),
        ("どこにもない文", ["給与の8割"], []),
    ],
)
def test_lines_answer_that_hold_the_quote_or_a_fact(
    quote: str, facts: list[str], right: list[int]
) -> None:
    found = answering(case(quote, *facts), LINES)
    assert [n for n, answers in enumerate(found) if answers] == right


def test_a_fact_that_many_lines_state_does_not_tell_which_answers() -> None:
    lines = ["100円を支給する。", "手当は100円とする。", "上限は100円とする。"]
    assert answering(case("どこにもない文", "100円"), lines) == [False, False, False]
