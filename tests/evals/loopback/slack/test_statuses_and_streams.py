"""What shows that an answer is coming: statuses, streams, suggested prompts."""

from __future__ import annotations

from functools import partial

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from evals.loopback.slack import Params, Person, Slack
from evals.loopback.slack.hearing import error_of
from evals.loopback.slack.samples import plain


@pytest.fixture
def asked(slack: Slack, app: object) -> Params:
    return Person(slack, "U1").message("質問")


def show(web: WebClient, asked: Params, status: str) -> None:
    web.assistant_threads_setStatus(
        channel_id=asked["channel"],
        thread_ts=asked["ts"],
        status=status,
        loading_messages=["探しています"],
    )


def test_a_status_shows_until_the_app_writes(slack: Slack, web: WebClient, asked: Params) -> None:
    show(web, asked, "考えています")
    there = asked["channel"], asked["ts"]
    status = slack.conversations.status(*there)
    assert status is not None
    assert status.at >= slack.conversations.written_at(*there)
    web.chat_postMessage(channel=asked["channel"], thread_ts=asked["ts"], text="答え")
    assert slack.conversations.status(*there) is None
    assert slack.statuses[0].ended_by == "message"


def test_a_status_is_replaced_and_cleared(slack: Slack, web: WebClient, asked: Params) -> None:
    for text in ("一", "二", ""):
        show(web, asked, text)
    assert [(s.text, s.ended_by) for s in slack.statuses] == [("一", "replaced"), ("二", "cleared")]


def test_a_whisper_leaves_the_status(slack: Slack, web: WebClient, asked: Params) -> None:
    show(web, asked, "考えています")
    there = {"channel": asked["channel"], "thread_ts": asked["ts"]}
    web.chat_postEphemeral(**there, user="U1", text="こっそり")
    assert slack.conversations.status(asked["channel"], asked["ts"]) is not None


def test_a_status_needs_its_thread(web: WebClient, asked: Params) -> None:
    assert error_of(lambda: show(web, asked | {"ts": "1.000001"}, "x")) == "thread_not_found"


def test_prompts_of_a_thread_are_taken_and_not_shown(
    slack: Slack, web: WebClient, asked: Params
) -> None:
    prompts = [{"title": "有給休暇", "message": "有給休暇は何日ですか"}]
    channel = asked["channel"]
    web.assistant_threads_setSuggestedPrompts(
        channel_id=channel, thread_ts=asked["ts"], prompts=prompts
    )
    assert slack.prompts == {}
    web.assistant_threads_setSuggestedPrompts(channel_id=channel, prompts=prompts)
    assert slack.prompts == {channel: prompts}


def test_a_stream_grows_and_ends_once(slack: Slack, web: WebClient, asked: Params) -> None:
    there = {"channel": asked["channel"]}
    ts = web.chat_startStream(**there, thread_ts=asked["ts"], markdown_text="一、")["ts"]
    web.chat_appendStream(**there, ts=ts, markdown_text="二")
    assert error_of(lambda: web.chat_update(**there, ts=ts, text="x")) == "streaming_state_conflict"
    section = {"type": "section", "text": plain("出典")}
    web.chat_stopStream(**there, ts=ts, blocks=[section])
    (message,) = slack.posted(asked["channel"])
    assert (message["text"], message["streaming_state"]) == ("一、二", "completed")
    assert [block["type"] for block in message["blocks"]] == ["markdown", "section"]
    for again in (web.chat_appendStream, web.chat_stopStream):
        gone = error_of(partial(again, **there, ts=ts, markdown_text="三"))
        assert gone == "message_not_in_streaming_state"


def test_a_stream_ends_by_itself(slack: Slack, web: WebClient, asked: Params) -> None:
    there = {"channel": asked["channel"]}
    ts = web.chat_startStream(**there, thread_ts=asked["ts"])["ts"]
    slack.stream_seconds = 0
    gone = error_of(lambda: web.chat_appendStream(**there, ts=ts, markdown_text="一"))
    assert gone == "message_not_in_streaming_state"


def test_a_stream_in_a_channel_names_its_recipient(slack: Slack, web: WebClient) -> None:
    root = web.chat_postMessage(channel="C1", text="x")["ts"]
    start = partial(web.chat_startStream, channel="C1", thread_ts=root)
    assert error_of(start) == "missing_recipient_user_id"
    assert error_of(lambda: start(recipient_user_id="U1")) == "missing_recipient_team_id"
    with pytest.raises(SlackApiError):
        start(recipient_user_id="U0", recipient_team_id="T1")
    assert start(recipient_user_id="U1", recipient_team_id="T1")["ok"]
