"""Addresses: of pages of the console, and of the thread in which somebody asked."""

from __future__ import annotations

from functools import lru_cache

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.desk.ticket import Ticket
from bot.slack.places import PREFIX, place_of
from bot.slack.posting.client import asking_slack
from bot.slack.posting.refusals import Unreachable, error_of


class Links:
    def __init__(self, client: WebClient, public_url: str) -> None:
        """``public_url`` is where employees reach the server; without it there are no pages."""
        self._client = client
        self._url = public_url.rstrip("/")
        self._permalink = lru_cache(maxsize=1_000)(self._ask_for)

    def ticket(self, number: int) -> str:
        return self._page(f"tickets/{number}")

    def proposal(self, number: int) -> str:
        return self._page(f"proposals/{number}")

    def proposing(self, ticket: int) -> str:
        return self._page(f"tickets/{ticket}/propose")

    def notices(self) -> str:
        return self._page("notices")

    def thread(self, ticket: Ticket) -> str:
        """Where the first of those who asked in a channel of Slack did; empty where none did.

        Nobody else can open somebody's direct messages. Raises JobFailed.
        """
        places = [
            place_of(asker.conversation)
            for asker in ticket.askers
            if asker.conversation.startswith(PREFIX)
        ]
        shared = next((place for place in places if not place.private), None)
        return self.message(shared.channel, shared.thread) if shared else ""

    def message(self, channel: str, ts: str) -> str:
        """Of one message; empty where it is gone. Raises JobFailed."""
        try:
            return self._permalink(channel, ts)
        except Unreachable:
            return ""

    def _ask_for(self, channel: str, ts: str) -> str:
        with asking_slack():
            try:
                found = self._client.chat_getPermalink(channel=channel, message_ts=ts)
            except SlackApiError as refusal:
                if error_of(refusal) == "message_not_found":
                    return ""
                raise
        return str(found["permalink"])

    def _page(self, path: str) -> str:
        return f"{self._url}/console/{path}" if self._url else ""
