"""The cards of held answers in the staff channel: posted, and changed when somebody decided."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot import schema
from bot.jobs import Job, JobFailed
from bot.slack.asking.exchanges import Exchanges
from bot.slack.citing import Citing
from bot.slack.messages import wording
from bot.slack.messages.blocks import Message, context
from bot.slack.messages.held import Held, held
from bot.slack.messages.outcome import outcome
from bot.slack.places import PREFIX, Place
from bot.slack.posting.outbox import Outbox
from bot.slack.posting.posted import About
from bot.slack.posting.refusals import Unreachable
from bot.slack.staff.cards import keep_shown, tell_of_channel
from bot.slack.staff.held_answers import HeldAnswer, HeldAnswers
from bot.slack.staff.members import LANGUAGE, Members
from bot.slack.staff.moved import LANES
from bot.slack.staff.posted import PostedCards, held_name
from bot.wiring import Zeroji
from knowledge.database import now

HELD = "slack.held"

#: What was decided longer ago and is not shown is no longer looked for.
_LOOK_BACK = timedelta(days=7)
_OVERLAP = timedelta(minutes=1)


class HeldCards:
    def __init__(self, zeroji: Zeroji, outbox: Outbox, members: Members) -> None:
        self._zeroji = zeroji
        self._channel = zeroji.settings.slack_staff_channel
        self._outbox = outbox
        self._members = members
        self._held = HeldAnswers(zeroji.database)
        self._exchanges = Exchanges(zeroji.database)
        self._posted = PostedCards(zeroji.database)
        self._citing = Citing(zeroji.library, zeroji.settings.public_url)
        self._started_at = now()
        self._since = now() - _LOOK_BACK

    def waiting(self) -> list[Job]:
        """A job for each held answer as it is now."""
        begun = now()
        since = self._since
        found = [*self._held.held_since(since), *self._held.decided_since(since)]
        self._since = begun - _OVERLAP
        return [_job(one) for one in found]

    def keep_in_step(self, subject: str, again: bool) -> None:
        """Post or change the card of a held answer. Raises JobFailed."""
        if not self._channel:
            return
        one = self._held.held(int(subject))
        if self._is_private(one):
            return  # what there was of it was taken away with the ticket's card
        shown = self._shown(one)
        again = again or one.held_at < self._started_at
        name = held_name(one.exchange_id)
        # It does not belong to the exchange: what does was told to the asker.
        about = About(kind="held", user="")
        try:
            place = Place(channel=self._channel, thread="", user="")
            keep_shown(self._outbox, place, name, shown, again, about)
            for number in range(len(shown), len(self._posted.held(one.exchange_id))):
                self._outbox.delete(name, number=number)
        except Unreachable as refusal:
            tell_of_channel(self._zeroji, self._channel, refusal)
            raise JobFailed(f"The staff channel takes no card: {refusal.reason}") from refusal

    def _shown(self, one: HeldAnswer) -> list[Message]:
        told = self._exchanges.exchange(one.exchange_id)
        answer = outcome(told.id, told.outcome, self._citing.cited(told.outcome))
        known: dict[str, Any] = {
            "exchange": one.exchange_id,
            "mode": one.mode,
            "question": told.question,
            "answer": answer,
            "due_at": one.due_at,
            "language": LANGUAGE,
        }
        if one.status == "withdrawn":
            return _withdrawn(held(Held(**known)))
        status = "to_person" if _to_person(one) else one.status
        by = self._members.shown(one.decided_by)
        return held(Held(**known, status=status, text=one.text or "", by=by))

    def _is_private(self, one: HeldAnswer) -> bool:
        """Whether its question was confided since."""
        asked, ticket = schema.ticket_askers.c, schema.tickets.c
        query = (
            select(ticket.id)
            .join(schema.ticket_askers, asked.ticket_id == ticket.id)
            .where(asked.exchange_id == one.exchange_id, ticket.private)
        )
        with self._zeroji.database.connect() as tx:
            return tx.execute(query).first() is not None


def lane_of(subject: str) -> str:
    """Of what is said of a held answer, ``7`` or ``7 overdue``."""
    return f"{PREFIX}held:{int(subject.partition(' ')[0]) % LANES}"


def _to_person(one: HeldAnswer) -> bool:
    return one.status == "declined" and one.mode == "approve"


def _withdrawn(shown: list[Message]) -> list[Message]:
    """Without buttons, and saying why."""
    said = wording.text("staff.withdrawn", LANGUAGE)
    kept = [
        Message(text=one.text, blocks=[b for b in one.blocks if b["type"] != "actions"])
        for one in shown
    ]
    first = kept[0]
    return [Message(text=said, blocks=[*context(said), *first.blocks]), *kept[1:]]


def _job(one: HeldAnswer) -> Job:
    key, subject = f"held:{one.exchange_id}:{one.status}", str(one.exchange_id)
    return Job(kind=HELD, key=key, subject=subject, lane=lane_of(subject))
