"""The jobs that answer questions."""

from __future__ import annotations

import logging
from contextlib import nullcontext
from datetime import timedelta

from bot.jobs import JobFailed
from bot.outcomes import Question
from bot.profiles import UNKNOWN
from bot.slack.asking.exchanges import Exchanges, Told
from bot.slack.asking.failing import HandingOver
from bot.slack.asking.hooks import Hooks, Mode, mode_of, profile_of
from bot.slack.asking.status import Status
from bot.slack.asking.telling import Answered, Telling
from bot.slack.asking.threads import Threads
from bot.slack.language import language_for
from bot.slack.messages import brief
from bot.slack.messages.blocks import language_of
from bot.slack.places import Place
from bot.slack.posting.outbox import Outbox
from bot.slack.posting.posted import About
from bot.slack.receiving.surface import Given
from bot.slack.requests import Asked, Chose
from bot.wiring import Zeroji
from knowledge.database import now
from knowledge.visible import visible

_log = logging.getLogger(__name__)

#: How long a question is tried again before it is given to a person.
_PATIENCE = timedelta(seconds=20)
#: Outcomes that say what the manuals say: staff look at these first, where that is set.
_SAYS_RULES = ("answer", "clarification")


class Answering:
    def __init__(
        self, zeroji: Zeroji, outbox: Outbox, status: Status, telling: Telling, hooks: Hooks
    ) -> None:
        self._zeroji = zeroji
        self._outbox = outbox
        self._status = status
        self._telling = telling
        self._hooks = hooks
        self._exchanges = Exchanges(zeroji.database)
        self._threads = Threads(zeroji.database)
        self._handing_over = HandingOver(zeroji)

    def asked(self, given: Given) -> None:
        request: Asked = given.request
        if not request.text:
            self._say_what_to_write(given)
            return
        self.answer(given, request.text, request.question_ts, request.files)

    def chose(self, given: Given) -> None:
        """Ask the question of the option that was pressed."""
        request: Chose = given.request
        told = self._exchanges.exchange(request.exchange)
        options = told.outcome["options"]
        if request.option < len(options):
            self.answer(given, options[request.option]["question"])

    def ask(self, given: Given, text: str) -> Told:
        """Ask the engine, unless an interrupted try has done so since the request came."""
        place: Place = given.request.place
        known = self._asked_before(given, text)
        if known is not None:
            return known
        question = self._question(place, text)
        try:
            exchange = self._zeroji.engine.ask(question)
        except Exception as error:
            if now() - given.received_at < _PATIENCE:
                raise JobFailed(f"A question failed: {type(error).__name__}") from error
            _log.error("A question is handed over: %s", type(error).__name__)
            exchange = self._handing_over.hand_over(question)
        return self._exchanges.exchange(exchange.id)

    def answer(self, given: Given, text: str, question_ts: str = "", files: int = 0) -> None:
        """Answer as far as it is set for the place and the asker. Raises JobFailed, Unreachable."""
        place: Place = given.request.place
        if not self._hooks.directory.may_use(place.user):
            return
        before = self._mode(place)
        if before == "off":
            return
        told_at_once = before in ("full", "approve")
        shown = self._status.shown(place, language_of(text)) if told_at_once else nullcontext()
        with shown:
            told = self.ask(given, text)
            answered = Answered(
                name=given.key,
                place=place,
                question_ts=question_ts,
                told=told,
                again=given.again,
                files=files,
            )
            self._tell_as_far_as_set(given, answered)

    def topic(self, told: Told) -> str:
        """What an answer is about, as its first manual has it; empty where nothing is cited."""
        citations = told.outcome.get("citations") or ()
        if not citations:
            return ""
        return self._zeroji.library.manual(citations[0]["manual_id"]).topic

    def goes_out_at_once(self, place: Place, told: Told | None = None) -> bool:
        """Whether nobody looks at answers first there, of what this one is about if it is known."""
        return self._mode(place, self.topic(told) if told else "") == "full"

    def _tell_as_far_as_set(self, given: Given, answered: Answered) -> None:
        mode = self._mode(answered.place, self.topic(answered.told))
        if mode == "full":
            self._telling.tell(answered)
        elif mode == "listen":
            self._hooks.holding.hold(given.key, answered.told.id, mode)
        elif mode == "approve":
            if answered.told.outcome["outcome"] in _SAYS_RULES:
                self._hooks.holding.hold(given.key, answered.told.id, mode)
                self._telling.wait(answered)
            else:
                self._telling.tell(answered)

    def _mode(self, place: Place, topic: str = "") -> Mode:
        typed_in = self._threads.typed_in(place) if place.private else ""
        return mode_of(self._hooks, place, topic, typed_in)

    def _question(self, place: Place, text: str) -> Question:
        return Question(
            text=text,
            asker=place.asker,
            audiences=self._hooks.directory.audiences(place.user, place.channel),
            conversation=place.conversation,
            # In a channel others read along: nothing is told by what is known of the asker.
            profile=(
                profile_of(self._hooks, self._zeroji.accounts, place.user)
                if place.private
                else UNKNOWN
            ),
        )

    def _asked_before(self, given: Given, text: str) -> Told | None:
        if not given.again:
            return None
        asked = visible(text.replace("\x00", ""))
        return self._exchanges.asked(given.request.place, asked, given.received_at)

    def _say_what_to_write(self, given: Given) -> None:
        """Of a message without words, where Zeroji speaks at all."""
        request: Asked = given.request
        place = request.place
        if not self._hooks.directory.may_use(place.user):
            return
        if self._mode(place) in ("off", "listen"):
            return
        about = About(kind="notice", user=place.user, question_ts=request.question_ts)
        language = language_for(self._zeroji.database, self._hooks.directory, place.user)
        messages = brief.say("only_files" if request.files else "no_words", language)
        self._outbox.post(place, given.key, messages, again=given.again, about=about)
