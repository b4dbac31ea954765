"""Slack on the command line: the rollout, and its people."""

from __future__ import annotations

import pytest

from tests.bot.cli.conftest import Run


def test_a_rule_is_set_listed_changed_and_cleared(run: Run) -> None:
    added = run("slack", "rollout", "set", "channel", "approve", "c0123abcd")
    assert (added.code, added.out) == (0, "channel C0123ABCD: approve.\n")
    run("slack", "rollout", "set", "everywhere", "off")
    run("slack", "rollout", "set", "channel", "full", "C0123ABCD")

    rules = run("slack", "rollout", "list", "--json").json["rules"]
    assert [(rule["scope"], rule["value"], rule["mode"]) for rule in rules] == [
        ("everywhere", "", "off"),
        ("channel", "C0123ABCD", "full"),
    ]
    left = run("slack", "rollout", "clear", "everywhere", "--json").json["rules"]
    assert [rule["scope"] for rule in left] == ["channel"]
    assert "C0123ABCD" in run("slack", "rollout", "list").out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("set", "channel", "full", "総務"), "Name the channel by its id"),
        (("set", "building", "full", "本社"), "A scope is one of"),
        (("set", "department", "loud", "人事部"), "A mode is one of"),
        (("clear", "topic", "在宅勤務"), "There is no rule for topic 在宅勤務"),
    ],
)
def test_what_is_no_rule_is_refused(run: Run, words: tuple[str, ...], told: str) -> None:
    ran = run("slack", "rollout", *words)
    assert (ran.code, told in ran.err) == (2, True)


def test_an_account_is_given_to_somebody_in_slack(run: Run) -> None:
    run("users", "add", "sato", "--audience", "hr")
    bound = run("slack", "people", "bind", "U012AB3CD", "sato", "--json").json
    assert (bound["account"], bound["account_because"]) == ("sato", "bound")

    (person,) = run("slack", "people", "show", "sato", "--json").json["people"]
    assert person["audiences"] == ["all", "hr"]
    assert "account sato" in run("slack", "people", "show").out
    assert run("slack", "people", "refresh", "--json").json == {"outdated": 1}


def test_nobody_has_an_account_that_is_not_there(run: Run) -> None:
    ran = run("slack", "people", "bind", "U012AB3CD", "nobody")
    assert (ran.code, "There is no user nobody" in ran.err) == (2, True)
