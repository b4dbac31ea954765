"""auth.test, apps.connections.open and apps.manifest.validate."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from evals.loopback.slack.manifests import problems_of
from evals.loopback.slack.web_api.calling import Refused, method
from evals.loopback.slack.workspace import APP, BOT, BOT_ID, TEAM

if TYPE_CHECKING:
    from evals.loopback.slack.slack import Slack

Params = dict[str, Any]


@method("auth.test")
def test(slack: Slack, args: Params) -> Params:
    told = {"url": "https://zeroji.slack.com/", "team": "Zeroji", "user": "zeroji"}
    ids = {"team_id": TEAM, "user_id": BOT, "bot_id": BOT_ID, "app_id": APP}
    return told | ids | {"is_enterprise_install": False}


@method("apps.connections.open", scopes="connections:write", token="app")
def open_connection(slack: Slack, args: Params) -> Params:
    return {"url": slack.socket.new_address()}


@method("apps.manifest.validate", "manifest", "app_id", token="config")
def validate(slack: Slack, args: Params) -> Params:
    try:
        manifest = json.loads(args["manifest"])
    except (TypeError, ValueError):
        raise Refused("invalid_manifest", errors=[{"message": "no JSON", "pointer": "/"}]) from None
    problems = problems_of(manifest)
    if problems:
        raise Refused("invalid_manifest", errors=problems)
    return {}
