"""The job that answers a request from Slack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from bot import schema
from bot.answering import wording
from bot.outcomes import Question
from bot.profiles import UNKNOWN, Profile
from bot.slack import blocks
from bot.slack.blocks import Message, language_of
from bot.slack.places import Place
from bot.slack.posting import Poster
from bot.slack.requests import Asked, Chose, WantsPerson, from_json
from bot.wiring import Zeroji
from knowledge.database import now, writing
from knowledge.errors import NotFound
from knowledge.model import EVERYONE

_NOT_YOURS = (
    "このボタンは、質問した方だけが使えます。ご自身の質問として、改めてお尋ねください。\n"
    "Only the person who asked can use this button. Please ask the question yourself."
)


@dataclass(frozen=True, kw_only=True)
class _Exchange:
    id: int
    question: str
    #: In the shape of ``zeroji ask --json``.
    outcome: dict[str, Any]


class Answering:
    def __init__(self, zeroji: Zeroji, poster: Poster) -> None:
        self._zeroji = zeroji
        self._poster = poster

    def answer(self, key: str, again: bool) -> None:
        """Answer a request of ``slack_events`` in its thread. Raises JobFailed."""
        table = schema.slack_events
        with self._zeroji.database.connect() as tx:
            event = tx.execute(select(table).where(table.c.id == key)).one()
        if event.answered_at is not None:
            return
        request = from_json(event.payload)
        match request:
            case Asked(place=place, text=text):
                messages = self._ask(place, text, event.received_at if again else None)
            case Chose(place=place, exchange=exchange, option=option):
                text = self._exchange(exchange).outcome["options"][option]["question"]
                messages = self._ask(place, text, event.received_at if again else None)
            case WantsPerson(place=place, exchange=exchange):
                messages = self._ask_person(place, exchange)
        self._poster.post(request.place, key, messages, again=again)
        with writing(self._zeroji.database) as tx:
            tx.execute(update(table).where(table.c.id == key).values(answered_at=now()))

    def _ask(self, place: Place, text: str, since: datetime | None) -> list[Message]:
        """Ask the engine, unless an interrupted try has done so since the request came."""
        asked = self._asked(place, text, since) if since else None
        if asked is None:
            question = Question(
                text=text,
                asker=place.asker,
                audiences=self._audiences(place),
                conversation=place.conversation,
                profile=self._profile(place),
            )
            made = self._zeroji.engine.ask(question)
            return blocks.outcome(made.id, self._zeroji.engine.to_json(made))
        return blocks.outcome(asked.id, asked.outcome)

    def _ask_person(self, place: Place, exchange: int) -> list[Message]:
        try:
            ticket = self._zeroji.desk.ask_a_person(exchange, place.asker)
        except NotFound:
            return blocks.plain(_NOT_YOURS)
        language = language_of(self._exchange(exchange).question)
        due = ticket.due_at.astimezone().date()
        contact = self._zeroji.settings.contact
        return blocks.plain(wording.handed_over_on_request(ticket.id, due, contact, language))

    def _audiences(self, place: Place) -> frozenset[str]:
        """What the asker may read; in a channel, where others read along, what everyone may."""
        if not place.private:
            return frozenset({EVERYONE})
        try:
            user = self._zeroji.accounts.user(f"slack-{place.user.lower()}")
        except NotFound:
            return frozenset({EVERYONE})
        return user.audiences if user.active else frozenset({EVERYONE})

    def _profile(self, place: Place) -> Profile:
        """What is known of the asker; in a channel, where others read along, nothing."""
        name = f"slack-{place.user.lower()}"
        return self._zeroji.accounts.profile_of(name) if place.private else UNKNOWN

    def _exchange(self, exchange: int) -> _Exchange:
        table = schema.exchanges.c
        query = select(table.id, table.question, table.outcome).where(table.id == exchange)
        with self._zeroji.database.connect() as tx:
            row = tx.execute(query).one()
        return _Exchange(id=row.id, question=row.question, outcome=row.outcome)

    def _asked(self, place: Place, text: str, since: datetime) -> _Exchange | None:
        table = schema.exchanges.c
        query = (
            select(table.id, table.question, table.outcome)
            .where(table.conversation == place.conversation, table.question == text)
            .where(table.asked_at >= since)
            .order_by(table.id)
            .limit(1)
        )
        with self._zeroji.database.connect() as tx:
            row = tx.execute(query).one_or_none()
        return row and _Exchange(id=row.id, question=row.question, outcome=row.outcome)
