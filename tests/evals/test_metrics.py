from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from evals.cases import EvalCase
from evals.metrics import score

MakeCase = Callable[..., EvalCase]
MakeSaid = Callable[..., dict[str, Any]]

FAQ = {"file": "休暇FAQ.xlsx", "heading": "いつまでに申請？", "quote": "3営業日前"}
READINGS = [
    {"label": "会議費（打合せ）", "gold": [{"file": "経費.pdf"}], "facts": ["3,000円"]},
    {"label": "交際費", "gold": [{"file": "経費.pdf"}], "facts": ["10,000円"]},
]


def ambiguous(case: MakeCase) -> EvalCase:
    return case(kind="ambiguous", gold=[], facts=[], candidates=READINGS)


def test_a_proved_answer_is_correct(case: MakeCase, said: MakeSaid) -> None:
    scored = score(case(must_not=["5営業日前"]), said())
    assert scored.correct and not scored.wrong
    assert (scored.gold_cited, scored.facts_present, scored.must_not_absent) == (True, True, True)


def test_a_fact_may_stand_in_the_quote(case: MakeCase, said: MakeSaid) -> None:
    assert score(case(), said(text="下記のとおりです。")).facts_present


def test_a_missing_fact_makes_an_answer_wrong(case: MakeCase, said: MakeSaid) -> None:
    scored = score(case(facts=["3営業日前", "書面"]), said())
    assert scored.wrong and not scored.correct
    assert scored.missing == ("書面",)


def test_a_forbidden_statement_makes_an_answer_wrong(case: MakeCase, said: MakeSaid) -> None:
    scored = score(case(must_not=["3営業日"]), said())
    assert scored.wrong and not scored.correct
    assert scored.forbidden == ("3営業日",)


def test_an_answer_proved_elsewhere_is_not_correct_but_not_wrong(
    case: MakeCase, said: MakeSaid
) -> None:
    scored = score(case(gold=[FAQ]), said())
    assert (scored.gold_cited, scored.correct, scored.wrong) == (False, False, False)


@pytest.mark.parametrize(("mode", "cited"), [("all", False), ("any", True)])
def test_all_gold_places_or_any_must_be_cited(
    case: MakeCase, said: MakeSaid, mode: str, cited: bool
) -> None:
    both = case().model_dump()["gold"] + (FAQ,)
    assert score(case(gold=both, gold_mode=mode), said()).gold_cited is cited


def test_the_right_words_in_the_wrong_file_are_no_proof(case: MakeCase, said: MakeSaid) -> None:
    citation = said()["citations"][0] | {"path": "旧就業規則.docx"}
    assert score(case(), said(citations=[citation])).gold_cited is False


def test_handing_over_what_has_an_answer_is_not_correct_but_not_wrong(
    case: MakeCase, said: MakeSaid
) -> None:
    scored = score(case(must_not=["5日"]), said(outcome="escalation"))
    assert not scored.correct and not scored.wrong
    assert (scored.facts_present, scored.must_not_absent) == (False, None)


@pytest.mark.parametrize(("outcome", "correct"), [("answer", False), ("escalation", True)])
def test_what_the_manuals_do_not_say_is_handed_over(
    case: MakeCase, said: MakeSaid, outcome: str, correct: bool
) -> None:
    scored = score(case(kind="unanswerable", gold=[], facts=[]), said(outcome=outcome))
    assert (scored.correct, scored.wrong) == (correct, not correct)


@pytest.mark.parametrize(
    ("outcome", "correct"), [("answer", False), ("escalation", True), ("refusal", True)]
)
def test_a_sensitive_matter_is_left_to_people(
    case: MakeCase, said: MakeSaid, outcome: str, correct: bool
) -> None:
    scored = score(case(kind="sensitive", facts=["内線2999"]), said(outcome=outcome))
    assert scored.correct is correct
    assert scored.contact_named is False


@pytest.mark.parametrize(
    ("outcome", "correct"), [("clarification", True), ("escalation", True), ("refusal", False)]
)
def test_contradicting_manuals_are_not_decided(
    case: MakeCase, said: MakeSaid, outcome: str, correct: bool
) -> None:
    assert score(case(kind="conflict"), said(outcome=outcome)).correct is correct


def test_an_answer_that_tells_one_side_of_a_contradiction_is_wrong(
    case: MakeCase, said: MakeSaid
) -> None:
    assert score(case(kind="conflict", facts=["3営業日前", "5営業日前"]), said()).wrong


@pytest.mark.parametrize(("label", "led"), [("会議費", True), ("出張旅費", False)])
def test_an_ambiguous_question_is_asked_back_with_options_that_lead_on(
    case: MakeCase, said: MakeSaid, label: str, led: bool
) -> None:
    back = said(outcome="clarification", options=[{"label": label, "question": f"{label}：いくら"}])
    scored = score(ambiguous(case), back)
    assert scored.outcome_ok
    assert (scored.options_ok, scored.correct) == (led, led)


def test_an_answer_to_every_reading_counts_as_well(case: MakeCase, said: MakeSaid) -> None:
    citation = said()["citations"][0] | {"path": "経費.pdf", "quote": "会議費は3,000円まで"}
    reading = [r | {"gold": [{"file": "経費.pdf", "quote": "3,000円まで"}]} for r in READINGS]
    every = case(kind="ambiguous", gold=[], facts=[], candidates=reading)
    told = said(text="会議費は3,000円、交際費は10,000円です。", citations=[citation])
    assert score(every, told).correct


def test_an_answer_to_one_reading_only_is_wrong(case: MakeCase, said: MakeSaid) -> None:
    assert score(ambiguous(case), said(text="3,000円です。")).wrong


def test_citations_are_counted_by_whether_they_are_of_a_gold_place(
    case: MakeCase, said: MakeSaid
) -> None:
    right = said()["citations"][0]
    stray = right | {"section": "第9条（服務）", "quote": "遅刻をしてはならない。"}
    assert score(case(), said(citations=[right, stray])).citations_right == (1, 2)
    assert score(case(), said(outcome="escalation")).citations_right is None


def test_the_rank_of_the_gold_section_counts_sections_not_passages(
    case: MakeCase, said: MakeSaid
) -> None:
    def found(*sections: str) -> dict[str, Any]:
        places = [{"path": "就業規則.docx", "section": s, "score": 1.0} for s in sections]
        return said(trace={"retrieved": places, "why": ""})

    other, gold = "第1章 > 第9条（服務）", "第5章 > 第34条（請求手続）"
    assert score(case(), found(other, other, gold)).gold_rank == 2
    assert score(case(), found(other)).gold_rank == 0
    assert score(case(), said()).gold_rank is None
