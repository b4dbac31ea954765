"""A scope that the app was not given: told once, tried now and then, and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.desk.notices import Notices
from bot.slack.posting import lacking
from bot.slack.posting.access import Access
from bot.slack.posting.client import Client, NotGranted, asking_slack
from bot.wiring import Zeroji
from evals.loopback.slack import Person, Slack, loopback
from evals.loopback.slack.tokens import BOT_TOKEN
from tests.bot.slack.workspace import shown, wait_for

UNEASY = "部長からハラスメントを受けていてつらいです"


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def access(clock: Clock) -> Access:
    return Access(clock=clock)


@pytest.fixture
def poor() -> Iterator[Slack]:
    """A Slack that lets the app open no direct messages."""
    with loopback() as running:
        running.workspace.user("U1")
        running.tokens.bot_scopes -= {"im:write"}
        yield running


@pytest.fixture
def client(poor: Slack, access: Access) -> Client:
    return Client(access=access, token=BOT_TOKEN, base_url=poor.url)


def open_direct(client: Client) -> None:
    with asking_slack():
        client.conversations_open(users=["U1"])


def calls(slack: Slack) -> int:
    return len([method for method, _ in slack.calls if method == "conversations.open"])


def test_what_lacks_a_scope_is_asked_once_an_hour_and_nothing_else_waits(
    client: Client, poor: Slack, access: Access, clock: Clock
) -> None:
    for _ in range(5):
        with pytest.raises(NotGranted):
            open_direct(client)
    assert calls(poor) == 1
    assert access.lacking.names == {"im:write"}
    assert client.auth_test()["ok"] and not access.refused
    clock.seconds = 3601.0
    with pytest.raises(NotGranted):
        open_direct(client)
    assert calls(poor) == 2


def test_what_waits_is_made_due_once_an_hour(client: Client, access: Access, clock: Clock) -> None:
    with pytest.raises(NotGranted):
        open_direct(client)
    before = access.since
    access.try_again()
    assert access.since == before
    clock.seconds = 3601.0
    access.try_again()
    due = access.since
    assert due > before
    access.try_again()
    assert access.since == due


def test_once_it_is_granted_nothing_is_missing(
    client: Client, poor: Slack, access: Access, clock: Clock
) -> None:
    with pytest.raises(NotGranted):
        open_direct(client)
    poor.tokens.bot_scopes.add("im:write")
    clock.seconds = 3601.0
    open_direct(client)
    assert access.lacking.names == frozenset()


@pytest.fixture
def no_direct_messages(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(lacking, "_PAUSE_SECONDS", 1.0)
    slack.tokens.bot_scopes -= {"im:write"}
    yield
    slack.tokens.bot_scopes.add("im:write")


def test_the_asker_is_told_whom_to_turn_to_administrators_once_and_the_answer_comes_when_it_can(
    no_direct_messages: None, employee: Person, slack: Slack, zeroji: Zeroji, http: TestClient
) -> None:
    name = f"kanri-{employee.id.lower()}"
    zeroji.accounts.add(name, roles=["admin"])
    channel = slack.workspace.channel().id
    employee.mention(UNEASY, channel)
    (told,) = wait_for(lambda: slack.whispered(employee.id, channel))
    assert "ダイレクトメッセージを送れないため" in shown(told)
    notices = Notices(zeroji.database)
    wait_for(lambda: [notice.kind for notice in notices.latest(name)] == ["slack_token"])
    assert isinstance(http.app, FastAPI)
    assert http.app.state.slack_lacking() == ["im:write"]
    tried = calls(slack)
    wait_for(lambda: calls(slack) >= tried + 2)  # made due again and again
    assert len(slack.whispered(employee.id, channel)) == 1
    assert len(notices.latest(name)) == 1
    assert slack.posted(channel) == []

    slack.tokens.bot_scopes.add("im:write")

    (answer,) = wait_for(lambda: slack.posted(employee.direct.id))
    assert "コンプライアンス相談窓口" in shown(answer)
    wait_for(lambda: http.app.state.slack_lacking() == [])  # type: ignore[attr-defined]
