"""Questions that are no message of their own: of commands, shortcuts, the home.

They are asked in the direct message: a message of ours there repeats the question, and all that
follows hangs on it, as on a question that was written there.
"""

from __future__ import annotations

from dataclasses import replace

from slack_sdk import WebClient

from bot.slack.asking.answering import Answering
from bot.slack.asking.exchanges import Exchanges
from bot.slack.asking.hooks import Hooks, mode_of
from bot.slack.asking.status import Status
from bot.slack.asking.telling import Answered, Telling
from bot.slack.asking.threads import ASIDE
from bot.slack.messages import brief, wording
from bot.slack.messages.blocks import (
    Message,
    context,
    language_of,
    messages,
    paragraphs,
    quote,
)
from bot.slack.messages.outcome import without_buttons
from bot.slack.places import Place
from bot.slack.posting.client import NotGranted
from bot.slack.posting.outbox import Outbox
from bot.slack.posting.posted import About, PostedMessages, row_name
from bot.slack.posting.refusals import Unreachable
from bot.slack.receiving.surface import Do, Given
from bot.slack.requests import Asked, AskedAside
from bot.wiring import Zeroji
from knowledge.model import EVERYONE


class Aside:
    """``ask`` answers an ``Asked`` where it was asked."""

    def __init__(
        self, zeroji: Zeroji, client: WebClient, outbox: Outbox, hooks: Hooks, ask: Do
    ) -> None:
        self._zeroji = zeroji
        self._outbox = outbox
        self._hooks = hooks
        self._ask = ask
        self._telling = Telling(zeroji, outbox, hooks)
        self._status = Status(client)
        self._answering = Answering(zeroji, outbox, self._status, self._telling, hooks)
        self._exchanges = Exchanges(zeroji.database)
        self._posted = PostedMessages(zeroji.database)

    def asked(self, given: Given) -> None:
        request: AskedAside = given.request
        if not self._hooks.directory.may_use(request.place.user):
            return
        try:
            direct = replace(request.place, channel=self._outbox.dm(request.place.user))
        except (NotGranted, Unreachable):
            self._say_unreachable(given)
            raise
        mode = mode_of(self._hooks, direct, typed_in=request.place.channel)
        if mode == "off":
            self._say_closed(given, direct)
            return
        there = self._begun(given, direct, "aside.closed" if mode == "listen" else "aside.question")
        if request.person and mode != "listen":
            with self._status.shown(there.request.place, language_of(request.text)):
                self._hand_over(there)
        else:
            self._ask(there)
            self._tell_in_channel(given, there)

    def _begun(self, given: Given, direct: Place, key: str) -> Given:
        """The same as a question of the direct message, whose first message is posted."""
        request: AskedAside = given.request
        name, language = f"{given.key}:question", language_of(request.text)
        said = wording.text(key, language, contact=self._zeroji.settings.contact)
        first = messages(said, [*paragraphs(said), *quote(request.text)])
        about = About(kind=ASIDE, user=direct.user)
        self._outbox.post(direct, name, first, again=given.again, about=about)
        posted = self._posted.named(row_name(name))
        thread = posted.ts if posted else ""
        asked = Asked(
            place=replace(direct, thread=thread),
            text=request.text,
            surface=request.surface,
            question_ts=thread,
        )
        return replace(given, request=asked)

    def _hand_over(self, there: Given) -> None:
        """Open a ticket, or join the one there is; what is too delicate gets none this way."""
        told = self._answering.ask(there, there.request.text)
        answered = Answered(
            name=there.key,
            place=there.request.place,
            question_ts=there.request.question_ts,
            told=told,
            again=there.again,
        )
        if answered.is_sensitive:
            self._telling.tell(answered)
        else:
            ticket = self._zeroji.desk.ask_a_person(told.id, told.asker)
            self._telling.hand_over(answered, ticket)

    def _tell_in_channel(self, given: Given, there: Given) -> None:
        """Show who asked, and only them, the answer where they typed the command."""
        request: AskedAside = given.request
        channel = request.place.channel
        if request.surface != "command" or not channel or channel == there.request.place.channel:
            return
        language = language_of(request.text)
        answer = self._shown(there.key, request.place)
        if answer:
            blocks = [block for one in answer for block in one.blocks]
            also = context(wording.text("command.also", language))
            said = messages(answer[0].text, [*blocks, *also])
        else:
            said = brief.say("command.elsewhere", language)
        self._whisper(given, said, f"{given.key}:channel")

    def _shown(self, name: str, place: Place) -> list[Message]:
        """An answer as a channel's screen may show it: nothing that not everyone may read, and
        nothing where Zeroji does not answer by itself."""
        posted = self._posted.named(row_name(name))
        if posted is None or posted.kind != "answer" or posted.exchange_id is None:
            return []
        told = self._exchanges.exchange(posted.exchange_id)
        cited = {one["manual_id"] for one in told.outcome["citations"]}
        manuals = [self._zeroji.library.manual(manual) for manual in cited]
        if any(manual.audience != EVERYONE for manual in manuals):
            return []
        if mode_of(self._hooks, place, self._answering.topic(told)) != "full":
            return []
        return without_buttons(self._telling.messages(told))

    def _say_closed(self, given: Given, direct: Place) -> None:
        request: AskedAside = given.request
        contact = self._zeroji.settings.contact
        said = brief.say("aside.closed", language_of(request.text), contact=contact)
        about = About(kind="notice", user=direct.user)
        self._outbox.post(direct, given.key, said, again=given.again, about=about)

    def _say_unreachable(self, given: Given) -> None:
        request: AskedAside = given.request
        contact = self._zeroji.settings.contact
        said = brief.say("aside.unreachable", language_of(request.text), contact=contact)
        self._whisper(given, said, f"{given.key}:unreachable")

    def _whisper(self, given: Given, said: list[Message], name: str) -> None:
        """Only where Zeroji is in the channel; the direct message has it in any case."""
        place: Place = given.request.place
        if not place.channel:
            return
        try:
            self._outbox.whisper(place, name, said, About(kind="notice", user=place.user))
        except Unreachable:
            return
