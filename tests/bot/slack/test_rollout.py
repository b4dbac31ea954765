"""Channels that are shared with another company."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_sdk import WebClient
from sqlalchemy import Engine

from bot.jobs import JobFailed
from bot.migrations import migrate
from bot.slack.people.channels import Channels
from bot.slack.rollout import Rollout
from bot.workspace.rules import Rules
from evals.loopback.slack import Failure, Slack, loopback
from evals.loopback.slack.tokens import BOT_TOKEN
from knowledge.database import connect, sqlite_url


@pytest.fixture
def slack() -> Iterator[Slack]:
    with loopback() as running:
        running.workspace.channel("C1", members=("U1",))
        running.workspace.channel("C2", members=("U1",), shared=True)
        yield running


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = connect(sqlite_url(tmp_path / "zeroji.sqlite3"))
    migrate(made)
    yield made
    made.dispose()


@pytest.fixture
def rollout(engine: Engine, slack: Slack) -> Rollout:
    client = WebClient(token=BOT_TOKEN, base_url=slack.url)
    return Rollout(Rules(engine), Channels(client))


def test_nothing_is_said_where_another_company_reads_along(rollout: Rollout) -> None:
    assert rollout.mode("C1", "", "") == "full"
    assert rollout.mode("C2", "", "") == "off"


def test_a_rule_for_everywhere_does_not_open_them(rollout: Rollout) -> None:
    rollout.set("everywhere", "", "full", "kanri")
    rollout.set("department", "人事部", "full", "kanri")

    assert rollout.mode("C2", "人事部", "在宅勤務") == "off"


def test_a_rule_for_the_channel_does(rollout: Rollout) -> None:
    rollout.set("channel", "C2", "approve", "kanri")

    assert rollout.mode("C2", "", "") == "approve"


def test_where_slack_does_not_say_it_is_asked_again_later(rollout: Rollout, slack: Slack) -> None:
    slack.fail_call("conversations.info", Failure(500))
    with pytest.raises(JobFailed):
        rollout.mode("C1", "", "")

    assert rollout.mode("C1", "", "") == "full"


def test_a_channel_that_slack_will_not_tell_of_counts_as_shared(rollout: Rollout) -> None:
    assert rollout.mode("C404", "", "") == "off"


def test_it_is_asked_once_and_not_about_direct_messages(rollout: Rollout, slack: Slack) -> None:
    for _ in range(3):
        rollout.mode("C1", "", "")
        rollout.mode("D1", "", "")

    assert [name for name, _ in slack.calls] == ["conversations.info"]
