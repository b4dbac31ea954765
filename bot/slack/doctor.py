"""The checks of Slack: what could have been set wrong, without changing anything there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.diagnosis import Finding, found
from bot.settings import Settings
from bot.slack.doctor_events import events
from bot.slack.doctor_places import fields, groups, staff_channel
from bot.slack.manifest import SCOPES
from bot.slack.posting.client import quiet_logger
from bot.slack.posting.refusals import error_of

_SECONDS = 10
_PREFIX = re.compile(r"x[a-z]{3,4}[-.]")
_SECRET = re.compile(r"[0-9a-f]{32}")
#: Slack's requests are good for five minutes.
_SKEW_NOTED, _SKEW_REFUSED = 30, 290


def examine(settings: Settings) -> list[Finding]:
    """Each check once; those that rest on others only where these hold."""
    given = _given(settings)
    if not any(given.values()):
        return [found("slack", "unset")]
    return [*_settings(given), *_connected(settings, given), *_arriving(settings, given)]


def _given(settings: Settings) -> dict[str, str]:
    secrets = {
        "SLACK_BOT_TOKEN": settings.slack_bot_token,
        "SLACK_SIGNING_SECRET": settings.slack_signing_secret,
        "SLACK_APP_TOKEN": settings.slack_app_token,
    }
    return {name: secret.get_secret_value().strip() for name, secret in secrets.items()}


def _settings(given: dict[str, str]) -> Iterator[Finding]:
    missing = [one for one in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET") if not given[one]]
    if missing:
        yield found("slack.settings", "wrong", missing=", ".join(missing))
    token, app_token = given["SLACK_BOT_TOKEN"], given["SLACK_APP_TOKEN"]
    if token and not token.startswith("xoxb-"):
        yield found("slack.bot_token", "wrong", "kind", prefix=_prefix(token))
    if app_token and not app_token.startswith("xapp-"):
        yield found("slack.app_token", "wrong", "kind", prefix=_prefix(app_token))
    secret = given["SLACK_SIGNING_SECRET"]
    if secret:
        yield found("slack.secret", "ok" if _SECRET.fullmatch(secret) else "wrong")


def _prefix(token: str) -> str:
    """The kind of a token, which is no secret."""
    kind = _PREFIX.match(token)
    return kind[0] if kind else "…"


def _connected(settings: Settings, given: dict[str, str]) -> Iterator[Finding]:
    """What Slack says of the bot's token, and with it."""
    if not given["SLACK_BOT_TOKEN"].startswith("xoxb-"):
        return
    client = _client(settings, given["SLACK_BOT_TOKEN"])
    try:
        answer = client.auth_test()
    except SlackApiError as refusal:
        yield found("slack.auth", "wrong", problem=error_of(refusal))
        return
    except (SlackClientError, HTTPException, OSError) as problem:
        host = urlsplit(settings.slack_api_url).netloc
        yield found("slack.reached", "wrong", url=host, problem=_reason(problem))
        return
    yield found("slack.auth", "ok", team=answer.get("team"), user=answer.get("user"))
    headers = _headers(answer)
    yield _scopes(headers.get("x-oauth-scopes", ""))
    yield from clock(headers.get("date", ""), datetime.now(UTC))
    yield from staff_channel(client, settings.slack_staff_channel)
    yield from groups(client, settings)
    yield from fields(client, settings)


def _arriving(settings: Settings, given: dict[str, str]) -> Iterator[Finding]:
    """How events come: by Socket Mode where its token is set, else by HTTP."""
    app_token = given["SLACK_APP_TOKEN"]
    if not app_token:
        yield from events(settings.public_url, given["SLACK_SIGNING_SECRET"])
    elif app_token.startswith("xapp-"):
        yield _socket(settings, app_token)


def _socket(settings: Settings, app_token: str) -> Finding:
    try:
        _client(settings, app_token).apps_connections_open(app_token=app_token)
    except SlackApiError as refusal:
        return found("slack.socket", "wrong", problem=error_of(refusal))
    except (SlackClientError, HTTPException, OSError) as problem:
        return found("slack.socket", "wrong", problem=_reason(problem))
    return found("slack.socket", "ok")


def _scopes(header: str) -> Finding:
    granted = {scope.strip() for scope in header.split(",")} - {""}
    missing, more = sorted(set(SCOPES) - granted), sorted(granted - set(SCOPES))
    if missing:
        return found("slack.scopes", "wrong", missing=", ".join(missing))
    if more:
        return found("slack.scopes", "ok", "more", more=", ".join(more))
    return found("slack.scopes", "ok", count=len(SCOPES))


def clock(date: str, now: datetime) -> Iterator[Finding]:
    """How far the clock is off what Slack's answer says (its ``Date``); nothing without one."""
    try:
        theirs = parsedate_to_datetime(date)
    except ValueError:
        return
    seconds = round(abs((now - theirs.replace(tzinfo=theirs.tzinfo or UTC)).total_seconds()))
    if seconds >= _SKEW_REFUSED:
        yield found("slack.clock", "wrong", seconds=seconds)
    else:
        noted = seconds >= _SKEW_NOTED
        yield found("slack.clock", "warning" if noted else "ok", seconds=seconds)


def _client(settings: Settings, token: str) -> WebClient:
    return WebClient(
        token=token,
        base_url=f"{settings.slack_api_url.rstrip('/')}/",
        timeout=_SECONDS,
        retry_handlers=[],
        logger=quiet_logger("doctor"),
    )


def _headers(answer: SlackResponse) -> dict[str, str]:
    """By lower-case names; of several of a name, the first."""
    told = {name.lower(): value for name, value in answer.headers.items()}
    return {name: str(v[0] if isinstance(v, list) else v) for name, v in told.items()}


def _reason(problem: Exception) -> str:
    return str(getattr(problem, "reason", "")) or type(problem).__name__
