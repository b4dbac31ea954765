"""What staff decide on held answers: send, change and send, do not send."""

from __future__ import annotations

from collections.abc import Callable

from slack_sdk import WebClient
from sqlalchemy import Engine, select

from bot import schema
from bot.outcomes import Language
from bot.permissions import Action
from bot.slack.asking.exchanges import Exchanges
from bot.slack.asking.telling import Answered, Telling
from bot.slack.messages import staff_modals, staff_thread, wording
from bot.slack.messages.action_ids import TEXT
from bot.slack.messages.forms import View, metadata_of, typed
from bot.slack.posting.refusals import Unreachable
from bot.slack.receiving.presses import place_of_press
from bot.slack.receiving.surface import Body, Given, Received, Refused
from bot.slack.requests import StaffAct
from bot.slack.staff.acts import Act, tell_problem
from bot.slack.staff.forms import closed, invalid, too_late
from bot.slack.staff.held_answers import Decision, HeldAnswer, HeldAnswers
from bot.slack.staff.members import Members
from bot.slack.staff.presses import act_of_form, metadata, number_of
from bot.users import User
from bot.wiring import Zeroji
from knowledge.errors import NotFound


class Deciding:
    def __init__(
        self, zeroji: Zeroji, client: WebClient, members: Members, telling: Telling
    ) -> None:
        self._zeroji = zeroji
        self._client = client
        self._members = members
        self._telling = telling
        self._held = HeldAnswers(zeroji.database)
        self._exchanges = Exchanges(zeroji.database)

    @property
    def acts(self) -> dict[str, tuple[Action, Act]]:
        return {
            "send": ("reply", self._send),
            "rewrite": ("reply", self._rewrite),
            "decline": ("reply", self._decline),
        }

    # The form

    def open_rewrite(self, body: Body) -> None:
        self._client.views_open(trigger_id=body["trigger_id"], view=self._form(body))

    def _form(self, body: Body) -> View:
        """The form, or why there is none."""
        user = place_of_press(body).user
        language = self._members.language(user)
        if self._members.who_may(user, "reply") is None:
            return closed(wording.text("not_staff", language), language)
        try:
            one = self._held.held(number_of(body))
        except NotFound as gone:
            return closed(gone.text(language), language)
        if one.status != "waiting":
            return closed(self._decided_by(one, language), language)
        told = self._exchanges.exchange(one.exchange_id)
        about = metadata(body, exchange=told.id)
        return staff_modals.rewrite(about, told.question, told.outcome["text"], language=language)

    def read_rewrite(self, body: Body) -> Received | Refused:
        view = body["view"]
        exchange, text = int(metadata_of(view)["exchange"]), typed(view).get(TEXT, "")
        language = self._members.language(body["user"]["id"])
        if self._members.who_may(body["user"]["id"], "reply") is None:
            return too_late(wording.text("not_staff", language), text, language)
        one = self._held.held(exchange)
        if one.status != "waiting":
            return too_late(self._decided_by(one, language), text, language)
        if not text.strip():
            return invalid(TEXT, wording.text("staff.empty", language))
        return act_of_form(body, "rewrite", exchange, {TEXT: text})

    # What is done

    def _send(self, given: Given, account: User) -> None:
        one = self._decided(given, account, "sent")
        if one is not None:
            self._tell(given, one)

    def _rewrite(self, given: Given, account: User) -> None:
        request: StaffAct = given.request
        one = self._decided(given, account, "rewritten", request.fields[TEXT].strip())
        if one is not None:
            self._tell(given, one)

    def _decline(self, given: Given, account: User) -> None:
        """Who was told to wait is answered by a person; the others never heard of it."""
        one = self._decided(given, account, "declined")
        if one is not None and one.mode == "approve":
            answered = self._answered(given, one)
            ticket = self._zeroji.desk.ask_a_person(one.exchange_id, answered.told.asker)
            self._reach(given, answered, lambda: self._telling.hand_over(answered, ticket))

    def _decided(
        self, given: Given, account: User, decision: Decision, text: str = ""
    ) -> HeldAnswer | None:
        """The answer, if this person decided so, now or in an earlier try; else they are told."""
        exchange = given.request.subject
        one = self._held.decide(exchange, decision, account.name, text)
        is_theirs = (one.status, one.decided_by, one.text or "") == (decision, account.name, text)
        if not is_theirs:
            language = self._members.language(given.request.place.user)
            tell_problem(self._members, given, self._decided_by(one, language))
        return one if is_theirs else None

    def _tell(self, given: Given, one: HeldAnswer) -> None:
        """Bring the answer to the asker, as if it had been told at once."""
        answered = self._answered(given, one)
        self._reach(given, answered, lambda: self._telling.tell(answered))

    def _answered(self, given: Given, one: HeldAnswer) -> Answered:
        told = self._exchanges.exchange(one.exchange_id)
        return Answered(
            # Not as the event, whose name the notice has that they are to wait.
            name=f"held:{told.id}",
            place=told.place,
            question_ts=_question_ts(self._zeroji.database, one.event_id),
            told=told,
            again=given.again,
        )

    def _reach(self, given: Given, answered: Answered, tell: Callable[[], None]) -> None:
        """Tell the asker; where Slack does not take it, tell that to who decided."""
        try:
            tell()
        except Unreachable as refusal:
            language = self._members.language(given.request.place.user)
            said = wording.text("staff.unreachable", language, reason=refusal.reason)
            notice = staff_thread.notice(said, answered.told.outcome["text"])
            self._members.tell(given, notice, lasting=True)

    def _decided_by(self, one: HeldAnswer, language: Language) -> str:
        if one.status == "withdrawn":
            return wording.text("staff.withdrawn", language)
        by = self._members.shown(one.decided_by)
        return wording.text("staff.already_decided", language, by=by)


def _question_ts(database: Engine, event_id: str) -> str:
    """The message that asked; empty where it was a button or a command."""
    table = schema.slack_events.c
    query = select(table.payload).where(table.id == event_id)
    with database.connect() as tx:
        payload = tx.execute(query).scalar_one_or_none() or {}
    return str(payload.get("question_ts") or "")
