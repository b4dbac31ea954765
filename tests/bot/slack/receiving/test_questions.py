"""What is read from Slack's message events."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack.places import Place
from bot.slack.receiving.questions import asked_in, deleted_in, edited_in, follow_up_in
from bot.slack.requests import Asked, Chose, StaffAct, from_json, to_json

BOT = "UBOT"


def body(**event: Any) -> dict[str, Any]:
    told = {"type": "message", "channel": "C1", "user": "U1", "ts": "1.1", "text": "質問"} | event
    return {"event": told, "authorizations": [{"user_id": BOT}]}


def test_a_direct_message_hangs_on_itself_or_on_its_thread() -> None:
    alone, in_thread = asked_in(body(channel="D1")), asked_in(body(channel="D1", thread_ts="1.0"))
    assert alone and alone.place == Place(channel="D1", thread="1.1", user="U1")
    assert in_thread and in_thread.place.thread == "1.0"
    assert in_thread.question_ts == "1.1"


def test_files_are_counted() -> None:
    asked = asked_in(body(channel="D1", subtype="file_share", files=[{"id": "F1"}, {"id": "F2"}]))
    assert asked and asked.files == 2


@pytest.mark.parametrize(
    "said",
    [
        {"bot_id": "B1"},
        {"user": BOT},
        {"user": "USLACKBOT"},
        {"user": None},
        {"subtype": "channel_join"},
        {"subtype": "bot_message"},
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", ["message", "app_mention"])
def test_only_people_ask(said: dict[str, Any], kind: str) -> None:
    direct = body(channel="D1" if kind == "message" else "C1", type=kind, **said)
    assert asked_in(direct) is None
    assert follow_up_in(body(thread_ts="1.0", **said)) is None


def test_in_a_groups_direct_messages_a_mention_asks_and_nothing_else() -> None:
    told = {"channel": "G1", "channel_type": "mpim"}
    asked = asked_in(body(text=f"<@{BOT}> 質問", **told))
    assert asked and asked.text == "質問"
    assert asked_in(body(**told)) is None
    assert asked_in(body(text=f"<@{BOT}> 質問", channel="C1", channel_type="channel")) is None


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"thread_ts": "1.0", "text": "<@U2> どう？"},
        {"thread_ts": "1.0", "text": f"<@{BOT}> どう？"},
        {"thread_ts": "1.0", "channel": "D1"},
    ],
    ids=str,
)
def test_only_a_thread_goes_on_without_a_mention(said: dict[str, Any]) -> None:
    assert follow_up_in(body(**said)) is None


def changed(after: dict[str, Any], before: dict[str, Any], **more: Any) -> dict[str, Any]:
    message = {"user": "U1", "ts": "1.1", "text": "前"}
    return body(
        subtype="message_changed",
        message=message | after,
        previous_message=message | before,
        **more,
    )


def test_an_edit_is_a_change_of_the_text() -> None:
    edited = edited_in(changed({"text": f"<@{BOT}> 後"}, {}))
    assert edited and (edited.text, edited.question_ts, edited.mentions) == ("後", "1.1", True)
    assert edited_in(changed({"attachments": [{}]}, {})) is None
    assert edited_in(changed({"text": "後", "bot_id": "B1"}, {})) is None


def test_a_message_with_replies_is_deleted_by_a_tombstone() -> None:
    tombstone = {"subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted."}
    for told in (
        changed(tombstone, {}),
        body(subtype="message_deleted", previous_message={"user": "U1", "ts": "1.1"}),
    ):
        deleted = deleted_in(told)
        assert deleted and deleted.question_ts == "1.1"
        assert deleted.place.user == "U1"
        assert edited_in(told) is None


def test_requests_are_kept_as_json() -> None:
    place = Place(channel="C1", thread="1.0", user="U1")
    for request in (
        Asked(place=place, text="質問", files=1, surface="thread", question_ts="1.1"),
        Chose(place=place, exchange=7, option=2),
        StaffAct(place=place, act="reply", subject=12, fields={"text": "回答"}),
    ):
        assert from_json(to_json(request)) == request


def test_what_an_earlier_release_wrote_down_is_still_read() -> None:
    kept = {
        "kind": "Asked",
        "place": {"channel": "D1", "thread": "1.1", "user": "U1"},
        "text": "質",
    }
    read = from_json(kept)
    assert isinstance(read, Asked)
    assert read.lane == "slack:D1:1.1:U1"
