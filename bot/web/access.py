"""The one place where a route says what its visitor must be allowed to do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any

from fastapi import Depends

from bot.answering.ledger import Message
from bot.desk.ticket import Ticket
from bot.desk.tickets import Desk
from bot.permissions import Action, roles_for
from bot.users import User
from bot.web.errors import NotSignedIn
from bot.web.messages import translate
from bot.web.visitors import CurrentVisitor, Here, Visitor
from bot.wiring import Zeroji
from knowledge.errors import NotAllowed, NotFound


def require(action: Action, visitor: Visitor) -> User:
    """The signed-in user, who may do this. Raises NotSignedIn, NotAllowed."""
    text = translate(visitor.language)
    if visitor.user is None:
        raise NotSignedIn(text("error.not_signed_in"))
    if not visitor.user.may(action):
        needed = " / ".join(text(f"role.{role}") for role in sorted(roles_for(action)))
        raise NotAllowed(text("error.role", roles=needed))
    return visitor.user


def allowed(action: Action) -> Callable[[Visitor], Awaitable[User]]:
    """A dependency: the signed-in user, who may do this; anybody else is turned away."""

    # What waits for nothing is async here and below: it is not worth the way to another thread.
    async def check(visitor: CurrentVisitor) -> User:
        return require(action, visitor)

    return check


def check_readable(visitor: Visitor, audience: str) -> None:
    """A manual for others is not found: that it exists is not this visitor's to know either."""
    if not visitor.may_read(audience):
        raise NotFound(translate(visitor.language)("error.not_found"))


def readable_passages(zeroji: Zeroji, visitor: Visitor, ticket: Ticket) -> list[dict[str, Any]]:
    """Nearest passages; an asker may read manuals that this visitor may not."""
    audiences = {m.id: m.audience for m in zeroji.library.manuals(include_retired=True)}
    return [p for p in ticket.nearest if visitor.may_read(audiences[p["manual_id"]])]


def unreadable_answers(
    zeroji: Zeroji, visitor: Visitor, messages: Sequence[Message]
) -> frozenset[str]:
    """Ids of the answers that quote manuals which the asker may read and this visitor may not."""
    hidden = {
        manual.title
        for manual in zeroji.library.manuals(include_retired=True)
        if not visitor.may_read(manual.audience)
    }
    return frozenset(
        message.id
        for message in messages
        if message.outcome
        and any(citation["manual"] in hidden for citation in message.outcome["citations"])
    )


def their_desk(zeroji: Zeroji, visitor: Visitor) -> Desk:
    """The desk as far as this visitor sees it: with private tickets for counselors only."""
    return zeroji.desk.in_confidence() if visitor.may("read_private") else zeroji.desk


async def _their_desk(zeroji: Here, visitor: CurrentVisitor) -> Desk:
    return their_desk(zeroji, visitor)


def replier(ticket_id: int, zeroji: Here, visitor: CurrentVisitor) -> User:
    """The signed-in user who may work on this ticket."""
    if not visitor.may("read_private"):
        require("reply", visitor)  # before it shows whether there is such a ticket
    ticket = their_desk(zeroji, visitor).ticket(ticket_id)
    return require("read_private" if ticket.private else "reply", visitor)


ConsoleUser = Annotated[User, Depends(allowed("see_console"))]
TicketReader = Annotated[User, Depends(allowed("see_tickets"))]
ProposalReader = Annotated[User, Depends(allowed("see_proposals"))]
ManualReader = Annotated[User, Depends(allowed("see_manuals"))]
GapReader = Annotated[User, Depends(allowed("see_gaps"))]
NumberReader = Annotated[User, Depends(allowed("see_numbers"))]
CaseReader = Annotated[User, Depends(allowed("see_cases"))]
CaseReviewer = Annotated[User, Depends(allowed("review_cases"))]
Auditor = Annotated[User, Depends(allowed("see_audit"))]
TheirDesk = Annotated[Desk, Depends(_their_desk)]
Replier = Annotated[User, Depends(replier)]
Proposer = Annotated[User, Depends(allowed("propose"))]
Decider = Annotated[User, Depends(allowed("decide"))]
#: Leads and administrators.
Assigner = Annotated[User, Depends(allowed("assign"))]
Publisher = Annotated[User, Depends(allowed("publish"))]
Administrator = Annotated[User, Depends(allowed("administrate"))]
