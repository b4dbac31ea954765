"""views.*: modals and the App Home."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from evals.loopback.slack.limits import of_view
from evals.loopback.slack.naming import named
from evals.loopback.slack.screens import Wrong
from evals.loopback.slack.web_api.calling import Refused, invalid_arguments, method
from evals.loopback.slack.web_api.places import user_of
from evals.loopback.slack.workspace import APP, BOT_ID, TEAM

if TYPE_CHECKING:
    from evals.loopback.slack.slack import Slack

Params = dict[str, Any]

_numbers = itertools.count(1)


@method("views.open", "view", "trigger_id interactivity_pointer")
def open_modal(slack: Slack, args: Params) -> Params:
    view = new_view(args["view"], "modal")
    try:
        user = slack.screens.exchange(_trigger(args))
        _check_external_id(slack, view)
        return {"view": slack.screens.open(user, view)}
    except Wrong as wrong:
        raise Refused(str(wrong)) from wrong


@method("views.push", "view", "trigger_id interactivity_pointer")
def push(slack: Slack, args: Params) -> Params:
    view = new_view(args["view"], "modal")
    try:
        user = slack.screens.exchange(_trigger(args))
        _check_external_id(slack, view)
        return {"view": slack.screens.push(user, view)}
    except Wrong as wrong:
        raise Refused(str(wrong)) from wrong


@method("views.update", "view", "view_id external_id hash")
def update(slack: Slack, args: Params) -> Params:
    view = new_view(args["view"], "modal")
    try:
        old = slack.screens.find(args.get("view_id"), args.get("external_id"))
        return {"view": slack.screens.replace(old, view, args.get("hash"))}
    except Wrong as wrong:
        raise Refused(str(wrong)) from wrong


@method("views.publish", "user_id view", "hash")
def publish(slack: Slack, args: Params) -> Params:
    user = user_of(slack, args["user_id"])
    view = new_view(args["view"], "home")
    try:
        return {"view": slack.screens.publish(user.id, view, args.get("hash"))}
    except Wrong as wrong:
        raise Refused(str(wrong)) from wrong


def new_view(view: Any, kind: str) -> Params:
    """A view as Slack keeps it, with its id and hash; Refused when it does not fit."""
    error, problems = of_view(view, kind)
    if error == "invalid_arguments":
        raise invalid_arguments(*problems)
    if error:
        raise Refused(error)
    number = next(_numbers)
    defaults = {"private_metadata": "", "callback_id": "", "external_id": "", "close": None}
    flags = {"submit": None, "clear_on_close": False, "notify_on_close": False}
    id = f"V{number:08}"
    own: Params = {
        "id": id,
        "team_id": TEAM,
        "app_id": APP,
        "bot_id": BOT_ID,
        "blocks": named(view["blocks"]),
        "state": {"values": {}},
        "hash": f"1700000000.h{number}",
        "root_view_id": id,
        "previous_view_id": None,
    }
    told: Params = defaults | flags | view | own
    return told


def _trigger(args: Params) -> str:
    trigger = args.get("trigger_id") or args.get("interactivity_pointer")
    if not trigger:
        raise invalid_arguments("missing required field: trigger_id")
    return str(trigger)


def _check_external_id(slack: Slack, view: Params) -> None:
    if not view["external_id"]:
        return
    try:
        slack.screens.find(None, view["external_id"])
    except Wrong:
        return
    raise Refused("duplicate_external_id")
