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
    return {
        "wrote": user.name in zeroji.proposals.writers(proposal.id),
        "approved": proposal.status == "seconding" and proposal.approver == user.name,
        "impact": shown_impact(zeroji, visitor, proposal),
        "names": {one.name: one.display_name for one in zeroji.accounts.users()},
    }
