"""What somebody who may decide on a proposal is shown for it."""

from __future__ import annotations

from typing import Any

from bot.desk.proposal import Proposal
from bot.users import User
from bot.web.console.impact import shown_impact
from bot.web.visitors import Visitor
from bot.wiring import Zeroji


def decision(zeroji: Zeroji, visitor: Visitor, user: User, proposal: Proposal) -> dict[str, Any]:
    """What console/_decision.html needs besides the proposal."""
    writers, users = zeroji.proposals.writers(proposal.id), zeroji.accounts.users()
    able = [u for u in users if u.active and u.may("decide") and u.name not in writers]
    return {
        "wrote": user.name in writers,
        "deciders": [one.display_name for one in able if one.name != proposal.approver],
        "approved": proposal.status == "seconding" and proposal.approver == user.name,
        "impact": shown_impact(zeroji, visitor, proposal),
        "names": {one.name: one.display_name for one in users},
    }
