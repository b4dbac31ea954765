"""Slack's people and the rollout there, as the command line has them looked after."""

from __future__ import annotations

from bot.operations.shared import Json, Params, Report, caller
from bot.wiring import Zeroji
from bot.workspace.binding import checked_slack_user
from bot.workspace.members import Members
from bot.workspace.people import People
from bot.workspace.rules import Rules

_AT_ONCE = 100


def rollout_list(zeroji: Zeroji, params: Params, report: Report) -> Json:
    return {"rules": Rules(zeroji.database).rules()}


def rollout_set(zeroji: Zeroji, params: Params, report: Report) -> Json:
    rules = Rules(zeroji.database)
    return rules.set(params["scope"], params["value"], params["mode"], caller(params))


def rollout_clear(zeroji: Zeroji, params: Params, report: Report) -> Json:
    Rules(zeroji.database).clear(params["scope"], params["value"], caller(params))
    return rollout_list(zeroji, params, report)


def people_show(zeroji: Zeroji, params: Params, report: Report) -> Json:
    people = People(zeroji.database, zeroji.accounts, zeroji.settings)
    found, count = people.found(params.get("text") or "", _AT_ONCE)
    return {"people": found, "count": count}


def people_refresh(zeroji: Zeroji, params: Params, report: Report) -> Json:
    """Have somebody, or everybody, looked up anew when they next ask."""
    user = checked_slack_user(params["user"]) if params.get("user") else None
    return {"outdated": Members(zeroji.database).outdate(user)}


def people_bind(zeroji: Zeroji, params: Params, report: Report) -> Json:
    user = checked_slack_user(params["user"])
    Members(zeroji.database).bind(user, params.get("account") or "", caller(params))
    return People(zeroji.database, zeroji.accounts, zeroji.settings).person(user)
