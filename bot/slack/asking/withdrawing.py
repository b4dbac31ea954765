"""Tickets of questions that were taken back: closed, where nobody else waits for them."""

from __future__ import annotations

from sqlalchemy import update

from bot import schema
from bot.slack.places import Place
from bot.wiring import Zeroji
from knowledge.database import now, writing
from knowledge.errors import Conflict

#: Shown to staff, and in the ticket's history.
DELETED = "質問した人が質問を削除しました。"
CHANGED = "質問した人が質問を書き直しました。"


class Withdrawing:
    def __init__(self, zeroji: Zeroji) -> None:
        self._desk = zeroji.desk
        self._database = zeroji.database

    def withdraw(self, place: Place, exchange: int, because: str) -> None:
        """Close the ticket of a question, unless somebody works on it or others asked it too.

        Private ones stay: what was confided is taken back by talking to the counselor.
        """
        ticket = self._desk.asked_in(place.conversation).get(exchange)
        if ticket is None or ticket.private or ticket.status != "open":
            return
        if {asker.exchange_id for asker in ticket.askers} != {exchange}:
            return
        try:
            self._desk.dismiss(ticket.id, place.asker, because)
        except Conflict:
            return  # somebody took it this moment
        self._keep_quiet(ticket.id, place)

    def _keep_quiet(self, ticket_id: int, place: Place) -> None:
        """Who took the question back knows it: the thread need not be told."""
        table = schema.notifications
        theirs = (table.c.ticket_id == ticket_id) & (table.c.conversation == place.conversation)
        quiet = (table.c.kind == "dismissed") & table.c.delivered_at.is_(None)
        with writing(self._database) as tx:
            tx.execute(update(table).where(theirs & quiet).values(delivered_at=now()))
