"""A change of a manual as it is drafted in Slack: where it may go, and what it would say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot import schema
from bot.desk.places import Place, place_at
from bot.desk.suggesting import suggest
from bot.desk.table_rows import key_of
from bot.masking import mask
from bot.outcomes import Language
from bot.slack.messages.forms import Choice
from bot.slack.messages.proposal_modal import Draft
from bot.slack.staff.posted import PostedCards
from bot.slack.staff.said import as_said
from bot.slack.staff.spots import NEW, is_possible, place_of, spots
from bot.users import User
from bot.wiring import Zeroji
from ingest.patching import PlaceNotFound, Row, parsed
from knowledge.errors import Conflict, InvalidInput

#: Characters of an answer that travels with a form, which takes 3,000 in all.
_LONGEST = 2_000
#: Of the heading of a new entry.
_HEADING = 200


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What is to go into the manual: an answer of staff, with its ticket where it has one."""

    ticket: int | None
    question: str
    reply: str

    def kept(self) -> dict[str, Any]:
        """For a form, to be made again by :meth:`Drafts.kept`."""
        if self.ticket is not None:
            return {"ticket": self.ticket}
        return {"question": self.question[:_HEADING], "reply": self.reply[:_LONGEST]}


class Drafts:
    def __init__(self, zeroji: Zeroji) -> None:
        self._zeroji = zeroji
        self._posted = PostedCards(zeroji.database)

    def of_ticket(self, number: int) -> Matter:
        """Raises NotFound."""
        ticket = as_said(self._zeroji.database, self._zeroji.desk.ticket(number))
        return Matter(ticket=ticket.id, question=ticket.question, reply=ticket.reply or "")

    def of_message(self, channel: str, message: dict[str, Any]) -> Matter:
        """What a message in Slack says: one of ours, or one that staff wrote. Raises NotFound."""
        ours = self._posted.at(channel, str(message.get("ts"))) or self._posted.at(
            channel, str(message.get("thread_ts"))
        )
        ticket = None
        if ours is not None:
            ticket = ours.ticket_id or self._ticket_of(ours.exchange_id)
        if ticket is not None:
            return self.of_ticket(ticket)
        return Matter(ticket=None, question="", reply=str(message.get("text") or ""))

    def kept(self, about: dict[str, Any]) -> Matter:
        """What a form is about. Raises NotFound."""
        if about.get("ticket") is not None:
            return self.of_ticket(int(about["ticket"]))
        return Matter(
            ticket=None,
            question=str(about.get("question") or ""),
            reply=str(about.get("reply") or ""),
        )

    def draft(
        self, matter: Matter, account: User, language: Language, chosen: str = ""
    ) -> Draft | None:
        """Places of manuals that they may read, with the text of the chosen one or the best.

        None where no place can be changed by a text that a form holds.
        """
        offered = {
            spot.value: spot
            for place in self._places(matter, account)
            for spot in spots(place, matter.question, matter.reply, language)
        }
        spot = offered.get(chosen) or next(iter(offered.values()), None)
        if spot is None:
            return None
        return Draft(
            place=spot.value,
            places=[Choice(value=value, label=one.label) for value, one in offered.items()],
            before=spot.before,
            after=spot.after,
            reply=matter.reply if spot.is_row else "",
        )

    def row(self, value: str) -> str | None:
        """The text of the row that a place names, empty for a new one; None where it names none.

        Raises Conflict where the row was changed, NotFound for what is no place.
        """
        named = value.split(":")[2:]
        if not named:
            return None
        return "" if named[0].startswith(NEW) else self._row(value).text

    def check_row(self, value: str, text: str) -> None:
        """Raises InvalidInput where a text is no row of the table, Conflict, NotFound."""
        if value.count(":") < 2:
            return
        try:
            parsed(text, self._row(value).labels)
        except PlaceNotFound as problem:
            raise InvalidInput(str(problem), problem.ja) from problem

    def _row(self, value: str) -> Row:
        manual, section = place_of(value)
        wanted = value.split(":")[2].removeprefix(NEW)
        for row in place_at(self._zeroji.library, manual, section).rows:
            if key_of(row) == wanted:
                return row
        raise Conflict(
            "That row was changed meanwhile. Choose the place again.",
            "その行は変更されています。場所を選び直してください。",
        )

    def heading(self, matter: Matter) -> str:
        """Of a new entry, which everybody reads: without what the question says of somebody."""
        return mask(matter.question).text[:_HEADING]

    def _places(self, matter: Matter, account: User) -> list[Place]:
        zeroji = self._zeroji
        if matter.ticket is not None:
            found = zeroji.proposals.suggest(matter.ticket, account.audiences)
        else:
            found = suggest(
                zeroji.library,
                zeroji.searcher,
                question=matter.question or matter.reply,
                reply=matter.reply,
                audiences=account.audiences,
            )
        return [place for place in found if is_possible(place, matter.question, matter.reply)]

    def _ticket_of(self, exchange: int | None) -> int | None:
        table = schema.ticket_askers.c
        query = select(table.ticket_id).where(table.exchange_id == exchange)
        with self._zeroji.database.connect() as tx:
            return tx.execute(query).scalar_one_or_none()
