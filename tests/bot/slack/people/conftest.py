"""A workspace of Slack, and a directory that asks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from slack_sdk import WebClient
from sqlalchemy import Engine

from bot.accounts import Accounts
from bot.migrations import migrate
from bot.settings import Settings
from bot.slack.people.directory import Directory, directory
from bot.workspace.members import Members
from evals.loopback.slack import Slack, loopback
from evals.loopback.slack.tokens import BOT_TOKEN
from knowledge.database import connect, running_by, sqlite_url

GROUPS = (("hr-team", "hr"), ("S2", "managers"))
FIELDS = (("部署=人事部", "hr"), ("役職=課長", "managers"))


class Clock:
    """The present moment, moved on by hand."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def slack() -> Iterator[Slack]:
    with loopback() as running:
        running.workspace.profile_fields |= {"Xf1": "部署", "Xf2": "役職"}
        running.workspace.user("U1", name="佐藤 花子", email="Sato@example.com")
        yield running


@pytest.fixture
def clock() -> Iterator[Clock]:
    moved = Clock()
    with running_by(moved):
        yield moved


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = connect(sqlite_url(tmp_path / "zeroji.sqlite3"))
    migrate(made)
    yield made
    made.dispose()


@pytest.fixture
def members(engine: Engine) -> Members:
    return Members(engine)


@pytest.fixture
def accounts(engine: Engine) -> Accounts:
    return Accounts(engine)


@pytest.fixture
def client(slack: Slack) -> WebClient:
    return WebClient(token=BOT_TOKEN, base_url=slack.url)


#: A directory of a server that was just started.
Start = Callable[[], Directory]


@pytest.fixture
def start(members: Members, accounts: Accounts, client: WebClient) -> Start:
    settings = Settings(slack_groups=GROUPS, slack_fields=FIELDS)
    return lambda: directory(members, accounts, settings, client)


@pytest.fixture
def known(start: Start) -> Directory:
    return start()
