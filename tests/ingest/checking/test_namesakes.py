"""What is said in the same words of another thing contradicts nothing; of the same, it does."""

from __future__ import annotations

import pytest

from ingest.checking.contradictions import contradictions
from ingest.checking.finding import Finding
from ingest.checking.scope import Scope
from tests.ingest.checking.conftest import Shelf
from tests.ingest.checking.test_own_rules import OTHERS

Says = dict[str, str]


def _found(*manuals: tuple[str, str, Says]) -> list[Finding]:
    """What contradicts among manuals, each of a title, a kind and sections, and some others."""
    shelf = Shelf()
    shelf.put("庶務規程", OTHERS, kind="rule")
    for title, kind, says in manuals:
        shelf.put(title, says, kind=kind)
    return shelf.findings(_contradictions)


def _contradictions(scope: Scope) -> list[Finding]:
    return contradictions(scope.documents, scope.day)


@pytest.mark.parametrize(("clerks", "contradictory"), [("倉庫職", 0), ("乗務員", 1), ("従業員", 1)])
def test_people_whom_both_sentences_name_are_told_apart(clerks: str, contradictory: int) -> None:
    drivers = {"第4条（時間外労働）": "乗務員の時間外労働は、年900時間を限度とする。"}
    others = {"第16条（時間外労働）": f"{clerks}の時間外労働は、年340時間を限度とする。"}
    rules = ("運行規程", "rule", drivers), ("就業規則", "rule", others)
    assert len(_found(*rules)) == contradictory


@pytest.mark.parametrize(("title", "contradictory"), [("医師勤務規程", 0), ("休暇規程", 1)])
def test_a_rule_named_after_people_has_figures_of_its_own(title: str, contradictory: int) -> None:
    own = {"第8条（医師の年次有給休暇）": "医師の年次有給休暇は、採用日に15日を与える。"}
    general = {"第22条（年次有給休暇）": "年次有給休暇は、採用日に3日を与える。"}
    assert len(_found((title, "rule", own), ("就業規則", "rule", general))) == contradictory


@pytest.mark.parametrize(
    ("asked", "told", "contradictory"),
    [
        ("名刺はいつ届きますか", "申し込んだ名刺は、10営業日で届きます。", 1),
        ("社員証をなくしました", "申し込んだ社員証は、10営業日で届きます。", 0),
    ],
)
def test_entries_of_one_faq_are_different_matters_unless_they_say_the_same(
    asked: str, told: str, contradictory: int
) -> None:
    cards = {"名刺がなくなりそうです": "申し込んだ名刺は、7営業日で届きます。"}
    assert len(_found(("社内FAQ", "faq", cards | {asked: told}))) == contradictory


@pytest.mark.parametrize(
    ("heading", "contradictory"), [("食堂の定食", 0), ("予防接種のお知らせ", 1)]
)
def test_a_share_or_a_fee_is_one_of_something(heading: str, contradictory: int) -> None:
    notices = {"予防接種": "自己負担は900円です。"}
    others = {heading: "自己負担は、1,200円です。"}
    found = _found(("秋のお知らせ", "manual", notices), ("総務の手引", "manual", others))
    assert len(found) == contradictory


@pytest.mark.parametrize(("paid", "contradictory"), [("赴任手当", 0), ("単身赴任手当", 1)])
def test_a_payment_with_a_longer_name_is_another_one(paid: str, contradictory: int) -> None:
    rule = {"第9条（赴任）": f"家族と別居して赴任する者の{paid}は、40,000円とする。"}
    guide = {"赴任する方へ": "家族と別居して赴任する方の単身赴任手当は、38,000円です。"}
    found = _found(("旅費規程", "rule", rule), ("住まいの手引", "manual", guide))
    assert len(found) == contradictory


@pytest.mark.parametrize(("then", "contradictory"), [("見舞金を支給する", 0), ("診断書を出す", 1)])
def test_thresholds_of_different_things_differ(then: str, contradictory: int) -> None:
    rule = {"第23条（欠勤）": "傷病による欠勤が4日以上に及ぶときは、診断書を添える。"}
    other = {"第7条（傷病の欠勤）": f"傷病による欠勤が10日以上に及ぶときは、{then}。"}
    assert len(_found(("就業規則", "rule", rule), ("慶弔規程", "rule", other))) == contradictory


@pytest.mark.parametrize(("amount", "contradictory"), [("70,000円", 0), ("45,000円", 1)])
def test_sums_far_apart_are_not_meant_for_the_same(amount: str, contradictory: int) -> None:
    rule = {"第8条（出産祝金）": "出産祝金は、15,000円とする。"}
    guide = {"お祝い": f"出産祝金は、{amount}です。"}
    found = _found(("慶弔規程", "rule", rule), ("福利厚生の手引", "manual", guide))
    assert len(found) == contradictory


def test_a_zero_too_many_is_found() -> None:
    rule = {"第8条（出産祝金）": "出産祝金は、15,000円とする。"}
    guide = {"お祝い": "出産祝金は、150,000円です。"}
    assert len(_found(("慶弔規程", "rule", rule), ("手引", "manual", guide))) == 1


def test_the_surest_come_first_and_what_is_doubtful_is_marked() -> None:
    rule = {
        "第9条（出産祝金）": "出産祝金は、15,000円とする。",
        "第10条（復職）": "復職の後3か月間は、時間外労働、夜勤及び出張を命じない。",
    }
    other = {
        "お祝い": "出産祝金は、20,000円です。",
        "育児休業から戻る方へ": "復職の日から2か月間は、本人が申し出たときは、"
        "時間外労働をさせません。",
    }
    found = _found(("就業規則", "rule", rule), ("手引", "manual", other))
    assert [finding.is_sure for finding in found] == [True, False]
