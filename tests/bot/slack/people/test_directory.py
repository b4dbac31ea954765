"""Who somebody in Slack is: what they may read, and what happens when Slack does not say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from bot import schema
from bot.accounts import Accounts
from bot.profiles import UNKNOWN, Profile
from bot.slack.people.directory import Directory
from bot.slack.posting import access
from bot.workspace.members import Members
from evals.loopback.slack import Failure, Slack
from tests.bot.slack.people.conftest import Clock, Start

DM, CHANNEL = "D1", "C1"
PUBLIC = {"all"}


def away(slack: Slack) -> None:
    """Slack answers nothing from now on."""
    slack.revoke()


class TestAudiences:
    def test_come_from_the_account_named_after_the_slack_id(
        self, known: Directory, accounts: Accounts
    ) -> None:
        accounts.add("slack-u1", audiences=["managers"])

        assert known.audiences("U1", DM) == {"all", "managers"}

    def test_come_from_user_groups_by_handle_and_by_id(
        self, known: Directory, slack: Slack
    ) -> None:
        slack.workspace.group("S1", "hr-team", members=("U1",))
        slack.workspace.group("S2", "kanri", members=("U1", "U2"))

        assert known.audiences("U1", DM) == {"all", "hr", "managers"}

    def test_do_not_come_from_a_group_that_is_no_longer_used(
        self, known: Directory, slack: Slack
    ) -> None:
        slack.workspace.group("S1", "hr-team", members=("U1",)).disabled = True

        assert known.audiences("U1", DM) == PUBLIC

    def test_come_from_fields_that_only_the_company_writes(
        self, known: Directory, slack: Slack
    ) -> None:
        slack.workspace.user("U1", fields={"Xf1": "人事部", "Xf2": "係長"})

        assert known.audiences("U1", DM) == {"all", "hr"}

    def test_do_not_come_from_what_people_write_about_themselves(
        self, known: Directory, slack: Slack
    ) -> None:
        slack.workspace.own_fields.add("Xf1")
        slack.workspace.user("U1", fields={"Xf1": "人事部"})

        assert known.audiences("U1", DM) == PUBLIC
        assert known.department("U1") == "人事部"

    def test_are_everyones_where_others_read_along(
        self, known: Directory, slack: Slack, accounts: Accounts
    ) -> None:
        accounts.add("slack-u1", audiences=["managers"])
        slack.workspace.group("S1", "hr-team", members=("U1",))

        assert known.audiences("U1", CHANNEL) == PUBLIC
        assert known.audiences("U1", "G1") == PUBLIC

    @pytest.mark.parametrize(
        "told",
        [
            {"guest": True},
            {"stranger": True},
            {"home_team": "T2"},
        ],
        ids=["a guest", "a stranger", "somebody of another company in a shared channel"],
    )
    def test_are_everyones_for_who_does_not_work_here(
        self, known: Directory, slack: Slack, accounts: Accounts, told: dict[str, object]
    ) -> None:
        accounts.add("slack-u1", audiences=["managers"])
        accounts.add("sato@example.com", audiences=["managers"])
        slack.workspace.group("S1", "hr-team", members=("U1",))
        slack.workspace.user("U1", fields={"Xf1": "人事部"}, **told)

        assert known.audiences("U1", DM) == PUBLIC
        assert known.account("U1") is None
        assert known.may_use("U1")

    def test_are_everyones_for_whose_account_was_stopped(
        self, known: Directory, slack: Slack, accounts: Accounts
    ) -> None:
        accounts.add("slack-u1", audiences=["managers"])
        accounts.change(
            "slack-u1",
            display_name="U1",
            roles=["employee"],
            audiences=["managers"],
            active=False,
        )
        slack.workspace.group("S1", "hr-team", members=("U1",))

        assert known.audiences("U1", DM) == PUBLIC
        assert known.account("U1") is None

    def test_are_everyones_for_somebody_whom_slack_does_not_know(self, known: Directory) -> None:
        assert known.audiences("UNOBODY", DM) == PUBLIC

    def test_go_with_the_group_within_minutes(
        self, known: Directory, slack: Slack, start: Start
    ) -> None:
        slack.workspace.group("S1", "hr-team", members=("U1",))
        assert known.audiences("U1", DM) == {"all", "hr"}
        slack.workspace.group("S1", "hr-team", members=())

        assert start().audiences("U1", DM) == PUBLIC


class TestTheLanguage:
    @pytest.mark.parametrize(
        ("locale", "language"), [("ja-JP", "ja"), ("en-GB", "en"), ("fr-FR", None), ("", None)]
    )
    def test_is_what_they_read_slack_in(
        self, known: Directory, slack: Slack, locale: str, language: str | None
    ) -> None:
        slack.workspace.user("U1", locale=locale)
        assert known.language("U1") == language

    def test_is_not_known_of_somebody_whom_slack_does_not_know(self, known: Directory) -> None:
        assert known.language("U404") is None

    def test_stays_where_slack_tells_of_a_change_without_it(
        self, known: Directory, slack: Slack
    ) -> None:
        slack.workspace.user("U1", locale="en-US")
        assert known.language("U1") == "en"
        known.heard(slack.workspace.users["U1"].as_json(email=True))
        assert known.language("U1") == "en"


class TestTheAccountByAddress:
    def test_is_theirs_where_slack_has_confirmed_the_address(
        self, known: Directory, accounts: Accounts
    ) -> None:
        accounts.add("sato@example.com", audiences=["hr"], profile=Profile(grade="主任"))

        assert known.audiences("U1", DM) == {"all", "hr"}
        assert known.profile("U1").grade == "主任"

    def test_is_not_theirs_before_slack_has(
        self, known: Directory, slack: Slack, accounts: Accounts
    ) -> None:
        accounts.add("sato@example.com", audiences=["hr"])
        slack.workspace.user("U1", email_confirmed=False)

        assert known.audiences("U1", DM) == PUBLIC
        assert known.profile("U1") == UNKNOWN

    def test_is_not_found_by_what_they_call_themselves(
        self, known: Directory, slack: Slack, accounts: Accounts
    ) -> None:
        accounts.add("kanri", "管理 四郎", audiences=["hr"])
        slack.workspace.user("U1", name="kanri", email="")

        assert known.audiences("U1", DM) == PUBLIC

    def test_stays_with_whoever_came_first(
        self, known: Directory, slack: Slack, accounts: Accounts, clock: Clock
    ) -> None:
        accounts.add("sato@example.com", audiences=["hr"])
        assert known.audiences("U1", DM) == {"all", "hr"}
        slack.workspace.user("U1", deleted=True)
        slack.workspace.user("U9", name="新しい佐藤", email="sato@example.com")

        assert known.audiences("U9", DM) == PUBLIC
        assert known.slack_user("sato@example.com") == "U1"

    def test_follows_what_an_administrator_says(
        self, known: Directory, accounts: Accounts, members: Members
    ) -> None:
        accounts.add("sato@example.com", audiences=["hr"])
        accounts.add("e1001", audiences=["managers"])
        members.bind("U1", "e1001", by="kanri")

        assert known.audiences("U1", DM) == {"all", "managers"}
        assert known.slack_user("e1001") == "U1"

    def test_is_found_in_slack_before_its_person_has_asked(
        self, known: Directory, accounts: Accounts
    ) -> None:
        accounts.add("sato@example.com", roles=["counselor"])

        assert known.slack_user("sato@example.com") == "U1"
        assert known.slack_user("nobody@example.com") is None

    def test_is_nobodys_in_slack_where_nothing_says_so(
        self, known: Directory, accounts: Accounts
    ) -> None:
        accounts.add("mori", roles=["staff"])

        assert known.slack_user("mori") is None


class TestWhoIsAnswered:
    @pytest.mark.parametrize("told", [{"deleted": True}, {"bot": True}])
    def test_nobody_who_left_and_no_bot(
        self, known: Directory, slack: Slack, told: dict[str, object]
    ) -> None:
        slack.workspace.user("U1", **told)

        assert not known.may_use("U1")
        assert known.audiences("U1", DM) == PUBLIC

    def test_not_slacks_own_bot(self, known: Directory, slack: Slack) -> None:
        slack.workspace.user("USLACKBOT", name="Slackbot")

        assert not known.may_use("USLACKBOT")

    def test_somebody_whom_slack_does_not_tell_of(self, known: Directory, slack: Slack) -> None:
        away(slack)

        assert known.may_use("U1")


class TestWhenSlackDoesNotAnswer:
    def test_what_it_said_before_counts(
        self, known: Directory, slack: Slack, accounts: Accounts, clock: Clock, start: Start
    ) -> None:
        accounts.add("slack-u1", audiences=["managers"])
        slack.workspace.group("S1", "hr-team", members=("U1",))
        slack.workspace.user("U1", fields={"Xf1": "総務部"})
        assert known.audiences("U1", DM) == {"all", "hr", "managers"}
        clock.ahead = timedelta(days=2)
        away(slack)

        restarted = start()
        assert restarted.audiences("U1", DM) == {"all", "hr", "managers"}
        assert restarted.department("U1") == "総務部"

    def test_it_counts_for_a_week(
        self, known: Directory, slack: Slack, accounts: Accounts, clock: Clock
    ) -> None:
        accounts.add("slack-u1", audiences=["managers"])
        known.audiences("U1", DM)
        clock.ahead = timedelta(days=8)
        away(slack)

        assert known.audiences("U1", DM) == PUBLIC

    def test_somebody_new_may_read_what_everyone_may(
        self, known: Directory, slack: Slack, accounts: Accounts
    ) -> None:
        accounts.add("slack-u1", audiences=["managers"])
        slack.fail_call("users.info", Failure(500), Failure(500))

        assert known.audiences("U1", DM) == PUBLIC

    def test_the_next_ones_do_not_wait_for_it_again(self, known: Directory, slack: Slack) -> None:
        slack.fail_call("users.info", Failure.rate_limited())
        known.audiences("U1", DM)
        asked = len(slack.calls)
        known.audiences("U2", DM)

        assert len(slack.calls) == asked

    def test_a_token_that_is_good_again_is_used_at_once(
        self, known: Directory, slack: Slack, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(access, "_PAUSE_SECONDS", 0)
        accounts.add("slack-u1", audiences=["managers"])
        slack.revoke()
        assert known.audiences("U1", DM) == PUBLIC
        slack.reinstall()

        assert known.audiences("U1", DM) == {"all", "managers"}

    def test_a_scope_that_was_not_granted_takes_only_what_it_is_for(
        self, known: Directory, slack: Slack, accounts: Accounts
    ) -> None:
        accounts.add("slack-u1", audiences=["managers"])
        slack.workspace.user("U1", fields={"Xf1": "人事部"})
        slack.tokens.bot_scopes -= {"users.profile:read", "usergroups:read"}

        assert known.audiences("U1", DM) == {"all", "managers"}


class TestLookingUp:
    def test_is_done_once_a_day(self, known: Directory, slack: Slack, clock: Clock) -> None:
        def looked_up() -> int:
            return [name for name, _ in slack.calls].count("users.info")

        known.audiences("U1", DM)
        known.department("U1")
        assert looked_up() == 1
        clock.ahead = timedelta(days=1, minutes=1)
        known.department("U1")

        assert looked_up() == 2

    def test_keeps_no_address_that_slack_has_not_confirmed(
        self, known: Directory, slack: Slack, engine: Engine
    ) -> None:
        slack.workspace.user("U1", email_confirmed=False)
        known.may_use("U1")

        with engine.connect() as tx:
            profile = tx.execute(select(schema.slack_members.c.profile)).scalar_one()
        assert profile["email"] == ""


class TestWhatSlackTellsByItself:
    def test_somebody_who_becomes_a_guest_is_one_at_once(
        self, known: Directory, slack: Slack, accounts: Accounts
    ) -> None:
        accounts.add("slack-u1", audiences=["managers"])
        assert known.audiences("U1", DM) == {"all", "managers"}
        user = slack.workspace.user("U1", guest=True)
        known.heard(user.as_json(email=True))
        away(slack)

        assert known.audiences("U1", DM) == PUBLIC

    def test_new_fields_are_looked_up(self, known: Directory, slack: Slack) -> None:
        assert known.department("U1") == ""
        user = slack.workspace.user("U1", fields={"Xf1": "経理部"})
        known.heard(user.as_json(email=True))

        assert known.department("U1") == "経理部"

    def test_nobody_is_kept_who_has_never_asked(
        self, known: Directory, slack: Slack, members: Members
    ) -> None:
        known.heard(slack.workspace.user("U1").as_json(email=True))

        assert members.known("U1") is None
