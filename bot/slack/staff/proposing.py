"""「マニュアルに反映」: from an answer of staff to a proposal, which is approved in the console."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient

from bot.outcomes import Language
from bot.slack.messages import staff_thread, wording
from bot.slack.messages.action_ids import PLACE, TEXT
from bot.slack.messages.blocks import Message
from bot.slack.messages.form_parts import console_link
from bot.slack.messages.forms import View, metadata_of, typed
from bot.slack.messages.proposal_modal import propose
from bot.slack.receiving.presses import action_of
from bot.slack.receiving.surface import Body, Given, Received, Refused
from bot.slack.requests import StaffAct
from bot.slack.staff.drafts import Drafts, Matter
from bot.slack.staff.forms import closed, invalid, opening, too_late
from bot.slack.staff.links import Links
from bot.slack.staff.members import Members
from bot.slack.staff.objections import Objections
from bot.slack.staff.presses import act_of_form, metadata, number_of
from bot.slack.staff.spots import place_of
from bot.users import User
from bot.wiring import Zeroji
from knowledge.errors import Conflict, InvalidInput, NotFound


class Proposing:
    def __init__(self, zeroji: Zeroji, client: WebClient, members: Members, links: Links) -> None:
        self._zeroji = zeroji
        self._client = client
        self._members = members
        self._links = links
        self._drafts = Drafts(zeroji)
        self._objections = Objections(zeroji.desk, members)

    # What is opened

    def open_of_ticket(self, body: Body) -> None:
        self._open(body, metadata(body), lambda: self._drafts.of_ticket(number_of(body)))

    def open_of_message(self, body: Body) -> None:
        channel = body["channel"]["id"]
        about = {"channel": channel}
        self._open(body, about, lambda: self._drafts.of_message(channel, body["message"]))

    def change_place(self, body: Body) -> None:
        """Another place was chosen in the form: show what it says."""
        view = body["view"]
        chosen = action_of(body)["selected_option"]["value"]
        about = metadata_of(view)
        shown = self._form(body, about, lambda: self._drafts.kept(about), chosen)
        self._client.views_update(view_id=view["id"], view=shown)

    def _open(self, body: Body, about: dict[str, Any], find: Callable[[], Matter]) -> None:
        # Looking for places takes longer than Slack waits for a form on a busy machine.
        waiting = opening(self._members.language(body["user"]["id"]))
        opened = self._client.views_open(trigger_id=body["trigger_id"], view=waiting)
        shown = self._form(body, about, find)
        self._client.views_update(view_id=opened["view"]["id"], view=shown)

    def _form(
        self, body: Body, about: dict[str, Any], find: Callable[[], Matter], chosen: str = ""
    ) -> View:
        """The form, or why there is none."""
        user = body["user"]["id"]
        account, language = self._members.who_may(user, "propose"), self._members.language(user)
        if account is None:
            return closed(wording.text("not_staff", language), language)
        try:
            matter = find()
            objection = self._objection(matter, language)
        except NotFound as gone:
            return closed(gone.text(language), language)
        if objection:
            return closed(objection, language)
        console = self._links.proposing(matter.ticket) if matter.ticket is not None else ""
        draft = self._drafts.draft(matter, account, language, chosen)
        return propose(about | matter.kept(), draft, console=console, language=language)

    def _objection(self, matter: Matter, language: Language) -> str:
        if matter.ticket is None:
            return ""
        return self._objections.to_proposing(self._zeroji.desk.ticket(matter.ticket), language)

    # What is sent

    def read(self, body: Body) -> Received | Refused:
        view = body["view"]
        about, fields = metadata_of(view), typed(view)
        place, text = fields.get(PLACE, ""), fields.get(TEXT, "")
        language = self._members.language(body["user"]["id"])
        if self._members.who_may(body["user"]["id"], "propose") is None:
            return too_late(wording.text("not_staff", language), text, language)
        if not text.strip():
            return invalid(_text_block(view), wording.text("staff.empty", language))
        if _text_block(view).partition(":")[2] != place:
            return invalid(PLACE, wording.text("staff.place_changed", language))
        try:
            matter = self._drafts.kept(about)
            objection = self._objection(matter, language)
        except NotFound as gone:
            objection = gone.text(language)
        if objection:
            return too_late(objection, text, language)
        try:
            self._drafts.check_row(place, text)
        except InvalidInput as problem:
            return invalid(_text_block(view), problem.text(language))
        except (Conflict, NotFound) as gone:
            return too_late(gone.text(language), text, language)
        question = self._drafts.heading(matter)
        said = {PLACE: place, TEXT: text, "question": question}
        return act_of_form(body, "propose", matter.ticket or 0, said)

    # What is done

    def propose(self, given: Given, account: User) -> None:
        """Make the proposal, unless an earlier try has. Raises Conflict, InvalidInput, NotFound."""
        request: StaffAct = given.request
        place, text = place_of(request.fields[PLACE]), request.fields[TEXT].strip()
        ticket = request.subject or None
        if self._zeroji.library.manual(place[0]).audience not in account.audiences:
            raise NotFound("There is no such manual.", "その文書はありません。")
        row = self._drafts.row(request.fields[PLACE])
        made = self._made(given, ticket, place[0], account.name, text, row)
        if made is None:
            question = request.fields["question"] or None
            proposals = self._zeroji.proposals
            made = proposals.create(ticket, place, text, account.name, question, row=row).id
        self._members.tell(given, self._made_it(made, self._members.language(request.place.user)))

    def _made(
        self,
        given: Given,
        ticket: int | None,
        manual: int,
        by: str,
        text: str,
        row: str | None,
    ) -> int | None:
        if not given.again:
            return None
        for one in self._zeroji.proposals.proposals(ticket_id=ticket):
            is_it = (one.manual_id, one.author) == (manual, by)
            # A row is kept as its table writes it, which may not be how it was typed.
            says_it = _ends(one.after, text) or (row is not None and one.before == row)
            if is_it and one.created_at >= given.received_at and says_it:
                return one.id
        return None

    def _made_it(self, number: int, language: Language) -> list[Message]:
        manual = self._zeroji.proposals.proposal(number).manual
        said = wording.text("staff.proposed", language, number=number, manual=manual)
        (message,) = staff_thread.notice(said)
        link = console_link(self._links.proposal(number), language)
        return [Message(text=message.text, blocks=[*message.blocks, *link])]


def _text_block(view: View) -> str:
    """``text:<place>``: the input is named after the place whose text it holds."""
    values = view.get("state", {}).get("values", {})
    return next((name for name in values if name.partition(":")[0] == TEXT), TEXT)


def _ends(after: str, text: str) -> bool:
    """In an addendum the text is preceded by what it supplements."""
    return _plain(after).endswith(_plain(text))


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
