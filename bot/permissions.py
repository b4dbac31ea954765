"""Who may do what: one table for the console, Slack and the API."""

from __future__ import annotations

from typing import Literal

Role = Literal["employee", "staff", "owner", "approver", "evaluator", "counselor", "admin"]
Action = Literal[
    "see_console",
    "reply",
    "propose",
    "decide",
    "publish",
    "administrate",
    "see_traces",
    "read_private",
]

PERMISSIONS: dict[Action, frozenset[Role]] = {
    "see_console": frozenset({"staff", "owner", "approver", "evaluator", "counselor"}),
    "reply": frozenset({"staff", "owner"}),
    "propose": frozenset({"staff", "owner"}),
    # Nobody decides on a proposal of their own, whatever their roles: see bot.desk.proposals.
    "decide": frozenset({"owner", "approver"}),
    "publish": frozenset({"owner"}),
    "administrate": frozenset(),
    # How each question was answered, in words.
    "see_traces": frozenset({"evaluator"}),
    # Private tickets, to read and to reply to.
    "read_private": frozenset({"counselor"}),
}
#: What administrators may name others for, and may not do themselves. Everything else they may.
_NOT_ADMINISTRATORS: frozenset[Action] = frozenset({"read_private"})


def roles_for(action: Action) -> frozenset[Role]:
    """The roles of which one is enough."""
    named = PERMISSIONS[action]
    return named if action in _NOT_ADMINISTRATORS else named | {"admin"}
