"""The cards of tickets in the staff channel, kept in step with whoever moves a ticket.

A job compares what a card should show with what was posted, so it may run as often as it likes.
Private tickets have none: see :mod:`bot.slack.staff.confided`.
"""

from __future__ import annotations

import logging
from typing import Any

from bot.desk import notices
from bot.desk.members import who_may
from bot.desk.ticket import WAITING, Ticket
from bot.jobs import JobFailed
from bot.slack.citing import Citing
from bot.slack.messages.blocks import Message
from bot.slack.messages.card import Card, card
from bot.slack.messages.citations import Cited
from bot.slack.places import Place
from bot.slack.posting.outbox import Outbox
from bot.slack.posting.posted import About
from bot.slack.posting.refusals import Unreachable
from bot.slack.staff.confided import Confided
from bot.slack.staff.links import Links
from bot.slack.staff.members import LANGUAGE, Members
from bot.slack.staff.posted import PostedCards
from bot.slack.staff.said import as_said
from bot.slack.staff.threads import Threads
from bot.wiring import Zeroji
from knowledge.database import now, writing
from knowledge.errors import NotFound
from knowledge.model import EVERYONE

_log = logging.getLogger(__name__)


class Cards:
    def __init__(self, zeroji: Zeroji, outbox: Outbox, members: Members, links: Links) -> None:
        self._zeroji = zeroji
        self._channel = zeroji.settings.slack_staff_channel
        self._outbox = outbox
        self._members = members
        self._links = links
        self._citing = Citing(zeroji.library, zeroji.settings.public_url)
        self._posted = PostedCards(zeroji.database)
        self._threads = Threads(zeroji.database, outbox, members)
        self._confided = Confided(zeroji, outbox, members, links)
        self._started_at = now()

    def keep_in_step(self, subject: str, again: bool) -> None:
        """Post or change the card of a ticket, and what stands below it. Raises JobFailed."""
        try:
            ticket = self._zeroji.desk.in_confidence().ticket(int(subject))
        except NotFound:
            return
        try:
            if ticket.private:
                self._confided.keep_in_step(ticket, again)
            elif self._channel:
                self._show(ticket, again)
        except Unreachable as refusal:
            # Whoever puts the channel right finds the cards there: so it is tried again.
            tell_of_channel(self._zeroji, self._channel, refusal)
            raise JobFailed(f"The staff channel takes no card: {refusal.reason}") from refusal

    def _show(self, ticket: Ticket, again: bool) -> None:
        posted = self._posted.card(ticket.id)
        if posted is not None and posted.channel != self._channel:
            self._posted.forget(ticket.id)
            posted = None
        is_old = ticket.opened_at < self._started_at
        if posted is None and is_old and ticket.status not in WAITING and not again:
            return  # dealt with before there were cards
        # A process before may have posted it without having noted it.
        again = again or is_old
        self._post(ticket, self._card(ticket), again)
        posted = self._posted.card(ticket.id)
        if posted is not None:
            self._threads.keep_in_step(ticket, posted, again)

    def _post(self, ticket: Ticket, shown: list[Message], again: bool) -> None:
        place = Place(channel=self._channel, thread="", user="")
        about = About(kind="card", user="", ticket_id=ticket.id)
        keep_shown(self._outbox, place, card_name(ticket.id), shown, again, about)
        for number in range(len(shown), self._posted.count(ticket.id)):
            self._outbox.delete(card_name(ticket.id), number=number)

    def _card(self, ticket: Ticket) -> list[Message]:
        return card(
            Card(
                ticket=as_said(self._zeroji.database, ticket),
                owner=self._members.shown(ticket.owner),
                nearest=self._nearest(ticket),
                console=self._links.ticket(ticket.id),
                thread=self._links.thread(ticket),
                language=LANGUAGE,
            )
        )

    def _nearest(self, ticket: Ticket) -> list[Cited]:
        """Each place once, also where several rows of a table are near."""
        found = self._citing.nearest(self._open_to_all(ticket))
        return list({(one.label, one.url): one for one in found}.values())

    def _open_to_all(self, ticket: Ticket) -> list[dict[str, Any]]:
        """What was nearest, of manuals that everybody in the channel may read."""
        manuals = self._zeroji.library.manuals(include_retired=True)
        readable = {manual.id for manual in manuals if manual.audience == EVERYONE}
        return [place for place in ticket.nearest if place["manual_id"] in readable]


def keep_shown(
    outbox: Outbox, place: Place, name: str, shown: list[Message], again: bool, about: About
) -> None:
    """Have messages say this: those that are there are changed, the others posted."""

    def change() -> bool:
        there = [outbox.update(name, one, number=number) for number, one in enumerate(shown)]
        return all(there)

    if not change():
        outbox.post(place, name, shown, again=again, about=about)
        change()  # what was found there may be what an earlier try showed


def card_name(ticket: int) -> str:
    return f"ticket:{ticket}:card"


def tell_of_channel(zeroji: Zeroji, channel: str, refusal: Unreachable) -> None:
    """Staff, and who administrates, learn that the channel takes nothing, once a day."""
    _log.error("The staff channel takes no messages: %s", refusal.reason)
    key = f"slack:{channel}:{refusal.reason}:{now().astimezone().date()}"
    with writing(zeroji.database) as tx:
        names = {one.name for one in (*who_may(tx, "reply"), *who_may(tx, "administrate"))}
        for name in sorted(names):
            notices.tell(tx, name, "slack_channel", key)
