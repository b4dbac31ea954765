"""Who may do what: one table for the console, Slack and the API."""

from __future__ import annotations

from typing import Literal

Role = Literal["employee", "staff", "owner", "approver", "evaluator", "admin"]
Action = Literal["see_console", "reply", "propose", "decide", "publish", "administrate"]

#: An administrator may do everything and is not listed.
PERMISSIONS: dict[Action, frozenset[Role]] = {
    "see_console": frozenset({"staff", "owner", "approver", "evaluator"}),
    "reply": frozenset({"staff", "owner"}),
    "propose": frozenset({"staff", "owner"}),
    # Nobody decides on a proposal of their own, whatever their roles: see bot.desk.proposals.
    "decide": frozenset({"owner", "approver"}),
    "publish": frozenset({"owner"}),
    "administrate": frozenset(),
}
