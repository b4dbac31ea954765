"""Rules for some people only stand beside the rules for everybody."""

from __future__ import annotations

import pytest

from ingest.checking.contradictions import contradictions
from ingest.checking.finding import Finding
from ingest.checking.scope import Scope
from tests.ingest.checking.conftest import Shelf

#: What else a company has rules about: a name that all rules share tells nothing.
OTHERS = {
    "第2条（通勤手当）": "通勤手当は、月額50,000円を限度として支給する。",
    "第3条（健康診断）": "会社は、毎年1回、従業員の健康診断を行う。",
    "第4条（副業）": "副業の許可の有効期間は1年とし、継続するときは改めて申請する。",
    "第5条（家族手当）": "家族手当は、扶養する子1人につき月額6,000円を支給する。",
    "第6条（懇親会）": "部門の懇親会の費用は、1人4,000円を上限として会社が負担する。",
    "第8条（書籍）": "業務に必要な書籍は、1冊5,000円まで購入することができる。",
}
PROBATION = "試用期間は、採用の日から%sとする。"


def _differing(part_timers: str, everybody: str, heading: str, says: str, kind: str) -> int:
    """How many contradictions there are between two manuals about the time on probation."""
    shelf = Shelf()
    shelf.put("庶務規程", OTHERS, kind="rule")
    shelf.put(part_timers, {"第3条（試用期間）": PROBATION % "2か月間"}, kind=kind)
    shelf.put(everybody, {heading: says}, kind="rule")
    return len(shelf.findings(_found))


def _found(scope: Scope) -> list[Finding]:
    return contradictions(scope.documents, scope.day)


@pytest.mark.parametrize("title", ["パートタイマー就業規則", "契約社員就業規則", "嘱託規程"])
def test_what_they_say_differently_is_no_contradiction(title: str) -> None:
    says = PROBATION % "3か月間"
    assert _differing(title, "就業規則", "第7条（試用期間）", says, "rule") == 0


def test_two_rules_for_everybody_contradict_each_other() -> None:
    says = PROBATION % "3か月間"
    assert _differing("採用規程", "就業規則", "第7条（試用期間）", says, "rule") == 1


def test_rules_that_name_regular_employees_too_are_compared() -> None:
    title, says = "採用規程（正社員・契約社員）", PROBATION % "3か月間"
    assert _differing(title, "就業規則", "第7条（試用期間）", says, "rule") == 1


def test_what_the_rules_for_everybody_say_of_these_people_is_compared() -> None:
    heading, says = "第7条（試用期間）", "パートタイマーの" + PROBATION % "3か月間"
    assert _differing("パートタイマー就業規則", "就業規則", heading, says, "rule") == 1
    heading, says = "第7条（パートタイマーの試用期間）", PROBATION % "3か月間"
    assert _differing("パートタイマー就業規則", "就業規則", heading, says, "rule") == 1


def test_a_guide_makes_no_rules_of_its_own() -> None:
    says = PROBATION % "3か月間"
    title, heading = "パートタイマーの手引き", "第7条（試用期間）"
    assert _differing(title, "就業規則", heading, says, "manual") == 1
