"""「マニュアルに反映」: from an answer of staff to a proposal, which is approved in the console."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient

from bot.slack.messages import staff_thread, wording
from bot.slack.messages.action_ids import PLACE, TEXT
from bot.slack.messages.blocks import Message
from bot.slack.messages.form_parts import console_link
from bot.slack.messages.forms import View, metadata_of, typed
from bot.slack.messages.proposal_modal import propose
from bot.slack.receiving.presses import action_of
from bot.slack.receiving.surface import Body, Given, Received, Refused
from bot.slack.requests import StaffAct
from bot.slack.staff.drafts import Drafts, Matter, place_of
from bot.slack.staff.forms import closed, invalid, too_late
from bot.slack.staff.links import Links
from bot.slack.staff.members import LANGUAGE, Members
from bot.slack.staff.objections import Objections
from bot.slack.staff.presses import act_of_form, metadata, number_of
from bot.users import User
from bot.wiring import Zeroji
from knowledge.errors import NotFound


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
        waiting = closed(wording.text("staff.loading", LANGUAGE))
        opened = self._client.views_open(trigger_id=body["trigger_id"], view=waiting)
        shown = self._form(body, about, find)
        self._client.views_update(view_id=opened["view"]["id"], view=shown)

    def _form(
        self, body: Body, about: dict[str, Any], find: Callable[[], Matter], chosen: str = ""
    ) -> View:
        """The form, or why there is none."""
        account = self._members.who_may(body["user"]["id"], "propose")
        if account is None:
            return closed(wording.text("not_staff", LANGUAGE))
        try:
            matter = find()
            objection = self._objection(matter)
        except NotFound as gone:
            return closed(gone.text(LANGUAGE))
        if objection:
            return closed(objection)
        console = self._links.proposing(matter.ticket) if matter.ticket is not None else ""
        draft = self._drafts.draft(matter, account, chosen)
        return propose(about | matter.kept(), draft, console=console, language=LANGUAGE)

    def _objection(self, matter: Matter) -> str:
        if matter.ticket is None:
            return ""
        return self._objections.to_proposing(self._zeroji.desk.ticket(matter.ticket))

    # What is sent

    def read(self, body: Body) -> Received | Refused:
        view = body["view"]
        about, fields = metadata_of(view), typed(view)
        place, text = fields.get(PLACE, ""), fields.get(TEXT, "")
        if self._members.who_may(body["user"]["id"], "propose") is None:
            return too_late(wording.text("not_staff", LANGUAGE), text)
        if not text.strip():
            return invalid(_text_block(view), wording.text("staff.empty", LANGUAGE))
        if _text_block(view).partition(":")[2] != place:
            return invalid(PLACE, wording.text("staff.place_changed", LANGUAGE))
        try:
            matter = self._drafts.kept(about)
            objection = self._objection(matter)
        except NotFound as gone:
            objection = gone.text(LANGUAGE)
        if objection:
            return too_late(objection, text)
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
        made = self._made(given, ticket, place[0], account.name, text)
        if made is None:
            question = request.fields["question"] or None
            made = self._zeroji.proposals.create(ticket, place, text, account.name, question).id
        self._members.tell(given, self._made_it(made))

    def _made(
        self, given: Given, ticket: int | None, manual: int, by: str, text: str
    ) -> int | None:
        if not given.again:
            return None
        for one in self._zeroji.proposals.proposals(ticket_id=ticket):
            is_it = (one.manual_id, one.author) == (manual, by)
            if is_it and one.created_at >= given.received_at and _ends(one.after, text):
                return one.id
        return None

    def _made_it(self, number: int) -> list[Message]:
        manual = self._zeroji.proposals.proposal(number).manual
        said = wording.text("staff.proposed", LANGUAGE, number=number, manual=manual)
        (message,) = staff_thread.notice(said)
        link = console_link(self._links.proposal(number), LANGUAGE)
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
