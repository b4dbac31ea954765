"""Planted sentences are counted as what they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evals.benchmarks.contradiction_set.items import (
    CLASSES,
    Case,
    in_force,
    load_cases,
)
from evals.benchmarks.contradiction_set.restating import restated
from evals.benchmarks.contradiction_set.scoring import Score, score
from evals.benchmarks.contradictions import BLIND, shown_errors
from ingest.checking.statements import Statement, statements
from knowledge.errors import InvalidInput
from knowledge.model import Block, Section

_SET = Path(__file__).parents[3] / "evals" / "benchmarks" / "contradiction_set"
_RULE = "在宅勤務手当は、在宅勤務1日につき250円を支給する。"


@pytest.fixture
def stated() -> list[Statement]:
    sections = tuple(
        Section(heading_path=(heading,), blocks=(Block(kind="text", text=text),))
        for heading, text in (
            ("第1条（在宅勤務手当）", _RULE),
            ("第2条（通勤手当）", "通勤手当は、月額50,000円を限度として支給する。"),
            ("第3条（賞与）", "賞与は、年2回支給する。"),
            ("第4条（休職）", "休職の期間は6か月とする。"),
        )
    )
    return statements(in_force(1, "賃金規程", "rule", sections))


def case(text: str, is_conflict: bool, at: str = "第1条") -> Case:
    return Case(
        item="allowance",
        class_="amount",
        at=re.compile(at),
        heading="在宅勤務手当はいくらですか。",
        is_question=True,
        text=text,
        is_conflict=is_conflict,
    )


def test_a_conflict_found_at_its_rule_counts_as_found(stated: list[Statement]) -> None:
    counted = score(stated, [case("在宅勤務手当は1日につき300円が支給されます。", True)])

    assert (counted.recall(), counted.precision()) == (1.0, 1.0)
    assert counted.errors == []


def test_a_conflict_found_elsewhere_is_missed_and_false(stated: list[Statement]) -> None:
    planted = case("在宅勤務手当は1日につき300円が支給されます。", True, at="第9条")

    counted = score(stated, [planted])

    assert (counted.recall(), counted.precision()) == (0.0, 0.0)
    assert len(counted.errors) == 2


def test_a_finding_about_a_near_miss_is_false(stated: list[Statement]) -> None:
    counted = score(stated, [case("在宅勤務手当は1日につき300円が支給されます。", False)])

    assert counted.precision() == 0.0
    assert counted.precision(["deadline"]) == 1.0


def test_the_right_figure_is_left_alone(stated: list[Statement]) -> None:
    counted = score(stated, [case("在宅勤務手当は1日につき二百五十円が支給されます。", False)])

    assert counted.false.total() == 0
    assert counted.near_misses.total() == 1


def test_rules_are_restated_right_and_wrong_by_a_seed(stated: list[Statement]) -> None:
    first, again = restated(stated, 7, 3), restated(stated, 7, 3)

    assert [c.text for c in first] == [c.text for c in again]
    assert [c.is_conflict for c in first[:3]] == [True, False, False]
    assert len({c.text for c in first}) == len(first)


@pytest.mark.parametrize("name", sorted(path.name for path in _SET.glob("*.yaml")))
def test_the_sets_have_conflicts_and_near_misses_of_every_class(name: str) -> None:
    cases = load_cases(_SET / name)

    assert sum(case.is_conflict for case in cases) >= 40
    assert sum(not case.is_conflict for case in cases) >= 80
    assert {case.class_ for case in cases} == set(CLASSES)


def test_a_file_that_is_no_set_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "items.yaml"
    wrong.write_text("- id: a\n  class: amount\n", encoding="utf-8")

    with pytest.raises(InvalidInput, match=r"items\.yaml is not a list of items"):
        load_cases(wrong)


def test_errors_of_the_blind_set_are_not_shown() -> None:
    scores = {BLIND: Score(errors=["not found: a"]), "held_out": Score(errors=["not found: b"])}

    assert shown_errors(scores) == {"held_out": ["not found: b"]}
