"""The checks of what settings name in the workspace: the staff channel, groups, profile fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.diagnosis import Finding, found
from bot.settings import Settings
from bot.slack.people.lookup import is_protected
from bot.slack.posting.refusals import error_of


def staff_channel(client: WebClient, id: str) -> Iterator[Finding]:
    """``id``: of the channel; empty where staff use the console only."""
    if not id:
        yield found("slack.staff", "unset")
    elif not id.isascii() or not id.isalnum() or id != id.upper():
        yield found("slack.staff", "wrong", "form", id=id)
    else:
        yield _channel(client, id)


def groups(client: WebClient, settings: Settings) -> Iterator[Finding]:
    """Whether the user groups that audiences are given by exist."""
    wanted = [name.lstrip("@") for name, _ in settings.slack_groups]
    answer = _asked(client.usergroups_list) if wanted else None
    if not isinstance(answer, SlackResponse):
        return  # missing scopes are told of already
    known = {group[key] for group in answer.get("usergroups") or () for key in ("id", "handle")}
    missing = [name for name in wanted if name not in known]
    if missing:
        yield found("slack.groups", "wrong", missing=", ".join(missing))
    else:
        yield found("slack.groups", "ok", count=len(wanted))


def fields(client: WebClient, settings: Settings) -> Iterator[Finding]:
    """Whether the profile fields that audiences and departments are read from exist, and who
    writes them."""
    answer = _asked(client.team_profile_get)
    if not isinstance(answer, SlackResponse):
        return
    profile = answer.get("profile") or {}
    defined = [field for field in profile.get("fields") or () if field.get("label")]
    known = {str(field[key]) for field in defined for key in ("id", "label")}
    own = {str(f[key]) for f in defined if not is_protected(f) for key in ("id", "label")}
    wanted = dict.fromkeys(name.partition("=")[0].strip() for name, _ in settings.slack_fields)
    missing = [name for name in wanted if name not in known]
    if missing:
        yield found("slack.fields", "wrong", missing="、".join(missing))
    elif wanted and own.isdisjoint(wanted):
        yield found("slack.fields", "ok", names="、".join(wanted))
    if written := [name for name in wanted if name in own]:
        yield found("slack.fields", "warning", "own", names="、".join(written))
    department = settings.slack_department_field
    if department and department not in known:
        yield found("slack.department", "unset", name=department)
    elif department in own:
        yield found("slack.department", "warning", "own", name=department)


def _channel(client: WebClient, id: str) -> Finding:
    answer = _asked(lambda: client.conversations_info(channel=id))
    if answer == "channel_not_found":
        return found("slack.staff", "wrong", "unknown", id=id)
    if not isinstance(answer, SlackResponse):
        return found("slack.staff", "wrong", "problem", id=id, problem=answer)
    channel = answer["channel"]
    name = channel.get("name") or id
    if channel.get("is_archived"):
        return found("slack.staff", "wrong", "archived", name=name)
    if channel.get("is_ext_shared") or channel.get("is_pending_ext_shared"):
        return found("slack.staff", "wrong", "shared", name=name)
    if not channel.get("is_member"):
        return found("slack.staff", "wrong", "outside", name=name)
    return found("slack.staff", "ok", name=name)


def _asked(call: Callable[[], SlackResponse]) -> SlackResponse | str:
    """Slack's answer, or its word for what is wrong."""
    try:
        return call()
    except SlackApiError as refusal:
        return error_of(refusal)
    except (SlackClientError, HTTPException, OSError) as problem:
        return type(problem).__name__
