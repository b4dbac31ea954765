"""The Web API, as slack_sdk's client calls it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from evals.loopback.slack import Params, Slack
from evals.loopback.slack.hearing import error_of
from evals.loopback.slack.samples import plain
from evals.loopback.slack.tokens import APP_TOKEN, CONFIG_TOKEN

Call = Callable[[WebClient], Any]

SECTION = {"type": "section", "text": plain("本文")}


def test_who_the_app_is(web: WebClient) -> None:
    told = web.auth_test()
    assert (told["user_id"], told["bot_id"], told["team_id"]) == ("UBOT", "BBOT", "T1")
    assert "chat:write" in told.headers["x-oauth-scopes"]


def test_a_message_is_posted_changed_and_deleted(slack: Slack, web: WebClient) -> None:
    ts = web.chat_postMessage(channel="C1", text="はい", blocks=[SECTION])["ts"]
    web.chat_update(channel="C1", ts=ts, text="いいえ")
    (posted,) = slack.posted("C1")
    assert (posted["text"], "blocks" in posted, "edited" in posted) == ("いいえ", False, True)
    link = web.chat_getPermalink(channel="C1", message_ts=ts)["permalink"]
    assert link.endswith(f"/archives/C1/p{ts.replace('.', '')}")
    web.chat_delete(channel="C1", ts=ts)
    assert slack.posted("C1") == []
    assert error_of(lambda: web.chat_update(channel="C1", ts=ts, text="x")) == "message_not_found"


def test_a_thread_is_read_page_by_page_with_metadata_only_when_asked(web: WebClient) -> None:
    root = web.chat_postMessage(channel="C1", text="0")["ts"]
    for number in range(1, 5):
        name = {"event_type": "posted", "event_payload": {"name": str(number)}}
        web.chat_postMessage(channel="C1", text=f"{number}", thread_ts=root, metadata=name)
    pages = web.conversations_replies(channel="C1", ts=root, limit=2)
    seen = [(len(page["messages"]), page["has_more"]) for page in pages]
    assert seen == [(2, True), (2, True), (1, False)]
    plainly = web.conversations_replies(channel="C1", ts=root)
    assert not any("metadata" in message for message in plainly["messages"])
    full = web.conversations_replies(channel="C1", ts=root, include_all_metadata=True)
    assert full["messages"][1]["metadata"]["event_payload"] == {"name": "1"}


def test_only_one_person_sees_a_whisper(slack: Slack, web: WebClient) -> None:
    web.chat_postEphemeral(channel="C1", user="U1", text="こっそり")
    assert [m["text"] for m in slack.whispered("U1")] == ["こっそり"]
    assert slack.whispered("U2") == slack.posted("C1") == []
    stranger = slack.workspace.user("U9").id
    whisper: Call = lambda web: web.chat_postEphemeral(channel="C1", user=stranger, text="x")  # noqa: E731
    assert error_of(lambda: whisper(web)) == "user_not_in_channel"


def test_a_deleted_root_with_replies_leaves_a_tombstone(slack: Slack, web: WebClient) -> None:
    root = web.chat_postMessage(channel="C1", text="0")["ts"]
    web.chat_postMessage(channel="C1", text="1", thread_ts=root)
    web.chat_delete(channel="C1", ts=root)
    web.chat_postMessage(channel="C1", text="2", thread_ts=root)
    texts = [m["text"] for m in web.conversations_replies(channel="C1", ts=root)["messages"]]
    assert texts == ["This message was deleted.", "1", "2"]


@pytest.mark.parametrize(
    ("prepare", "error"),
    [
        (lambda slack: slack.workspace.channels.pop("C1"), "channel_not_found"),
        (lambda slack: slack.workspace.channel("C1", archived=True), "is_archived"),
        (lambda slack: slack.workspace.leave("C1", "UBOT"), "not_in_channel"),
        (lambda slack: slack.revoke(), "token_revoked"),
        (lambda slack: slack.tokens.bot_scopes.discard("chat:write"), "missing_scope"),
    ],
)
def test_why_a_message_cannot_be_posted(
    slack: Slack, web: WebClient, prepare: Callable[[Slack], object], error: str
) -> None:
    prepare(slack)
    assert error_of(lambda: web.chat_postMessage(channel="C1", text="x")) == error
    assert slack.refusals[0][1]["error"] == error


def test_a_missing_scope_says_what_is_needed(slack: Slack, web: WebClient) -> None:
    slack.tokens.bot_scopes = {"chat:write"}
    with pytest.raises(SlackApiError) as refused:
        web.conversations_open(users="U1")
    assert refused.value.response["needed"] == "im:write"
    assert refused.value.response["provided"] == "chat:write"


@pytest.mark.parametrize(
    ("params", "error"),
    [
        ({"text": ""}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"text": "x", "blocks": [{"type": "nonsense"}]}, "invalid_blocks"),
        ({"text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        (
            {"text": "x", "blocks": [SECTION | {"text": plain("あ" * 3000)}] * 5},
            "msg_blocks_too_long",
        ),
    ],
)
def test_what_is_no_message(web: WebClient, params: Params, error: str) -> None:
    body = {"channel": "C1"} | params
    assert error_of(lambda: web.api_call("chat.postMessage", json=body)) == error


def test_others_messages_are_not_the_apps_to_change(slack: Slack, web: WebClient) -> None:
    slack.conversations.add({"channel": "C1", "ts": "1.000001", "user": "U1", "text": "x"})
    change = lambda: web.chat_update(channel="C1", ts="1.000001", text="y")  # noqa: E731
    assert error_of(change) == "cant_update_message"
    delete = lambda: web.chat_delete(channel="C1", ts="1.000001")  # noqa: E731
    assert error_of(delete) == "cant_delete_message"


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xoxb-other", "invalid_auth"), (APP_TOKEN, "not_allowed_token_type")],
)
def test_tokens_that_are_not_good(slack: Slack, token: str, error: str) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    told = httpx.post(f"{slack.url}auth.test", headers=headers).json()
    assert told == {"ok": False, "error": error}


def test_arguments_come_as_json_only_where_slack_reads_it(slack: Slack, web: WebClient) -> None:
    ts = web.chat_postMessage(channel="C1", text="x")["ts"]
    headers = {"Authorization": "Bearer xoxb-test"}
    there = {"channel": "C1", "ts": ts}
    form = httpx.post(f"{slack.url}conversations.replies", headers=headers, data=there).json()
    as_json = httpx.post(f"{slack.url}conversations.replies", headers=headers, json=there).json()
    assert form["ok"]
    assert as_json["error"] == "invalid_arguments"
    assert "channel" in str(as_json["response_metadata"]["messages"])


def test_arguments_that_slack_does_not_know_are_noted(slack: Slack, web: WebClient) -> None:
    web.chat_postMessage(channel="C1", text="x", thread="1.2")
    assert slack.superfluous == [("chat.postMessage", "thread")]


def test_people_and_groups(slack: Slack, web: WebClient) -> None:
    slack.workspace.profile_fields["Xf1"] = "部署"
    slack.workspace.user("U1", name="佐藤", email="sato@example.jp", fields={"Xf1": "人事部"})
    slack.workspace.user("U3", guest=True)
    slack.workspace.group("S1", "soumu", ("U1",))
    assert web.users_info(user="U1")["user"]["profile"]["email"] == "sato@example.jp"
    assert web.users_info(user="U3")["user"]["is_restricted"]
    assert web.users_lookupByEmail(email="SATO@example.jp")["user"]["id"] == "U1"
    fields = web.users_profile_get(user="U1")["profile"]["fields"]
    assert fields["Xf1"]["value"] == "人事部"
    assert web.team_profile_get()["profile"]["fields"][0]["label"] == "部署"
    assert web.usergroups_list()["usergroups"][0]["handle"] == "soumu"
    assert web.usergroups_users_list(usergroup="S1")["users"] == ["U1"]
    assert [len(page["members"]) for page in web.users_list(limit=3)] == [3, 1]
    slack.tokens.bot_scopes.discard("users:read.email")
    assert "email" not in web.users_info(user="U1")["user"]["profile"]
    assert error_of(lambda: web.users_info(user="U0")) == "user_not_found"


def test_conversations(slack: Slack, web: WebClient) -> None:
    slack.workspace.channel("G1", private=True, members=("U1",))
    direct = web.conversations_open(users="U1")["channel"]["id"]
    assert web.conversations_open(users="U1")["channel"]["id"] == direct
    assert web.conversations_info(channel=direct)["channel"]["user"] == "U1"
    assert web.conversations_info(channel="G1")["channel"]["is_private"]
    assert web.conversations_members(channel="C1")["members"] == ["UBOT", "U1", "U2"]
    web.chat_postMessage(channel="C1", text="一")
    web.chat_postMessage(channel="C1", text="二")
    history = web.conversations_history(channel="C1")["messages"]
    assert [m["text"] for m in history] == ["二", "一"]
    web.reactions_add(channel="C1", name="eyes", timestamp=history[0]["ts"])
    slack.workspace.leave("G1", "UBOT")
    assert error_of(lambda: web.conversations_info(channel="G1")) == "channel_not_found"
    slack.workspace.user("U2", deleted=True)
    assert error_of(lambda: web.conversations_open(users="U2")) == "user_disabled"


def test_a_manifest_is_looked_at(slack: Slack) -> None:
    web = WebClient(token=CONFIG_TOKEN, base_url=slack.url)
    good = {"display_information": {"name": "総務"}, "features": {"agent_view": {}}}
    assert web.apps_manifest_validate(manifest=good)["ok"]
    wrong = {"display_information": {"name": "x" * 36}, "features": {"agent_vieww": {}}}
    with pytest.raises(SlackApiError) as refused:
        web.apps_manifest_validate(manifest=wrong)
    pointers = {problem["pointer"] for problem in refused.value.response["errors"]}
    assert pointers == {"/display_information/name", "/features"}
