"""The app's manifest: what is pasted at api.slack.com/apps to set Zeroji up in a workspace.

It asks for what the code needs and no more; ``tests/bot/slack/test_manifest.py`` compares.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bot.outcomes import Language
from bot.slack import PATHS
from bot.slack.messages import wording
from bot.slack.messages.action_ids import ASK_ANYWHERE, ASK_MESSAGE, PROPOSE_MESSAGE
from knowledge.errors import InvalidInput

#: In ASCII: with a Japanese input method on, a slash comes out in full width, which is no command.
COMMAND = "/zeroji"

#: What each is for is in the wording, as ``scope.`` and its name.
SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
    "mpim:history",
    "mpim:read",
    "usergroups:read",
    "users.profile:read",
    "users:read",
    "users:read.email",
)
#: Of the app-level token (xapp-…), which Socket Mode needs.
APP_SCOPES = ("connections:write",)
EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "tokens_revoked",
    "user_change",
)
_SHORTCUTS = {
    ASK_MESSAGE: "message",
    PROPOSE_MESSAGE: "message",
    ASK_ANYWHERE: "global",
}


def manifest(language: Language, *, url: str = "") -> dict[str, Any]:
    """The manifest as JSON values; with Socket Mode where there is no ``url`` to send events to.

    Raises InvalidInput for an address that Slack would not take.
    """
    base = _checked(url)
    return {
        "display_information": {
            "name": wording.text("app.name", language),
            "description": wording.text("app.description", language),
            "background_color": "#1f4e5f",
        },
        "features": {
            "agent_view": {
                "agent_description": wording.text("app.agent", language),
                "suggested_prompts": prompts(wording.text("app.prompts", language).splitlines()),
            },
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "zeroji", "always_online": True},
            "shortcuts": [
                {
                    "name": wording.text(f"{callback}.name", language),
                    "type": kind,
                    "callback_id": callback,
                    "description": wording.text(f"{callback}.description", language),
                }
                for callback, kind in _SHORTCUTS.items()
            ],
            "slash_commands": [_command(language, base)],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": _sent_to(base, PATHS[0]) | {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True} | _sent_to(base, PATHS[1]),
            "org_deploy_enabled": False,
            "socket_mode_enabled": not base,
            "token_rotation_enabled": False,
        },
    }


def purposes(language: Language) -> dict[str, str]:
    """What each scope is for."""
    return {scope: wording.text(f"scope.{scope}", language) for scope in (*SCOPES, *APP_SCOPES)}


def prompts(questions: list[str]) -> list[dict[str, str]]:
    """Questions to begin with, as many as Slack shows."""
    return [{"title": question, "message": question} for question in questions[:4]]


def _command(language: Language, base: str) -> dict[str, Any]:
    command: dict[str, Any] = {
        "command": COMMAND,
        "description": wording.text("command.description", language),
        "usage_hint": wording.text("command.usage", language),
        "should_escape": False,
    }
    return command | ({"url": f"{base}{PATHS[1]}"} if base else {})


def _sent_to(base: str, path: str) -> dict[str, str]:
    return {"request_url": f"{base}{path}"} if base else {}


def _checked(url: str) -> str:
    """Without the slash at its end."""
    parts = urlsplit(url)
    if url and (parts.scheme != "https" or not parts.netloc):
        raise InvalidInput(
            f"{url!r} is no address that Slack sends to: it must begin with https:// and be "
            "reachable from the internet. Without one, use --socket-mode.",
            f"{url!r} には Slack から送れません。https:// で始まり、インターネットから届く"
            "アドレスを指定してください。ない場合は --socket-mode を使ってください。",
        )
    return url.rstrip("/")
