"""Who calls the API, and for whom they may ask."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request

from bot.accounts import Accounts
from bot.desk.tickets import Desk
from bot.permissions import Action
from bot.web.access import require, their_desk
from bot.web.errors import NotSignedIn
from bot.web.security import CSRF_HEADER, SAFE_METHODS, check_csrf
from bot.web.visitors import CurrentVisitor, Here, Visitor
from bot.wiring import Zeroji
from knowledge.errors import NotAllowed, NotFound
from knowledge.model import EVERYONE

#: The name under which a program acts that names nobody.
PROGRAM = "api"


@dataclass(frozen=True, kw_only=True)
class Caller:
    """A program with the home's token, a signed-in user, or a guest."""

    accounts: Accounts
    visitor: Visitor
    has_token: bool

    def must(self, action: Action) -> None:
        if not self.has_token:
            require(action, self.visitor)

    def must_have_token(self) -> None:
        if not self.has_token:
            raise NotAllowed("Paths on the server need the home's token: Authorization: Bearer …")

    def acts_as(self, name: str | None) -> str:
        """The name to record; only a program may act for somebody else."""
        if self.has_token:
            return name or PROGRAM
        return self.visitor.asker

    def desk(self, zeroji: Zeroji) -> Desk:
        """The desk as far as the caller sees it. A token shows no private tickets: whoever has it
        is not proved to be a counselor."""
        return zeroji.desk if self.has_token else their_desk(zeroji, self.visitor)

    def asks_as(self, name: str | None, audience: Sequence[str]) -> tuple[str, frozenset[str]]:
        """Asker and audiences. Nobody gets to read more than they may by asking as another."""
        if (name or audience) and not self.has_token:
            self.must("see_console")
        asker, audiences = self._person(name)
        audiences |= {*audience}
        if not self.has_token and not all(map(self.visitor.may_read, audiences)):
            raise NotAllowed("You may not read what that audience may read.")
        return asker, audiences

    def _person(self, name: str | None) -> tuple[str, frozenset[str]]:
        if name is None and not self.has_token:
            return self.visitor.asker, self.visitor.audiences
        try:
            user = self.accounts.user(name or PROGRAM)
        except NotFound:
            return name or PROGRAM, frozenset({EVERYONE})
        return user.name, user.audiences


async def caller(request: Request, zeroji: Here, visitor: CurrentVisitor) -> Caller:
    header = request.headers.get("Authorization")
    has_token = header is not None
    if header is not None:
        expected = f"Bearer {zeroji.home.token}"
        if not hmac.compare_digest(header.encode(), expected.encode()):
            raise NotSignedIn("This token is not the home's: see ZEROJI_HOME/token.")
    elif visitor.user is not None and request.method not in SAFE_METHODS:
        if CSRF_HEADER not in request.headers:
            raise NotAllowed(f"A session needs the header {CSRF_HEADER} as well.")
        await check_csrf(request, visitor)
    return Caller(accounts=zeroji.accounts, visitor=visitor, has_token=has_token)
