"""How an outcome reaches who asked: in the thread, to them alone, or in a direct message."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.answering.wording import handed_over_on_request
from bot.desk.ticket import Ticket
from bot.outcomes import Language
from bot.slack.asking.exchanges import Told
from bot.slack.asking.hooks import Hooks
from bot.slack.asking.personal import is_personal
from bot.slack.citing import Citing
from bot.slack.messages import brief, privately, times, wording
from bot.slack.messages.blocks import Message, language_of
from bot.slack.messages.citations import Cited
from bot.slack.messages.outcome import outcome
from bot.slack.places import Place
from bot.slack.posting.client import NotGranted
from bot.slack.posting.outbox import Outbox
from bot.slack.posting.posted import About
from bot.slack.posting.refusals import THREAD_GONE, Unreachable
from bot.wiring import Zeroji
from knowledge.database import now

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Answered:
    """An outcome on its way to the asker."""

    #: Names what is posted: the key of the request.
    name: str
    place: Place
    question_ts: str
    told: Told
    #: Whether an earlier try may have posted it.
    again: bool
    #: How many files came with the question.
    files: int = 0

    @property
    def language(self) -> Language:
        return language_of(self.told.question)

    @property
    def is_sensitive(self) -> bool:
        return self.told.outcome.get("reason") == "sensitive"


class Telling:
    def __init__(self, zeroji: Zeroji, outbox: Outbox, hooks: Hooks) -> None:
        self._desk = zeroji.desk
        self._outbox = outbox
        self._hooks = hooks
        self._contact = zeroji.settings.contact
        self._citing = Citing(zeroji.library, zeroji.settings.public_url)

    def tell(self, answered: Answered) -> None:
        """Where the channel takes no answer, it goes to a direct message.

        Raises JobFailed; Unreachable where the asker is not to be reached either.
        """
        try:
            self._tell(answered)
        except Unreachable as refusal:
            # Who takes a question back wants no answer to it.
            if answered.place.private or refusal.reason == THREAD_GONE:
                raise
            _log.warning("%s is answered directly: %s", answered.name, refusal.reason)
            self._post_directly(answered)

    def _tell(self, answered: Answered) -> None:
        place = answered.place
        if place.private:
            self._post(answered, place)
        elif answered.is_sensitive or self._hooks.rollout.opted_out(place.user):
            self._move(answered)
        elif not is_personal(answered.told.question):
            self._post(answered, place)
        elif answered.told.outcome["outcome"] == "escalation":
            # Staff reply where nobody else reads it: so that is where it is said that they will.
            self._move(answered)
        else:
            self._whisper(answered)

    def wait(self, answered: Answered) -> None:
        """Say that staff look at the answer first, and by when; or that a person answers, where
        it is with one already."""
        ticket = self._desk.asked_in(answered.told.conversation).get(answered.told.id)
        if ticket is not None:
            self.hand_over(answered, ticket)
            return
        due = self._desk.deadlines.due(now()).astimezone().date()
        until = times.short_day(due, answered.language)
        messages = brief.say("waiting_until", answered.language, due=until)
        about = self._about(answered, "waiting")
        self._outbox.post(
            answered.place, answered.name, messages, again=answered.again, about=about
        )

    def hand_over(self, answered: Answered, ticket: Ticket) -> None:
        """Say that a person answers: the ticket's number, and by when. Of a personal matter it is
        said where the reply will come, which is not the channel."""
        due = ticket.due_at.astimezone().date()
        said = brief.line(handed_over_on_request(ticket.id, due, self._contact, answered.language))
        place, about = (
            answered.place,
            replace(self._about(answered, "escalation"), ticket_id=ticket.id),
        )
        if not place.private and is_personal(answered.told.question):
            place = self._direct(place)
            said = brief.headed(brief.about(answered.told.question, answered.language), said)
        self._outbox.post(place, answered.name, said, again=answered.again, about=about)

    def messages(self, told: Told, files: int = 0) -> list[Message]:
        """What an outcome looks like."""
        language = language_of(told.question)
        shown = outcome(
            told.id,
            told.outcome,
            self._citing.cited(told.outcome, language),
            nearest=self._nearest(told),
            confide=self._may_confide(told),
            language=language,
        )
        if files:
            note = wording.text("files_not_read", language)
            shown = brief.headed(note, shown)
        return shown

    def _post(self, answered: Answered, place: Place) -> None:
        self._deliver(answered, place, self.messages(answered.told, answered.files))

    def _post_directly(self, answered: Answered) -> None:
        """In a direct message, where nothing else says what was asked. What somebody confided is
        not held up to them."""
        shown = self.messages(answered.told, answered.files)
        if not answered.is_sensitive:
            shown = brief.headed(brief.about(answered.told.question, answered.language), shown)
        try:
            direct = self._direct(answered.place)
        except (NotGranted, Unreachable):
            self._say_unreachable(answered)
            raise
        self._deliver(answered, direct, shown)

    def _deliver(self, answered: Answered, place: Place, shown: Sequence[Message]) -> None:
        about = self._about(answered)
        self._outbox.post(place, answered.name, shown, again=answered.again, about=about)

    def _say_unreachable(self, answered: Answered) -> None:
        """To the asker alone, where they asked: nobody else learns what became of it."""
        said = brief.say("aside.unreachable", answered.language, contact=self._contact)
        about, name = self._about(answered, "notice"), f"{answered.name}:unreachable"
        try:
            self._outbox.whisper(answered.place, name, said, about)
        except Unreachable as refusal:
            _log.warning("%s is not answered: %s", answered.name, refusal.reason)

    def _move(self, answered: Answered) -> None:
        """Answer in a direct message; the channel learns that, and no more."""
        self._post_directly(answered)
        if not self._hooks.rollout.opted_out(answered.place.user):
            self._point(answered, privately.moved(answered.language))

    def _direct(self, place: Place) -> Place:
        return replace(place, channel=self._outbox.dm(place.user), thread="")

    def _whisper(self, answered: Answered) -> None:
        """Answer so that only the asker sees it. Slack shows that to who is there, and forgets
        it: so the thread says where to ask again."""
        shown = self.messages(answered.told, answered.files)
        whispered = privately.whispered(shown, answered.told.id, answered.language)
        self._outbox.whisper(answered.place, answered.name, whispered, about=self._about(answered))
        self._point(answered, brief.say("whispered", answered.language))

    def _point(self, answered: Answered, messages: Sequence[Message]) -> None:
        self._outbox.post(
            answered.place,
            f"{answered.name}:moved",
            messages,
            again=answered.again,
            about=self._about(answered, "moved"),
        )

    def _about(self, answered: Answered, kind: str = "") -> About:
        made: dict[str, Any] = answered.told.outcome
        return About(
            kind=kind or made["outcome"],
            user=answered.place.user,
            question_ts=answered.question_ts,
            exchange_id=answered.told.id,
            ticket_id=made.get("ticket"),
        )

    def _nearest(self, told: Told) -> tuple[Cited, ...]:
        """Links for the places that an escalation names; of others nothing is shown."""
        number = told.outcome.get("ticket")
        if number is None:
            return ()
        nearest = self._desk.in_confidence().ticket(number).nearest
        return self._citing.nearest(nearest, language_of(told.question))

    def _may_confide(self, told: Told) -> bool:
        return told.outcome.get("reason") == "sensitive" and bool(
            self._desk.counselors(besides=told.asker)
        )
