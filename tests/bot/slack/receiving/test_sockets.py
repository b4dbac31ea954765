from __future__ import annotations

import time

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.slack.posting import access
from bot.slack.receiving.sockets import SocketMode
from evals.loopback.slack import Person as Member
from evals.loopback.slack import Slack, loopback
from evals.loopback.slack.tokens import APP_TOKEN
from tests.bot.slack.workspace import PATIENCE, Person, event_body, shown, wait_for


def test_a_question_comes_and_is_answered_without_a_public_address(
    person: Person, slack: Slack
) -> None:
    body = event_body(person.message("在宅勤務は週に何日までできますか"))
    slack.envelopes.put({"type": "events_api", "envelope_id": "e1", "payload": body})
    while slack.acknowledged.get(timeout=PATIENCE)["envelope_id"] != "e1":
        pass  # of an earlier test
    wait_for(lambda: person.received)
    assert "1週間につき3日まで" in shown(person.received[0])


def test_a_slack_that_is_not_there_is_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    client = WebClient(token="xoxb-test", base_url="http://127.0.0.1:1/api/")
    sockets = SocketMode(App(client=client, token_verification_enabled=False), "xapp-test")
    sockets.open()
    wait_for(lambda: "Socket Mode did not connect: URLError" in caplog.text)
    sockets.close()


@pytest.mark.parametrize("how", ["warning", "refresh_requested", "cut", "half_open"])
def test_what_comes_while_a_connection_breaks_is_answered_once(
    employee: Member, slack: Slack, how: str
) -> None:
    slack.deliver_by_socket()
    wait_for(lambda: slack.socket.connections)
    if how == "cut":
        slack.socket.cut()
    elif how == "half_open":
        slack.socket.half_open()
    else:
        slack.socket.disconnect(how)
    employee.message("在宅勤務は週に何日までできますか")
    wait_for(lambda: slack.posted(employee.direct.id))
    wait_for(lambda: not slack.socket.unacknowledged)
    assert len(slack.posted(employee.direct.id)) == 1


def test_a_revoked_token_is_tried_now_and_then_by_both_connections_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pause = 4.0
    monkeypatch.setattr(access, "_PAUSE_SECONDS", pause)
    with loopback() as slack:
        client = WebClient(token="xoxb-test", base_url=slack.url)
        sockets = SocketMode(App(client=client, token_verification_enabled=False), APP_TOKEN)
        sockets.open()
        try:
            wait_for(lambda: slack.socket.connections == 2)
            slack.revoke(APP_TOKEN)
            before, began = len(slack.calls), time.monotonic()
            for _ in range(2):
                slack.socket.cut()
            wait_for(lambda: len(slack.calls) > before)
            time.sleep(2.5 * pause)
            tries, passed = len(slack.calls) - before, time.monotonic() - began
            # Two may have been under way; Slack's library alone tries at each ping.
            assert tries <= passed / pause + 2
            slack.reinstall()
            wait_for(lambda: slack.socket.connections == 2)
        finally:
            sockets.close()
