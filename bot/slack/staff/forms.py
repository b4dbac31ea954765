"""The forms in which staff reply, hand over and dismiss: opened at once, sent durably.

Whoever was too slow sees it in the form, with what they typed.
"""

from __future__ import annotations

from collections.abc import Callable

from slack_sdk import WebClient

from bot.desk.members import who_may
from bot.desk.ticket import Ticket
from bot.outcomes import Language
from bot.slack.messages import staff_modals, wording
from bot.slack.messages.action_ids import BECAUSE, CITE, CLOSED_FORM, NOTE, TEXT, TO
from bot.slack.messages.blocks import paragraphs
from bot.slack.messages.forms import Choice, View, form, metadata_of, ticked, typed
from bot.slack.messages.modals import problem
from bot.slack.receiving.presses import place_of_press
from bot.slack.receiving.surface import Body, Open, Read, Received, Refused
from bot.slack.staff.members import Members
from bot.slack.staff.objections import Objections
from bot.slack.staff.presses import act_of_form, metadata, number_of
from bot.slack.staff.said import as_said
from bot.users import User
from bot.wiring import Zeroji
from knowledge.errors import NotFound

#: Makes the form for somebody. Raises NotFound.
_Make = Callable[[Body, Ticket, User, Language], View]


class TicketForms:
    def __init__(self, zeroji: Zeroji, client: WebClient, members: Members) -> None:
        self._zeroji = zeroji
        self._desk = zeroji.desk
        self._client = client
        self._members = members
        self._objections = Objections(zeroji.desk, members)

    # What is opened

    @property
    def opens_reply(self) -> Open:
        return self._opens("reply", self._reply)

    @property
    def opens_hand_over(self) -> Open:
        return self._opens("hand_over", self._hand_over)

    @property
    def opens_dismiss(self) -> Open:
        return self._opens("dismiss", self._dismiss)

    def _opens(self, act: str, make: _Make) -> Open:
        def open_form(body: Body) -> None:
            view = self._form(body, act, make)
            self._client.views_open(trigger_id=body["trigger_id"], view=view)

        return open_form

    def _form(self, body: Body, act: str, make: _Make) -> View:
        """The form, or why there is none."""
        user = place_of_press(body).user
        account, language = self._members.who_may(user, "reply"), self._members.language(user)
        if account is None:
            return closed(wording.text("not_staff", language), language)
        try:
            ticket = self._desk.ticket(number_of(body))
        except NotFound as gone:
            return closed(gone.text(language), language)
        objection = self._objections.to(act, ticket, account, language)
        if objection:
            return closed(objection, language)
        return make(body, as_said(self._zeroji.database, ticket), account, language)

    def _reply(self, body: Body, ticket: Ticket, account: User, language: Language) -> View:
        return staff_modals.reply(
            metadata(body, ticket=ticket.id),
            ticket.question,
            len({asker.asker for asker in ticket.askers}),
            nearest=self._nearest(ticket, account),
            language=language,
        )

    def _nearest(self, ticket: Ticket, account: User) -> list[Choice]:
        """Passages that they may read themselves; askers are shown those that they may read."""
        manuals = self._zeroji.library.manuals(include_retired=True)
        readable = {one.id for one in manuals if one.audience in account.audiences}
        return [
            Choice(
                value=place["chunk_id"],
                label=f"{place['manual']} {str(place['section']).rsplit(' > ', 1)[-1]}",
                more=place["text"],
            )
            for place in ticket.nearest
            if place["manual_id"] in readable
        ]

    def _hand_over(self, body: Body, ticket: Ticket, account: User, language: Language) -> View:
        with self._zeroji.database.connect() as tx:
            able = [one for one in who_may(tx, "reply") if one.name != ticket.owner]
        if not able:
            return closed(wording.text("staff.nobody_else", language), language)
        choices = [Choice(value=one.name, label=one.display_name) for one in able]
        about = metadata(body, ticket=ticket.id)
        return staff_modals.hand_over(about, ticket.question, choices, language=language)

    def _dismiss(self, body: Body, ticket: Ticket, account: User, language: Language) -> View:
        about = metadata(body, ticket=ticket.id)
        return staff_modals.dismiss(about, ticket.question, language=language)

    # What is sent

    @property
    def reads_reply(self) -> Read:
        return self._reads("reply", TEXT)

    @property
    def reads_hand_over(self) -> Read:
        return self._reads("hand_over", NOTE, optional=True)

    @property
    def reads_dismiss(self) -> Read:
        return self._reads("dismiss", BECAUSE)

    def _reads(self, act: str, text: str, *, optional: bool = False) -> Read:
        def read(body: Body) -> Received | Refused:
            view, number = body["view"], int(metadata_of(body["view"])["ticket"])
            fields = typed(view)
            said = fields.get(text, "")
            language = self._members.language(body["user"]["id"])
            objection = self._objection(act, body["user"]["id"], number, language)
            if objection:
                return too_late(objection, said, language)
            if not said.strip() and not optional:
                return invalid(text, wording.text("staff.empty", language))
            wanted = {name: fields[name] for name in (TEXT, TO, NOTE, BECAUSE) if name in fields}
            wanted[CITE] = " ".join(ticked(view, CITE))
            return act_of_form(body, act, number, wanted)

        return read

    def _objection(self, act: str, user: str, number: int, language: Language) -> str:
        account = self._members.who_may(user, "reply")
        if account is None:
            return wording.text("not_staff", language)
        try:
            return self._objections.to(act, self._desk.ticket(number), account, language)
        except NotFound as gone:
            return gone.text(language)


def closed(why: str, language: Language) -> View:
    """A form that only says why there is none."""
    return problem(wording.text("staff.closed", language), why, language)


def too_late(why: str, kept: str, language: Language) -> Refused:
    """Shows why it was not taken, and gives back what was typed."""
    why = f"{why}\n{wording.text('staff.not_sent', language)}" if kept.strip() else why
    view = problem(wording.text("staff.too_late", language), why, language, kept=kept)
    return Refused(answer={"response_action": "update", "view": view})


def invalid(block: str, why: str) -> Refused:
    return Refused(answer={"response_action": "errors", "errors": {block: why}})


def opening(language: Language) -> View:
    """A form that is made meanwhile."""
    title = wording.text("form.propose", language)
    return form(
        CLOSED_FORM, title, paragraphs(wording.text("staff.loading", language)), language=language
    )
