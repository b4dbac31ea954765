"""Slack: how far Zeroji goes by itself there, and who its people are to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.web.access import Administrator, Assigner
from bot.web.pages import render
from bot.web.visitors import Here
from bot.wiring import Zeroji
from bot.workspace.binding import checked_slack_user
from bot.workspace.members import Members
from bot.workspace.people import People
from bot.workspace.rules import Rules
from bot.workspace.scopes import Mode, Scope

router = APIRouter(prefix="/slack")

_HERE = "/console/slack"
_ON_A_PAGE = 50
Text = Annotated[str, Form()]


@router.get("")
def slack(request: Request, zeroji: Here, _user: Assigner, q: str = "") -> Response:
    settings = zeroji.settings
    rules = Rules(zeroji.database).rules()
    people = People(zeroji.database, zeroji.accounts, settings)
    found, count = people.found(q, _ON_A_PAGE)
    return render(
        request,
        "console/slack.html",
        refused=_refused(request),
        lacking=_lacking(request),
        rules=rules,
        scopes=get_args(Scope),
        modes=get_args(Mode),
        # Without a channel of the staff nobody would see the answers that wait for them.
        wants_channel=not settings.slack_staff_channel
        and any(rule.mode in ("listen", "approve") for rule in rules),
        names={user.name: user.display_name for user in zeroji.accounts.users()},
        departments=people.departments(),
        topics=_topics(zeroji),
        opted_out=people.opted_out(),
        people=found,
        count=count,
        q=q,
    )


@router.post("/rules")
def set_rule(
    zeroji: Here,
    administrator: Administrator,
    scope: Text = "",
    value: Text = "",
    mode: Text = "",
) -> Response:
    Rules(zeroji.database).set(scope, value, mode, administrator.name)
    return _back("slack_rule_set")


@router.post("/rules/clear")
def clear_rule(
    zeroji: Here, administrator: Administrator, scope: Text = "", value: Text = ""
) -> Response:
    Rules(zeroji.database).clear(scope, value, administrator.name)
    return _back("slack_rule_cleared")


@router.post("/people/{user}/account")
def bind(
    user: str, zeroji: Here, administrator: Administrator, account: Text = "", q: Text = ""
) -> Response:
    """Say which account somebody in Slack has; empty: by name and e-mail address."""
    Members(zeroji.database).bind(checked_slack_user(user), account.strip(), administrator.name)
    return _back("slack_bound", q)


def _refused(request: Request) -> str:
    """Slack's word for why it refuses the token; empty where it takes it, or is not set up."""
    told: Callable[[], str] = getattr(request.app.state, "slack_refused", str)
    return told()


def _lacking(request: Request) -> list[str]:
    """Scopes that Slack refused calls for the want of since the server was started."""
    told: Callable[[], list[str]] = getattr(request.app.state, "slack_lacking", list)
    return told()


def _topics(zeroji: Zeroji) -> list[str]:
    return sorted({manual.topic for manual in zeroji.library.manuals()} - {""})


def _back(done: str, q: str = "") -> Response:
    query = {"done": done} | ({"q": q} if q else {})
    return RedirectResponse(f"{_HERE}?{urlencode(query)}", status_code=303)
