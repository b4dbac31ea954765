"""The manifest asks for what the code needs, no more and no less."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from slack_sdk import WebClient

import bot.slack
from bot.outcomes import Language
from bot.slack.manifest import APP_SCOPES, EVENTS, SCOPES, manifest, purposes
from bot.slack.messages import action_ids
from evals.loopback.slack.manifests import problems_of
from knowledge.errors import InvalidInput

LANGUAGES = get_args(Language)

#: Scopes of a bot's token, from "Facts" of each page of https://docs.slack.dev/reference/methods.
#: Methods of conversations need the scope of each kind of conversation that they are used for.
OF_METHODS = {
    "apps.connections.open": "connections:write",
    "assistant.threads.setStatus": "chat:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "auth.test": "",
    "chat.appendStream": "chat:write",
    "chat.delete": "chat:write",
    "chat.getPermalink": "",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.startStream": "chat:write",
    "chat.stopStream": "chat:write",
    "chat.update": "chat:write",
    "conversations.history": "channels:history groups:history im:history mpim:history",
    # Never asked of a direct message.
    "conversations.info": "channels:read groups:read mpim:read",
    "conversations.open": "im:write",
    "conversations.replies": "channels:history groups:history im:history mpim:history",
    "team.profile.get": "users.profile:read",
    "usergroups.list": "usergroups:read",
    "usergroups.users.list": "usergroups:read",
    # The address is left out without the second.
    "users.info": "users:read users:read.email",
    "users.lookupByEmail": "users:read.email",
    "users.profile.get": "users.profile:read",
    "views.open": "",
    "views.publish": "",
    "views.push": "",
    "views.update": "",
}
#: The same of https://docs.slack.dev/reference/events.
OF_EVENTS = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "app_uninstalled": "",
    "tokens_revoked": "",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "team_join": "users:read",
    "user_change": "users:read",
}
_FAMILIES = "apps assistant auth bots chat conversations files pins reactions team usergroups users"
_METHODS = {
    name.replace("_", ".")
    for name in dir(WebClient)
    if name.split("_")[0] in (*_FAMILIES.split(), "views") and "_" in name
}


def sources() -> Iterator[str]:
    for path in Path(bot.slack.__file__).parent.rglob("*.py"):
        yield path.read_text(encoding="utf-8")


def called() -> set[str]:
    """The methods of the Web API that bot.slack uses."""
    named = {
        node.attr.replace("_", ".")
        for source in sources()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
    }
    return named & _METHODS


def heard() -> set[str]:
    """The types of events that bot.slack listens to."""
    return {one for source in sources() for one in re.findall(r'"event:(\w+)"', source)}


def test_the_methods_and_events_are_found_in_the_code() -> None:
    assert {"chat.postMessage", "views.publish", "assistant.threads.setStatus"} <= called()
    assert {"message", "app_home_opened"} <= heard()


def test_the_scopes_are_exactly_those_that_the_calls_and_events_need() -> None:
    needed = {scope for method in called() for scope in OF_METHODS[method].split()}
    needed |= {scope for event in EVENTS for scope in OF_EVENTS[event].split()}
    needed.add("commands")  # of the slash command and the shortcuts
    assert set(SCOPES) | set(APP_SCOPES) == needed


def test_the_events_are_exactly_those_that_are_listened_to() -> None:
    assert {event.partition(".")[0] for event in EVENTS} == heard()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("url", ["", "https://zeroji.example.co.jp/"])
def test_slack_takes_it(language: Language, url: str) -> None:
    assert problems_of(manifest(language, url=url)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_an_agent_with_questions_to_begin_with(language: Language) -> None:
    features = manifest(language)["features"]
    assert "assistant_view" not in features
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert len(features["agent_view"]["suggested_prompts"]) == 4
    assert features["app_home"]["messages_tab_read_only_enabled"] is False


def test_by_http_every_request_has_its_address() -> None:
    made = manifest("ja", url="https://zeroji.example.co.jp/")
    base = "https://zeroji.example.co.jp/slack"
    settings = made["settings"]
    assert settings["event_subscriptions"]["request_url"] == f"{base}/events"
    assert settings["interactivity"]["request_url"] == f"{base}/interactivity"
    assert made["features"]["slash_commands"][0]["url"] == f"{base}/interactivity"
    assert settings["socket_mode_enabled"] is False


def test_by_socket_mode_there_is_no_address() -> None:
    made = manifest("ja")
    assert made["settings"]["socket_mode_enabled"] is True
    assert "request_url" not in made["settings"]["event_subscriptions"]
    assert "url" not in made["features"]["slash_commands"][0]


@pytest.mark.parametrize("url", ["http://zeroji.example.co.jp", "zeroji", "https://"])
def test_an_address_that_slack_would_not_take_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput, match="https://"):
        manifest("ja", url=url)


def test_each_shortcut_is_listened_to() -> None:
    """Somewhere in the code; nothing is worse than a button that does nothing."""
    names = {value: name for name, value in vars(action_ids).items() if isinstance(value, str)}
    code = "\n".join(sources())
    for shortcut in manifest("ja")["features"]["shortcuts"]:
        assert re.search(rf"\b{names[shortcut['callback_id']]}: (?!\")", code), shortcut["name"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_scope_has_its_purpose(language: Language) -> None:
    assert all(purposes(language).values())
