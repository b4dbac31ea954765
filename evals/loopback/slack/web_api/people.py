"""users.*, usergroups.*, team.* and bots.info."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evals.loopback.slack.web_api.calling import Refused, method, page
from evals.loopback.slack.web_api.places import user_of
from evals.loopback.slack.workspace import APP, BOT, BOT_ID, User

if TYPE_CHECKING:
    from evals.loopback.slack.slack import Slack

Params = dict[str, Any]

_EMAIL = "users:read.email"


@method("users.info", "user", "include_locale", scopes="users:read", json=False)
def info(slack: Slack, args: Params) -> Params:
    user = user_of(slack, args["user"])
    return {"user": _told(slack, user, locale=bool(args.get("include_locale")))}


@method("users.list", "", "cursor limit include_locale team_id", scopes="users:read", json=False)
def all_users(slack: Slack, args: Params) -> Params:
    found, following = page(list(slack.workspace.users.values()), args, 1000)
    told = [_told(slack, user, locale=bool(args.get("include_locale"))) for user in found]
    return {"members": told, "cache_ts": 1_700_000_000, "response_metadata": following}


@method("users.lookupByEmail", "email", scopes=_EMAIL, json=False)
def by_email(slack: Slack, args: Params) -> Params:
    for user in slack.workspace.users.values():
        if user.email and user.email.lower() == args["email"].lower() and not user.deleted:
            return {"user": _told(slack, user)}
    raise Refused("users_not_found")


@method("users.profile.get", "", "user include_labels", scopes="users.profile:read", json=False)
def profile(slack: Slack, args: Params) -> Params:
    user = user_of(slack, args.get("user") or BOT)
    labels = slack.workspace.profile_fields if args.get("include_labels") else {}
    fields = {
        id: {"value": value, "alt": ""} | ({"label": labels[id]} if id in labels else {})
        for id, value in user.fields.items()
    }
    return {"profile": _told(slack, user)["profile"] | {"fields": fields}}


@method("team.profile.get", "", "visibility team_id", scopes="users.profile:read", json=False)
def team_profile(slack: Slack, args: Params) -> Params:
    fields = [
        {
            "id": id,
            "ordering": number,
            "label": label,
            "type": "text",
            "is_hidden": False,
            "options": {"is_protected": id not in slack.workspace.own_fields},
        }
        for number, (id, label) in enumerate(slack.workspace.profile_fields.items())
    ]
    return {"profile": {"fields": fields, "sections": []}}


@method(
    "usergroups.list",
    "",
    "include_users include_disabled include_count team_id",
    scopes="usergroups:read",
    json=False,
)
def groups(slack: Slack, args: Params) -> Params:
    shown = [
        group.as_json(users=bool(args.get("include_users")))
        for group in slack.workspace.groups.values()
        if args.get("include_disabled") or not group.disabled
    ]
    return {"usergroups": shown}


@method(
    "usergroups.users.list",
    "usergroup",
    "include_disabled team_id",
    scopes="usergroups:read",
    json=False,
)
def group_members(slack: Slack, args: Params) -> Params:
    group = slack.workspace.groups.get(args["usergroup"])
    if group is None:
        raise Refused("no_such_subteam")
    return {"users": list(group.members)}


@method("bots.info", "", "bot team_id", scopes="users:read", json=False)
def bot(slack: Slack, args: Params) -> Params:
    if args.get("bot") not in (None, BOT_ID):
        raise Refused("bot_not_found")
    told = {"id": BOT_ID, "app_id": APP, "user_id": BOT, "name": "zeroji", "deleted": False}
    return {"bot": told}


def _told(slack: Slack, user: User, *, locale: bool = False) -> Params:
    return user.as_json(email=_EMAIL in slack.tokens.bot_scopes, locale=locale)
