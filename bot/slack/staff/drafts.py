"""A change of a manual as it is drafted in Slack: where it may go, and what it would say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot import schema
from bot.desk.places import Place
from bot.desk.suggesting import suggest
from bot.masking import mask
from bot.slack.messages.forms import Choice, fits
from bot.slack.messages.proposal_modal import Draft
from bot.slack.staff.posted import PostedCards
from bot.users import User
from bot.wiring import Zeroji
from knowledge.errors import NotFound

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
        ticket = self._zeroji.desk.ticket(number)
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

    def draft(self, matter: Matter, account: User, chosen: str = "") -> Draft | None:
        """Places of manuals that they may read, with the text of the chosen one or the best.

        None where no place can be changed by a text that a form holds.
        """
        places = {value_of(place): place for place in self._places(matter, account)}
        place = places.get(chosen) or next(iter(places.values()), None)
        if place is None:
            return None
        return Draft(
            place=value_of(place),
            places=[_choice(value, one) for value, one in places.items()],
            before=_before(place),
            after=_after(place, matter),
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
        return [place for place in found if _is_possible(place, matter)]

    def _ticket_of(self, exchange: int | None) -> int | None:
        table = schema.ticket_askers.c
        query = select(table.ticket_id).where(table.exchange_id == exchange)
        with self._zeroji.database.connect() as tx:
            return tx.execute(query).scalar_one_or_none()


def value_of(place: Place) -> str:
    return f"{place.manual_id}:{place.section_hash or ''}"


def place_of(value: str) -> tuple[int, str | None]:
    """The manual and the hash of the section. Raises NotFound for what is none."""
    manual, _, section = value.partition(":")
    if not manual.isdecimal():
        raise NotFound("There is no such place.", "その場所はありません。選び直してください。")
    return int(manual), section or None


def _is_possible(place: Place, matter: Matter) -> bool:
    """Tables are changed row by row, which the console can; a new entry needs its question."""
    is_named = bool(place.section_hash) or bool(matter.question)
    return place.patchable and place.how != "row" and is_named and fits(_after(place, matter))


def _before(place: Place) -> str:
    """What is replaced; nothing is, where the change goes beside the manual."""
    return "" if place.how == "addendum" else place.before


def _after(place: Place, matter: Matter) -> str:
    """What it says now with the answer below, to be worked in."""
    before = _before(place)
    return f"{before}\n\n{matter.reply}" if before else matter.reply


def _choice(value: str, place: Place) -> Choice:
    last = place.heading_path[-1] if place.heading_path else place.heading
    return Choice(value=value, label=f"{place.manual} {last}")
