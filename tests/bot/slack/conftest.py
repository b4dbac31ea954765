"""A real Zeroji with a small manual, connected to a Slack on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from bot import slack as bot_slack
from bot.business_days import BusinessHours
from bot.jobs import Jobs
from bot.settings import Settings
from bot.web.app import create_app
from bot.wiring import Zeroji, open_zeroji
from evals.loopback import slack as doubles
from evals.loopback.slack import Slack, loopback
from tests.bot.slack.workspace import PATIENCE, SECRET, Person

RULE = """---
title: 在宅勤務規程
kind: rule
owner: 人事部
---
# 第2章 勤務

## 第5条（日数）

在宅勤務は、1週間につき3日までとする。

## 第6条（手当）

在宅勤務手当は、1日につき250円とし、月の上限を5,000円とする。
"""
FAQ = """質問,回答,担当部署
在宅勤務は週に何日までできますか,1週間につき3日までできます。,人事部
"""
#: Where staff work the queue.
STAFF_CHANNEL = "CSTAFF"
SECRET_RULE = """---
title: 管理職向け通達
audience: managers
---
# 評価

昇給の原資は部門ごとに2.5パーセントとする。
"""


@pytest.fixture(scope="package")
def manuals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("manuals")
    (folder / "在宅勤務規程.md").write_text(RULE, encoding="utf-8")
    (folder / "在宅勤務FAQ.csv").write_text(FAQ, encoding="utf-8")
    (folder / "管理職向け通達.md").write_text(SECRET_RULE, encoding="utf-8")
    return folder


@pytest.fixture(scope="package")
def unconnected(tmp_path_factory: pytest.TempPathFactory, manuals: Path) -> Iterator[Zeroji]:
    """A Zeroji without Slack's tokens."""
    with open_zeroji(Settings(home=tmp_path_factory.mktemp("home"))) as opened:
        assert opened.ingest([manuals])["manuals"]["failed"] == []
        yield opened


@pytest.fixture(scope="package")
def slack() -> Iterator[Slack]:
    with loopback() as running:
        # A slow machine is not what these tests are about.
        running.screens.trigger_seconds = PATIENCE
        yield running


@pytest.fixture(scope="package")
def zeroji(unconnected: Zeroji, slack: Slack) -> Zeroji:
    """The same Zeroji with the tokens of a workspace."""
    tokens = {
        "slack_bot_token": SecretStr("xoxb-test"),
        "slack_signing_secret": SecretStr(SECRET),
        "slack_app_token": SecretStr("xapp-test"),
        "slack_api_url": slack.url,
        "slack_staff_channel": STAFF_CHANNEL,
        "public_url": "https://zeroji.example.co.jp",
        # Nobody is reminded but by a test, whatever the time of day.
        "slack_reminder_hours": BusinessHours(opens=time(0), closes=time(0)),
    }
    slack.workspace.channel(STAFF_CHANNEL, private=True)
    return replace(unconnected, settings=unconnected.settings.model_copy(update=tokens))


@pytest.fixture(scope="package")
def http(zeroji: Zeroji) -> Iterator[TestClient]:
    app, jobs = create_app(zeroji), Jobs(zeroji.settings)
    with ExitStack() as running:
        running.callback(jobs.destroy)
        running.enter_context(bot_slack.running(app, zeroji, jobs))
        jobs.launch()
        yield TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def person(http: TestClient, slack: Slack) -> Person:
    """Somebody in a direct message with Zeroji."""
    return Person(http, slack)


@pytest.fixture
def in_channel(http: TestClient, slack: Slack) -> Callable[[], Person]:
    """People of one channel."""
    channel = Person(http, slack).channel.replace("D", "C")
    return lambda: Person(http, slack, channel=channel)


@pytest.fixture
def employee(http: TestClient, slack: Slack) -> doubles.Person:
    """Somebody who works here, whose messages and presses reach Zeroji over HTTP."""
    slack.deliver_to(http, patience=PATIENCE)
    return doubles.Person(slack)


@pytest.fixture
def colleague(employee: doubles.Person, slack: Slack) -> doubles.Person:
    return doubles.Person(slack)
