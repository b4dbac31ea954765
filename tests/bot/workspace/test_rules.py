"""How far Zeroji goes by itself: which rule holds where."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from bot.audit import verify
from bot.audit_log import AuditLog, Wanted
from bot.workspace.rules import Rules
from knowledge.errors import InvalidInput, NotFound


@pytest.fixture
def rules(engine: Engine) -> Rules:
    return Rules(engine)


def test_without_a_rule_zeroji_answers(rules: Rules) -> None:
    assert rules.mode("C1", "人事部", "在宅勤務") == "full"


def test_the_most_specific_rule_holds(rules: Rules) -> None:
    rules.set("everywhere", "", "off", "kanri")
    rules.set("channel", "C1", "listen", "kanri")
    rules.set("department", "人事部", "approve", "kanri")
    rules.set("topic", "在宅勤務", "full", "kanri")

    assert rules.mode("C2", "", "") == "off"
    assert rules.mode("C1", "", "") == "listen"
    assert rules.mode("C1", "人事部", "") == "approve"
    assert rules.mode("C1", "人事部", "在宅勤務") == "full"


def test_where_it_is_off_it_is_off_for_every_topic(rules: Rules) -> None:
    rules.set("everywhere", "", "off", "kanri")
    rules.set("topic", "在宅勤務", "full", "kanri")

    assert rules.mode("C1", "", "在宅勤務") == "off"


@pytest.mark.parametrize("mode", ["off", "listen"])
def test_a_silent_topic_waits_for_staff_where_somebody_expects_an_answer(
    rules: Rules, mode: str
) -> None:
    rules.set("topic", "給与", mode, "kanri")
    rules.set("channel", "C1", "listen", "kanri")

    assert rules.mode("D1", "", "給与") == "approve"
    assert rules.mode("C1", "", "給与") == mode


def test_one_rule_is_for_all_direct_messages(rules: Rules) -> None:
    rules.set("channel", "DM", "approve", "kanri")

    assert rules.mode("D012AB3CD", "", "") == "approve"
    assert rules.mode("C012AB3CD", "", "") == "full"


def test_names_that_look_alike_are_the_same_name(rules: Rules) -> None:
    rules.set("department", " ＩＴ推進部 ", "off", "kanri")

    assert rules.mode("C1", "IT推進部", "") == "off"


def test_a_rule_is_changed_not_added_twice(rules: Rules) -> None:
    rules.set("channel", "#c1", "off", "kanri")
    rules.set("channel", "C1", "full", "sato")

    assert [(r.value, r.mode, r.changed_by) for r in rules.rules()] == [("C1", "full", "sato")]


def test_a_rule_that_is_taken_away_leaves_the_wider_one(rules: Rules) -> None:
    rules.set("everywhere", "", "listen", "kanri")
    rules.set("channel", "C1", "full", "kanri")
    rules.clear("channel", "C1", "kanri")

    assert rules.mode("C1", "", "") == "listen"
    with pytest.raises(NotFound):
        rules.clear("channel", "C1", "kanri")


@pytest.mark.parametrize(
    ("scope", "value", "mode"),
    [
        ("channel", "総務", "off"),
        ("channel", "D012AB3CD", "off"),
        ("channel", "", "off"),
        ("department", "", "off"),
        ("department", "部" * 81, "off"),
        ("topic", "給与\n賞与", "off"),
        ("building", "本社", "off"),
        ("everywhere", "", "loud"),
        ("everywhere", "人事部", "off"),
    ],
)
def test_what_is_no_rule_is_refused(rules: Rules, scope: str, value: str, mode: str) -> None:
    with pytest.raises(InvalidInput):
        rules.set(scope, value, mode, "kanri")

    assert rules.rules() == []


def test_somebody_wants_no_answers_in_channels_until_they_do(rules: Rules) -> None:
    assert not rules.opted_out("U1")
    rules.opt_out("U1")
    rules.opt_out("U1")
    assert rules.opted_out("U1") and not rules.opted_out("U2")
    rules.opt_in("U1")

    assert not rules.opted_out("U1")


def test_the_log_tells_who_changed_what(rules: Rules, engine: Engine) -> None:
    rules.set("department", "部" * 80, "approve", "kanri")
    rules.clear("department", "部" * 80, "kanri")
    rules.opt_out("U1")
    rules.opt_out("U1")

    told = [(e.actor, e.action) for e in AuditLog(engine).oldest(Wanted())]
    assert told == [
        ("kanri", "slack.rollout_set"),
        ("kanri", "slack.rollout_cleared"),
        ("slack:U1", "slack.opted_out"),
    ]
    assert all(len(e.subject) <= 100 for e in AuditLog(engine).oldest(Wanted()))
    assert verify(engine).broken is None
