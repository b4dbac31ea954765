"""Who may do what: one table for the console, Slack and the API."""

from __future__ import annotations

from typing import Literal

Role = Literal["employee", "staff", "lead", "owner", "approver", "evaluator", "counselor", "admin"]
Action = Literal[
    "see_console",
    "see_tickets",
    "reply",
    "assign",
    "propose",
    "see_proposals",
    "decide",
    "see_manuals",
    "publish",
    "see_gaps",
    "see_numbers",
    "see_cases",
    "review_cases",
    "see_traces",
    "see_audit",
    "administrate",
    "read_private",
]

_KEEPERS: frozenset[Role] = frozenset({"staff", "lead", "owner", "approver"})

PERMISSIONS: dict[Action, frozenset[Role]] = {
    "see_console": _KEEPERS | {"evaluator", "counselor"},
    "see_tickets": _KEEPERS | {"counselor"},
    "reply": frozenset({"staff", "lead", "owner"}),
    # Hand over what somebody else has taken.
    "assign": frozenset({"lead"}),
    "propose": frozenset({"staff", "lead", "owner"}),
    "see_proposals": _KEEPERS,
    # Nobody decides on a proposal of their own, whatever their roles: see bot.desk.proposals.
    "decide": frozenset({"owner", "approver"}),
    "see_manuals": _KEEPERS | {"evaluator"},
    "publish": frozenset({"owner"}),
    # Where manuals leave questions open.
    "see_gaps": _KEEPERS | {"evaluator"},
    "see_numbers": _KEEPERS | {"evaluator"},
    "see_cases": frozenset({"lead", "owner", "approver", "evaluator"}),
    "review_cases": frozenset({"owner", "evaluator"}),
    # How each question was answered, in words.
    "see_traces": frozenset({"evaluator"}),
    # Who did what and when.
    "see_audit": frozenset(),
    "administrate": frozenset(),
    # Private tickets, to read and to reply to.
    "read_private": frozenset({"counselor"}),
}
#: What administrators may name others for, and may not do themselves. Everything else they may.
_NOT_ADMINISTRATORS: frozenset[Action] = frozenset({"read_private"})


def roles_for(action: Action) -> frozenset[Role]:
    """The roles of which one is enough."""
    named = PERMISSIONS[action]
    return named if action in _NOT_ADMINISTRATORS else named | {"admin"}
