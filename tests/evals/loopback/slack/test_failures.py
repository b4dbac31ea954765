"""What goes wrong on purpose, seen by slack_sdk's client."""

from __future__ import annotations

import time

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from evals.loopback.slack import Failure, Slack


def test_a_failure_before_or_after_the_effect(slack: Slack, web: WebClient) -> None:
    slack.fail("C1", Failure(500, "fatal_error"), Failure(500, "fatal_error", after=True))
    for _ in range(2):
        with pytest.raises(SlackApiError):
            web.chat_postMessage(channel="C1", text="x")
    assert len(slack.posted("C1")) == 1


def test_a_connection_that_is_cut_after_the_effect(slack: Slack, web: WebClient) -> None:
    web.retry_handlers.clear()
    slack.fail("C1", Failure(cut=True, after=True))
    with pytest.raises(ConnectionError):
        web.chat_postMessage(channel="C1", text="x")
    assert len(slack.posted("C1")) == 1


def test_silence(slack: Slack, web: WebClient) -> None:
    web.retry_handlers.clear()
    web.timeout = 1
    silence = Failure(silent=True)
    slack.fail_call("users.info", silence)
    with pytest.raises(OSError, match="timed out"):
        web.users_info(user="U1")
    assert silence.happened.is_set()
    assert web.users_info(user="U1")["ok"]


def test_a_slow_call_succeeds(slack: Slack, web: WebClient) -> None:
    slack.fail_call("chat.postMessage", Failure.slow(0.3))
    began = time.monotonic()
    assert web.chat_postMessage(channel="C1", text="x")["ok"]
    assert time.monotonic() - began >= 0.3


def test_a_failure_of_a_method_in_one_channel(slack: Slack, web: WebClient) -> None:
    slack.workspace.channel("C2")
    slack.fail_call("chat.postMessage", Failure(200, "fatal_error"), channel="C2")
    assert web.chat_postMessage(channel="C1", text="x")["ok"]
    with pytest.raises(SlackApiError, match="fatal_error"):
        web.chat_postMessage(channel="C2", text="x")


def test_more_than_the_limit_waits_as_long_as_slack_says(slack: Slack, web: WebClient) -> None:
    slack.workspace.channel("C2")
    slack.limit("chat.postMessage", 1, 1.0)
    web.chat_postMessage(channel="C1", text="一")
    web.chat_postMessage(channel="C2", text="一")
    with pytest.raises(SlackApiError) as refused:
        web.chat_postMessage(channel="C1", text="二")
    response = refused.value.response
    assert (response.status_code, response["error"]) == (429, "ratelimited")
    assert response.headers["Retry-After"] == "1"
    web.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))
    assert web.chat_postMessage(channel="C1", text="二")["ok"]


def test_a_call_costs_little_of_the_processor(slack: Slack, web: WebClient) -> None:
    """50 calls a second, client included, are less than half of one core."""
    calls = 100
    began = time.process_time()
    for number in range(calls):
        web.chat_postMessage(channel="C1", text=str(number))
    assert (time.process_time() - began) / calls < 0.01
