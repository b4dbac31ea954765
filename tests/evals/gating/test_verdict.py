"""What a gate comes to."""

from __future__ import annotations

from typing import Any

import pytest

from evals.gating.verdict import verdict

FINE: dict[str, Any] = {"cases": [], "ticket": [], "contradictions": [], "impact": []}


def case(after: str, before: str = "right") -> dict[str, Any]:
    rank = ["wrong", "missed", "right"]
    worse = rank.index(after) < rank.index(before)
    return {"id": "C1", "before": before, "after": after, "regressed": worse}


def asked(
    outcome: str = "answer", cites: bool = True, quoted: str = "", stays: str = ""
) -> dict[str, Any]:
    return {
        "question": "？",
        "outcome": outcome,
        "cites_change": cites,
        "quoted": quoted,
        "stays": stays,
    }


def finding(kind: str) -> dict[str, Any]:
    return {"kind": kind, "places": [{"manual": "規程"}, {"manual": "FAQ"}]}


@pytest.mark.parametrize(
    ("found", "colour"),
    [
        ({}, "green"),
        ({"cases": [case("right")]}, "green"),
        ({"cases": [case("wrong", before="wrong")]}, "green"),
        ({"cases": [case("missed")]}, "red"),
        ({"cases": [case("wrong")]}, "red"),
        ({"cases": [case("wrong", before="missed")]}, "red"),
        ({"ticket": [asked()]}, "green"),
        ({"ticket": [asked("escalation", cites=False)]}, "amber"),
        ({"ticket": [asked(), asked("escalation", cites=False)]}, "amber"),
        ({"ticket": [asked(), asked(), asked("clarification", cites=False)]}, "green"),
        ({"ticket": [asked(cites=False, quoted="月3,000円まで")]}, "red"),
        ({"ticket": [asked(cites=False, quoted="月2,000円まで")]}, "amber"),
        ({"ticket": [asked(stays="月3,000円まで")]}, "red"),
        ({"ticket": [asked(stays="月2,000円まで")]}, "green"),
        ({"contradictions": [finding("contradiction")]}, "red"),
        ({"contradictions": [finding("machine_instruction")]}, "red"),
        ({"contradictions": [finding("duplicate")]}, "amber"),
        ({"contradictions": [finding("stale_faq")]}, "amber"),
        ({"impact": [{"differs": ["figures"]}]}, "green"),
        ({"impact": [{"differs": ["outcome"]}]}, "amber"),
    ],
)
def test_the_worst_that_was_found_decides(found: dict[str, Any], colour: str) -> None:
    came_to, reasons = verdict(FINE | found, "", "駐輪場代は月額2,000円まで。", 0)

    assert came_to == colour
    assert bool(reasons) == (colour != "green")
    assert all(reason["ja"] and reason["en"] for reason in reasons)


def test_earlier_answers_that_were_not_looked_at_are_told() -> None:
    came_to, (reason,) = verdict(FINE, "", "", left_out=12)

    assert came_to == "amber"
    assert "12件は確かめていません" in reason["ja"]


def test_the_worst_reason_comes_first() -> None:
    found = FINE | {"cases": [case("wrong")], "ticket": [asked("escalation", cites=False)]}

    _, reasons = verdict(found, "", "", 0)

    assert [reason["level"] for reason in reasons] == ["red", "amber"]


RULE = "交際費は、1人10,000円まで、部長の承認を得て使うことができる。社内の懇親会には使えない。"


@pytest.mark.parametrize(
    ("after", "colour", "said"),
    [
        (RULE.replace("10,000円", "12,000円"), "green", ""),
        (RULE.replace("使える", "使うことのできる"), "green", ""),
        (RULE.replace("1人10,000円まで、", ""), "amber", "10000円"),
        (RULE.replace("、部長の承認を得て", ""), "amber", "承認・許可"),
        ("名刺は総務課へ申し込む。", "red", "ほとんど残りません"),
        ("別に定める。", "red", "ほとんど残りません"),
    ],
)
def test_what_a_place_says_no_longer_is_told(after: str, colour: str, said: str) -> None:
    came_to, reasons = verdict(FINE, RULE, after, 0)

    assert came_to == colour
    assert said in "".join(reason["ja"] for reason in reasons)
