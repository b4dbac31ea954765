from __future__ import annotations

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from evals.loopback.slack import Slack, loopback
from evals.loopback.slack.hearing import Heard
from evals.loopback.slack.tokens import BOT_TOKEN


@pytest.fixture
def slack() -> Iterator[Slack]:
    with loopback() as running:
        running.workspace.channel("C1", name="soumu", members=("U1", "U2"))
        yield running


@pytest.fixture
def web(slack: Slack) -> WebClient:
    return WebClient(token=BOT_TOKEN, base_url=slack.url)


@pytest.fixture
def app(slack: Slack) -> Heard:
    """An app that hears all that happens."""
    heard = Heard(slack)
    client = TestClient(Starlette(routes=[Route("/slack", heard.answer, methods=["POST"])]))
    paths = dict.fromkeys(("events", "interactivity", "commands"), "/slack")
    slack.deliver_to(client, **paths, pauses=(0.0, 0.0, 0.0))
    return heard
