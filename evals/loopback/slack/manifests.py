"""What Slack checks of an app's manifest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Params = dict[str, Any]

_KNOWN = {
    "": "_metadata display_information features oauth_config settings functions workflows types "
    "outgoing_domains datastores external_auth_providers",
    "display_information": "name description long_description background_color",
    "features": "app_home bot_user shortcuts slash_commands unfurl_domains agent_view "
    "assistant_view rich_previews search",
    "features/agent_view": "agent_description suggested_prompts actions",
    "features/app_home": "home_tab_enabled messages_tab_enabled messages_tab_read_only_enabled",
    "features/bot_user": "display_name always_online",
    "settings": "allowed_ip_address_ranges event_subscriptions incoming_webhooks interactivity "
    "org_deploy_enabled socket_mode_enabled token_rotation_enabled is_hosted "
    "hermes_app_type function_runtime",
    "settings/event_subscriptions": "request_url bot_events user_events metadata_subscriptions",
    "settings/interactivity": "is_enabled request_url message_menu_options_url",
    "oauth_config": "scopes redirect_urls token_management_enabled pkce_enabled",
    "oauth_config/scopes": "bot user bot_optional user_optional",
}
_LONGEST = {
    "display_information/name": 35,
    "display_information/description": 140,
    "display_information/long_description": 4000,
    "features/bot_user/display_name": 80,
    "features/agent_view/agent_description": 300,
}
_MOST = {
    "features/shortcuts": 10,
    "features/slash_commands": 50,
    "features/agent_view/suggested_prompts": 4,
    "settings/event_subscriptions/bot_events": 100,
}
_SHORTCUT = {"name": 24, "callback_id": 255, "description": 150}
_COMMAND = {"command": 32, "description": 2000, "usage_hint": 1000}


def problems_of(manifest: Any) -> list[Params]:
    """What is wrong, each with ``message`` and ``pointer``."""
    if not isinstance(manifest, dict):
        return [{"message": "must be an object", "pointer": "/"}]
    found = list(_problems(manifest))
    return [{"message": message, "pointer": f"/{pointer}"} for message, pointer in found]


def _problems(manifest: Params) -> Iterator[tuple[str, str]]:
    if not _at(manifest, "display_information/name"):
        yield "missing required field: name", "display_information"
    for path, known in _KNOWN.items():
        for key in (_at(manifest, path) or {}).keys() - set(known.split()):
            yield f"unknown field: {key}", path
    for path, most in (_LONGEST | _MOST).items():
        if len(_at(manifest, path) or "") > most:
            yield f"no more than {most}", path
    for path, fields in {"shortcuts": _SHORTCUT, "slash_commands": _COMMAND}.items():
        for number, entry in enumerate(_at(manifest, f"features/{path}") or []):
            yield from _entry(entry, fields, f"features/{path}/{number}")
    for number, entry in enumerate(_at(manifest, "features/shortcuts") or []):
        if entry.get("type") not in ("message", "global"):
            yield "must be message or global", f"features/shortcuts/{number}/type"
    for entry in _at(manifest, "features/slash_commands") or []:
        if not re.fullmatch(r"/[^\s/A-Z]+", entry.get("command", "")):
            yield "must begin with / and have no spaces or capitals", "features/slash_commands"
    yield from _addresses(manifest)


def _entry(entry: Params, fields: dict[str, int], path: str) -> Iterator[tuple[str, str]]:
    for key, longest in fields.items():
        value = entry.get(key)
        if not value and key != "usage_hint":
            yield f"missing required field: {key}", path
        if len(value or "") > longest:
            yield f"no more than {longest}", f"{path}/{key}"


def _addresses(manifest: Params) -> Iterator[tuple[str, str]]:
    if _at(manifest, "settings/socket_mode_enabled"):
        return
    for path in ("settings/event_subscriptions", "settings/interactivity"):
        part = _at(manifest, path)
        url = (part or {}).get("request_url", "")
        if part and not url.startswith("https://"):
            yield "request_url must be an https address without Socket Mode", path


def _at(manifest: Params, path: str) -> Any:
    value: Any = manifest
    for key in filter(None, path.split("/")):
        value = value.get(key) if isinstance(value, dict) else None
    return value
