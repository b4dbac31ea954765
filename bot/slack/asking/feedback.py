"""The buttons under an answer: it helped, it is wrong, a person, in confidence, for everybody."""

from __future__ import annotations

from collections.abc import Callable

from slack_sdk import WebClient

from bot.answering.wording import handed_over_on_request
from bot.desk.ticket import Ticket
from bot.feedback import record_verdict
from bot.outcomes import Language
from bot.slack.asking.exchanges import Exchanges, Told
from bot.slack.asking.telling import Telling
from bot.slack.messages import brief, modals, privately, times, wording
from bot.slack.messages.blocks import Message, language_of
from bot.slack.messages.forms import metadata_of, typed
from bot.slack.places import Place
from bot.slack.posting.confiding import is_confidential
from bot.slack.posting.outbox import Outbox
from bot.slack.posting.posted import About
from bot.slack.receiving.presses import action_of, key_of_form, message_ts, place_of_press
from bot.slack.receiving.surface import Body, Given, Received
from bot.slack.requests import AboutAnswer, Wrong
from bot.wiring import Zeroji
from knowledge.errors import Conflict, InvalidInput, NotFound


class Feedback:
    def __init__(self, zeroji: Zeroji, client: WebClient, outbox: Outbox, telling: Telling) -> None:
        self._zeroji = zeroji
        self._client = client
        self._outbox = outbox
        self._telling = telling
        self._exchanges = Exchanges(zeroji.database)

    # What is pressed

    def open_wrong(self, body: Body) -> None:
        """Ask what is wrong. Nothing is kept of a form that is closed."""
        kind, _, exchange = str(action_of(body).get("value") or "").partition(":")
        if kind != "wrong":
            return
        place = place_of_press(body)
        told = self._exchanges.exchange(int(exchange))
        if told.asker != place.asker:
            self._client.chat_postEphemeral(
                channel=place.channel,
                user=place.user,
                text=wording.text("not_yours", language_of(told.question)),
            )
            return
        about = {
            "exchange": told.id,
            "channel": place.channel,
            "thread": place.thread,
            "message_ts": message_ts(body),
        }
        view = modals.wrong(about, language_of(told.question))
        self._client.views_open(trigger_id=body["trigger_id"], view=view)

    def read_wrong(self, body: Body) -> Received:
        """The form of :meth:`open_wrong`, sent."""
        view = body["view"]
        about, fields = metadata_of(view), typed(view)
        place = Place(channel=about["channel"], thread=about["thread"], user=body["user"]["id"])
        wrong = Wrong(
            place=place,
            exchange=int(about["exchange"]),
            message_ts=about["message_ts"],
            because=fields.get("because", ""),
            text=fields.get("text", ""),
        )
        return Received(key=key_of_form(body), request=wrong)

    # What is done

    def helpful(self, given: Given) -> None:
        def thank(told: Told, language: Language) -> list[Message]:
            record_verdict(self._zeroji.database, told.id, told.asker, "helpful")
            return brief.say("thanks", language)

        self._whisper(given, thank)

    def wrong(self, given: Given) -> None:
        """A wrong answer is worse than none: a person looks at the question at once."""
        request: Wrong = given.request

        def complain(told: Told, language: Language) -> list[Message]:
            record_verdict(self._zeroji.database, told.id, told.asker, "wrong")
            ticket = self._zeroji.desk.ask_a_person(told.id, told.asker, "complained")
            said = _reason(request, language)
            if said and not ticket.private:
                self._zeroji.desk.note(ticket.id, told.asker, said)
            promised = self._promised(given, told, ticket, language)
            return brief.say("complained", language, **promised)

        self._post(given, complain)

    def wants_person(self, given: Given) -> None:
        def hand_over(told: Told, language: Language) -> list[Message]:
            ticket = self._zeroji.desk.ask_a_person(told.id, told.asker)
            contact = self._zeroji.settings.contact
            if given.request.place.private:
                due = ticket.due_at.astimezone().date()
                return brief.line(handed_over_on_request(ticket.id, due, contact, language))
            promised = self._promised(given, told, ticket, language)
            return brief.say("handed_over", language, contact=contact, **promised)

        self._post(given, hand_over)

    def confides(self, given: Given) -> None:
        def confide(told: Told, language: Language) -> list[Message]:
            try:
                ticket = self._zeroji.desk.confide(told.id, told.asker)
            except Conflict:
                contact = self._zeroji.settings.confidential_contact
                return brief.say("nobody_to_confide", language, contact=contact)
            promised = self._promised(given, told, ticket, language)
            return brief.say("confided", language, **promised)

        self._post(given, confide)

    def share(self, given: Given) -> None:
        """Show everybody an answer that only its asker saw, once."""
        request: AboutAnswer = given.request
        told = self._own(given)
        if told is None:
            return
        shown = self._telling.messages(told)
        messages = privately.shared(shown, request.place.user, language_of(told.question))
        about = About(kind="shared", user=request.place.user, exchange_id=told.id)
        self._outbox.post(told.place, f"share:{told.id}", messages, again=given.again, about=about)

    # How it is said

    def _post(self, given: Given, act: Callable[[Told, Language], list[Message]]) -> None:
        """Do it and say so where the button is; to the asker alone where others read along."""
        place: Place = given.request.place
        if not place.private:
            self._whisper(given, act)
            return
        told = self._own(given)
        if told is not None:
            messages = self._acted(act, told)
            about = About(kind="notice", user=place.user, exchange_id=None)
            self._outbox.post(place, given.key, messages, again=given.again, about=about)

    def _whisper(self, given: Given, act: Callable[[Told, Language], list[Message]]) -> None:
        told = self._own(given)
        if told is not None:
            place: Place = given.request.place
            about = About(kind="notice", user=place.user)
            self._outbox.whisper(place, given.key, self._acted(act, told), about)

    def _acted(self, act: Callable[[Told, Language], list[Message]], told: Told) -> list[Message]:
        language = language_of(told.question)
        try:
            return act(told, language)
        except (Conflict, InvalidInput, NotFound) as error:
            return brief.line(error.text(language))

    def _promised(
        self, given: Given, told: Told, ticket: Ticket, language: Language
    ) -> dict[str, object]:
        """The ticket, and where its reply comes by when."""
        where = "here"
        if not given.request.place.private:
            with self._zeroji.database.connect() as tx:
                aside = is_confidential(tx, told.conversation, ticket.id)
            where = "direct" if aside else "thread"
        return {
            "ticket": ticket.id,
            "due": times.short_day(ticket.due_at.astimezone().date(), language),
            "where": wording.text(f"where.{where}", language),
        }

    def _own(self, given: Given) -> Told | None:
        """The question that the button is about; who did not ask it is told so."""
        request: AboutAnswer = given.request
        told = self._exchanges.exchange(request.exchange)
        if told.asker == request.place.asker:
            return told
        about = About(kind="notice", user=request.place.user)
        messages = brief.say("not_yours", language_of(told.question))
        self._outbox.whisper(request.place, given.key, messages, about)
        return None


def _reason(request: Wrong, language: Language) -> str:
    """What the form said, as a note for staff."""
    because = wording.text(f"wrong.{request.because}", language) if request.because else ""
    return "\n".join(part for part in (because, request.text.strip()) if part)
