"""The staff channel as staff see it."""

from __future__ import annotations

from typing import Any

from bot.desk.ticket import Ticket
from bot.slack.messages.action_ids import PERSON
from bot.slack.staff.posted import PostedCards
from bot.wiring import Zeroji
from evals.loopback.slack import Params, Person, Slack
from tests.bot.slack.conftest import STAFF_CHANNEL
from tests.bot.slack.workspace import buttons, shown, wait_for


class Desk:
    def __init__(self, zeroji: Zeroji, slack: Slack) -> None:
        self.zeroji = zeroji
        self.slack = slack

    def ticket_of(self, asker: Person) -> Ticket | None:
        """The last ticket of somebody in Slack."""
        found = [
            ticket
            for ticket in self.zeroji.desk.in_confidence().tickets(limit=500)
            if f"slack:{asker.id}" in {one.asker for one in ticket.askers}
        ]
        return max(found, key=lambda ticket: ticket.id, default=None)

    def asked(self, asker: Person, question: str) -> Ticket:
        """The ticket of what somebody asks by themselves for the first time. Where they are
        answered or asked back, they say that they want a person."""
        asker.message(question)
        told = wait_for(lambda: self.slack.posted(asker.direct.id))[0]
        if self.ticket_of(asker) is None:
            asker.press(told, PERSON)
        found: Ticket = wait_for(lambda: self.ticket_of(asker))
        return found

    def now(self, ticket: Ticket) -> Ticket:
        return self.zeroji.desk.in_confidence().ticket(ticket.id)

    def cards(self, ticket: Ticket) -> list[Params]:
        title = f"受付番号 {ticket.id}｜"
        return [one for one in self.slack.posted(STAFF_CHANNEL) if title in _head(one)]

    def card(self, ticket: Ticket, *, says: str = "") -> Params:
        """The one card of a ticket, once it is there and says something, and Zeroji has noted
        where: what is written below it a moment before is no note."""
        wait_for(lambda: any(says in shown(one) for one in self.cards(ticket)))
        (card,) = self.cards(ticket)
        wait_for(lambda: self._noted_at(ticket) == card["ts"])
        return card

    def _noted_at(self, ticket: Ticket) -> str:
        posted = PostedCards(self.zeroji.database).card(ticket.id)
        return posted.ts if posted else ""

    def thread(self, ticket: Ticket) -> list[str]:
        """What stands below a card."""
        ts = self.card(ticket)["ts"]
        posted = self.slack.posted(STAFF_CHANNEL)
        return [shown(one) for one in posted if one.get("thread_ts") == ts and one["ts"] != ts]

    def labels(self, ticket: Ticket) -> list[str]:
        return [button["text"]["text"] for button in buttons(self.card(ticket))]

    def status(self, ticket: Ticket, status: str) -> Ticket:
        """The ticket, once it has a status."""
        wait_for(lambda: self.now(ticket).status == status)
        return self.now(ticket)


def account(person: Person) -> str:
    return f"slack-{person.id.lower()}"


def told(slack: Slack, person: Person) -> list[str]:
    """What somebody was told by themselves, in whatever way."""
    whispers: list[Any] = [one for one in slack.whispered(person.id) if one.get("blocks")]
    return [shown(one) for one in (*whispers, *slack.posted(person.direct.id))]


def _head(message: Params) -> str:
    headers = [block for block in message["blocks"] if block["type"] == "header"]
    return headers[0]["text"]["text"] if headers else ""
