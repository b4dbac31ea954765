"""How an outcome reaches who asked: in the thread, to them alone, or in a direct message."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.outcomes import Language
from bot.slack.asking.exchanges import Told
from bot.slack.asking.hooks import Hooks
from bot.slack.asking.personal import is_personal
from bot.slack.citing import Citing
from bot.slack.messages import brief, privately
from bot.slack.messages.blocks import Message, language_of
from bot.slack.messages.citations import Cited
from bot.slack.messages.outcome import outcome
from bot.slack.places import Place
from bot.slack.posting.outbox import Outbox
from bot.slack.posting.posted import About
from bot.slack.posting.refusals import THREAD_GONE, Unreachable
from bot.wiring import Zeroji

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
        return language_of(self.told.outcome["text"])

    @property
    def is_sensitive(self) -> bool:
        return self.told.outcome.get("reason") == "sensitive"


class Telling:
    def __init__(self, zeroji: Zeroji, outbox: Outbox, hooks: Hooks) -> None:
        self._desk = zeroji.desk
        self._outbox = outbox
        self._hooks = hooks
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
            self._post(answered, self._direct(answered.place))

    def _tell(self, answered: Answered) -> None:
        place = answered.place
        if place.private:
            self._post(answered, place)
        elif answered.is_sensitive or self._hooks.rollout.opted_out(place.user):
            self._move(answered)
        elif is_personal(answered.told.question):
            self._whisper(answered)
        else:
            self._post(answered, place)

    def wait(self, answered: Answered) -> None:
        """Say that staff look at the answer first."""
        about = self._about(answered, "waiting")
        messages = brief.say("waiting", language_of(answered.told.question))
        self._outbox.post(
            answered.place, answered.name, messages, again=answered.again, about=about
        )

    def messages(self, told: Told, files: int = 0) -> list[Message]:
        """What an outcome looks like."""
        shown = outcome(
            told.id,
            told.outcome,
            self._citing.cited(told.outcome),
            nearest=self._nearest(told),
            confide=self._may_confide(told),
        )
        if files:
            shown = [*brief.say("files_not_read", language_of(told.outcome["text"])), *shown]
        return shown

    def _post(self, answered: Answered, place: Place) -> None:
        self._outbox.post(
            place,
            answered.name,
            self.messages(answered.told, answered.files),
            again=answered.again,
            about=self._about(answered),
        )

    def _move(self, answered: Answered) -> None:
        """Answer in a direct message; the channel learns that, and no more."""
        self._post(answered, self._direct(answered.place))
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
        return self._citing.nearest(self._desk.in_confidence().ticket(number).nearest)

    def _may_confide(self, told: Told) -> bool:
        return told.outcome.get("reason") == "sensitive" and bool(
            self._desk.counselors(besides=told.asker)
        )
