"""The job that brings what staff tell an asker to the asker's thread."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, select, update

from bot import schema
from bot.desk import notices
from bot.desk.members import who_may
from bot.jobs import Job
from bot.permissions import Action
from bot.slack.messages.told import told
from bot.slack.places import PREFIX, Place, place_of
from bot.slack.posting.access import Access
from bot.slack.posting.confiding import is_confidential
from bot.slack.posting.outbox import Outbox
from bot.slack.posting.posted import About
from bot.slack.posting.refusals import Unreachable
from bot.slack.posting.waiting import job_for
from bot.wiring import Zeroji
from knowledge.database import now, writing

_log = logging.getLogger(__name__)

DELIVER = "slack.deliver"

#: What is older and could not be delivered is no longer looked for.
_LOOK_BACK = timedelta(days=7)


class Delivery:
    def __init__(self, zeroji: Zeroji, outbox: Outbox, access: Access) -> None:
        self._database = zeroji.database
        self._access = access
        self._outbox = outbox

    def waiting(self) -> list[Job]:
        """A job for each notification that a Slack thread has yet to show."""
        table = schema.notifications.c
        query = (
            select(table.key, table.conversation, table.created_at)
            .where(table.delivered_at.is_(None), table.created_at > now() - _LOOK_BACK)
            .where(table.conversation.startswith(PREFIX, autoescape=True))
            .order_by(table.id)
        )
        with self._database.connect() as tx:
            return [
                job_for(
                    self._access,
                    kind=DELIVER,
                    key=row.key,
                    lane=row.conversation,
                    at=row.created_at,
                )
                for row in tx.execute(query)
            ]

    def deliver(self, key: str, again: bool) -> None:
        """Post a notification to its thread. Raises JobFailed."""
        table = schema.notifications
        with self._database.connect() as tx:
            row = tx.execute(select(table).where(table.c.key == key)).one()
            aside = is_confidential(tx, row.conversation, row.ticket_id)
            question = _question(tx, row)
        if row.delivered_at is not None:
            return
        place = place_of(row.conversation)
        try:
            self._post(row, place, question, aside=aside and not place.private, again=again)
        except Unreachable as refusal:
            _log.error("%s does not arrive: %s", key, refusal.reason)
            self._tell_staff(row)
            return
        with writing(self._database) as tx:
            tx.execute(update(table).where(table.c.key == key).values(delivered_at=now()))

    def _post(
        self, row: Row[Any], place: Place, question: str, *, aside: bool, again: bool
    ) -> None:
        """Tell it in the thread; ``aside``, or where the thread takes nothing more, directly."""
        about = About(kind="told", user=place.user, ticket_id=row.ticket_id)
        if not aside:
            try:
                messages = told(row.kind, row.text, user=place.user)
                self._outbox.post(place, row.key, messages, again=again, about=about)
                return
            except Unreachable as refusal:
                if place.private:
                    raise
                _log.warning("%s is told directly: %s", row.key, refusal.reason)
        messages = told(row.kind, row.text, user=place.user, question=question)
        self._outbox.post(self._aside(place), row.key, messages, again=again, about=about)

    def _aside(self, place: Place) -> Place:
        return replace(place, channel=self._outbox.dm(place.user), thread="")

    def _tell_staff(self, row: Row[Any]) -> None:
        """Whoever answered learns that it did not arrive, once."""
        if row.ticket_id is None:
            return
        tickets = schema.tickets.c
        with writing(self._database) as tx:
            query = select(tickets.owner, tickets.private).where(tickets.id == row.ticket_id)
            ticket = tx.execute(query).one()
            action: Action = "read_private" if ticket.private else "reply"
            names = [ticket.owner] if ticket.owner else [one.name for one in who_may(tx, action)]
            for name in names:
                notices.tell(tx, name, "undelivered", row.key, row.ticket_id)


def _question(tx: Connection, row: Row[Any]) -> str:
    """What was asked, for whom the thread does not show it."""
    asked = schema.ticket_askers.c
    query = (
        select(asked.question)
        .where(asked.ticket_id == row.ticket_id, asked.conversation == row.conversation)
        .order_by(asked.exchange_id)
        .limit(1)
    )
    return tx.execute(query).scalar_one_or_none() or ""
