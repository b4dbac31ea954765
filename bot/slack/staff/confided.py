"""Tickets that were made private: nothing of them stays in the staff channel, and counselors are
told directly that one waits, and no more."""

from __future__ import annotations

import logging
from collections import defaultdict

from bot.desk.members import who_may
from bot.desk.ticket import WAITING, Ticket
from bot.slack.messages import staff_thread
from bot.slack.messages.blocks import Message
from bot.slack.messages.card import confided
from bot.slack.places import Place
from bot.slack.posting.outbox import Outbox
from bot.slack.posting.posted import About, Posted
from bot.slack.posting.refusals import Unreachable
from bot.slack.staff.links import Links
from bot.slack.staff.members import Members
from bot.slack.staff.posted import PostedCards
from bot.wiring import Zeroji

_log = logging.getLogger(__name__)


class Confided:
    def __init__(self, zeroji: Zeroji, outbox: Outbox, members: Members, links: Links) -> None:
        self._zeroji = zeroji
        self._outbox = outbox
        self._members = members
        self._links = links
        self._posted = PostedCards(zeroji.database)

    def keep_in_step(self, ticket: Ticket, again: bool) -> None:
        """Raises JobFailed."""
        self._take_away(ticket, again)
        self._tell_counselors(ticket, again)

    def _take_away(self, ticket: Ticket, again: bool) -> None:
        """Delete what Zeroji has posted. What staff wrote below the card only they can delete."""
        held = [one for asker in ticket.askers for one in self._posted.held(asker.exchange_id)]
        posted = [*self._posted.of_ticket(ticket.id), *held]
        others = [one for one in posted if not self._is_deleted(one)]
        # Forgotten when they were told, not before: a crash in between must not leave it unsaid.
        self._tell_writers(ticket, others, again)
        for one in others:
            self._posted.forget_message(one.name)

    def _is_deleted(self, posted: Posted) -> bool:
        """False where somebody else wrote it."""
        name, _, number = posted.name.rpartition("#")
        try:
            return self._outbox.delete(name, number=int(number))
        except Unreachable as refusal:
            _log.error("A message could not be taken back: %s", refusal.reason)
            return True

    def _tell_writers(self, ticket: Ticket, notes: list[Posted], again: bool) -> None:
        if not notes:
            return
        authors = {
            f"ticket:{ticket.id}:note:{note.id}#0": note.author
            for note in self._zeroji.desk.in_confidence().notes(ticket.id)
        }
        theirs: dict[str, list[Posted]] = defaultdict(list)
        for one in notes:
            theirs[authors.get(one.name, "")].append(one)
        for name, written in theirs.items():
            user = self._members.slack_user(name) if name else None
            if user is None:
                _log.warning("Whoever wrote below the card of a private ticket is not told")
                continue
            urls = [self._links.message(one.channel, one.ts) for one in written]
            shown = staff_thread.made_private(ticket.id, urls, self._members.language(user))
            self._tell(user, f"ticket:{ticket.id}:made_private:{user}", shown, ticket, again)

    def _tell_counselors(self, ticket: Ticket, again: bool) -> None:
        if ticket.status not in WAITING:
            return
        askers = {asker.asker for asker in ticket.askers}
        with self._zeroji.database.connect() as tx:
            names = [one.name for one in who_may(tx, "read_private")]
        for name in names:
            user = self._members.slack_user(name)
            if user and name not in askers and f"slack:{user}" not in askers:
                self._tell_counselor(ticket, user, again)

    def _tell_counselor(self, ticket: Ticket, user: str, again: bool) -> None:
        language = self._members.language(user)
        shown = confided(ticket.id, ticket.due_at, self._links.ticket(ticket.id), language)
        name = f"ticket:{ticket.id}:confided:{ticket.due_at.isoformat()}:{user}"
        if not self._posted.is_posted(name):
            self._tell(user, name, shown, ticket, again)

    def _tell(
        self, user: str, name: str, shown: list[Message], ticket: Ticket, again: bool
    ) -> None:
        """In a direct message: what a channel shows to one person is gone when they come back."""
        about = About(kind="confided", user=user, ticket_id=ticket.id)
        try:
            place = Place(channel=self._outbox.dm(user), thread="", user=user)
            self._outbox.post(place, name, shown, again=again, about=about)
        except Unreachable as refusal:
            _log.warning("A member is not told in Slack: %s", refusal.reason)
