from __future__ import annotations

from collections.abc import Callable

from evals.cases import EvalCase
from evals.readiness import split_ready, unknown_places

MakeCase = Callable[..., EvalCase]


def place(file: str) -> dict[str, str]:
    return {"file": file, "heading": "第1条"}


def ready(cases: list[EvalCase], *ingested: str) -> list[str]:
    chosen, others = split_ready(cases, ingested)
    assert {c.id for c in chosen} | {c.id for c in others} == {c.id for c in cases}
    return [c.id for c in chosen]


def test_a_case_needs_its_gold_files(case: MakeCase) -> None:
    cases = [case(id="a", gold=[place("a.md")]), case(id="b", gold=[place("b.md")])]
    assert ready(cases, "manuals/a.md") == ["a"]


def test_any_or_all_of_them(case: MakeCase) -> None:
    both = [place("a.md"), place("b.md")]
    cases = [case(id="any", gold=both, gold_mode="any"), case(id="all", gold=both)]
    assert ready(cases, "a.md") == ["any"]


def test_a_case_without_gold_goes_with_its_company(case: MakeCase) -> None:
    cases = [
        case(id="a", company="acme", gold=[place("a.md")]),
        case(id="b", company="other", gold=[place("b.md")]),
        *(
            case(id=f"no-{company}", company=company, kind="unanswerable", gold=[], facts=[])
            for company in ("acme", "other")
        ),
    ]
    assert ready(cases, "a.md") == ["a", "no-acme"]


def test_cases_none_of_which_has_gold_are_all_asked(case: MakeCase) -> None:
    assert ready([case(id="u", kind="unanswerable", gold=[], facts=[])], "a.md") == ["u"]


def test_a_heading_that_no_manual_has_is_found_out(case: MakeCase) -> None:
    there, gone = place("a.md"), {"file": "a.md", "heading": "第99条"}
    cases = [case(id="good", gold=[there]), case(id="bad", gold=[there, gone])]
    headings = {"manuals/a.md": {"第１条"}, "manuals/b.md": {"第99条"}}
    assert [(c.id, gold.heading) for c, gold in unknown_places(cases, headings)] == [
        ("bad", "第99条")
    ]


def test_gold_that_names_a_file_alone_has_no_heading_to_look_for(case: MakeCase) -> None:
    assert unknown_places([case(gold=[{"file": "a.md"}])], {"a.md": {"第1条"}}) == []
