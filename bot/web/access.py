"""The one place where a route says what its visitor must be allowed to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from fastapi import Depends

from bot.answering.ledger import Message
from bot.desk.ticket import Ticket
from bot.permissions import PERMISSIONS, Action
from bot.users import User
from bot.web.errors import NotSignedIn
from bot.web.messages import translate
from bot.web.visitors import CurrentVisitor, Visitor
from bot.wiring import Zeroji
from knowledge.errors import NotAllowed, NotFound


def allowed(action: Action) -> Callable[[Visitor], User]:
    """A dependency: the signed-in user, who may do this; anybody else is turned away."""

    def check(visitor: CurrentVisitor) -> User:
        text = translate(visitor.language)
        if visitor.user is None:
            raise NotSignedIn(text("error.not_signed_in"))
        if not visitor.user.may(action):
            roles = sorted(PERMISSIONS[action] | {"admin"})
            needed = " / ".join(text(f"role.{role}") for role in roles)
            raise NotAllowed(text("error.role", roles=needed))
        return visitor.user

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


ConsoleUser = Annotated[User, Depends(allowed("see_console"))]
Replier = Annotated[User, Depends(allowed("reply"))]
Proposer = Annotated[User, Depends(allowed("propose"))]
Decider = Annotated[User, Depends(allowed("decide"))]
Publisher = Annotated[User, Depends(allowed("publish"))]
Administrator = Annotated[User, Depends(allowed("administrate"))]
