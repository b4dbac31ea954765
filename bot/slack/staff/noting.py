"""What staff write below a ticket's card is kept as notes of the ticket; askers never see it."""

from __future__ import annotations

import html
import logging
import re
from functools import partial

from sqlalchemy import Connection

from bot import schema
from bot.desk.tickets import Desk
from bot.slack.messages import brief, wording
from bot.slack.places import Place
from bot.slack.posting.outbox import Outbox
from bot.slack.posting.posted import About, Posted, row_name
from bot.slack.posting.refusals import Unreachable
from bot.slack.receiving.markup import mentioned, plain
from bot.slack.receiving.questions import Event, changed_below, deleted_in, said_below
from bot.slack.receiving.surface import Body, Given, Received
from bot.slack.requests import Noted
from bot.slack.staff.acts import tell_problem
from bot.slack.staff.members import LANGUAGE, Members
from bot.slack.staff.posted import CARD, THREAD, PostedCards
from bot.users import User
from bot.wiring import Zeroji
from knowledge.database import now
from knowledge.errors import InvalidInput, NotFound
from knowledge.store import insert_missing

_log = logging.getLogger(__name__)


class Noting:
    def __init__(self, zeroji: Zeroji, outbox: Outbox, members: Members) -> None:
        self._desk: Desk = zeroji.desk
        self._channel = zeroji.settings.slack_staff_channel
        self._outbox = outbox
        self._members = members
        self._posted = PostedCards(zeroji.database)

    # What is written down

    def read(self, body: Body) -> Received | None:
        """A message below a card; Zeroji's own are none, nor is what mentions Zeroji."""
        if not self._channel or body["event"].get("channel") != self._channel:
            return None
        wanted = self._said(body) or self._changed(body) or self._deleted(body)
        return Received(key=body["event_id"], request=wanted) if wanted else None

    def _said(self, body: Body) -> Noted | None:
        event = said_below(body)
        card = self._posted.at(self._channel, event["thread_ts"]) if event else None
        if event is None or card is None or card.kind != CARD or card.ticket_id is None:
            return None
        if self._posted.is_private(card.ticket_id):
            return None  # the card is about to go
        return _noted(event, self._channel, card.ticket_id)

    def _changed(self, body: Body) -> Noted | None:
        event = changed_below(body)
        note = self._note_at(event["ts"]) if event else None
        if event is None or note is None or note.ticket_id is None:
            return None
        return _noted(event, self._channel, note.ticket_id, changed=True)

    def _deleted(self, body: Body) -> Noted | None:
        gone = deleted_in(body)
        note = self._note_at(gone.question_ts) if gone else None
        if gone is None or note is None or note.ticket_id is None:
            return None
        return Noted(
            place=gone.place, ticket=note.ticket_id, message_ts=gone.question_ts, text=None
        )

    def _note_at(self, ts: str) -> Posted | None:
        """The note that a message was kept as."""
        found = self._posted.at(self._channel, ts)
        return found if found and found.kind == THREAD and ":note:" in found.name else None

    # What is done

    def note(self, given: Given) -> None:
        """Keep, change or take back a note, once in effect. Raises JobFailed."""
        request: Noted = given.request
        account = self._members.who_may(request.place.user, "reply")
        if account is None:
            self._tell_once(request, "not_staff")
            return
        try:
            self._keep_in_step(request, account)
        except NotFound:
            return  # it was made private meanwhile
        except InvalidInput as problem:
            said = problem.text(self._members.language(request.place.user))
            tell_problem(self._members, given, said)

    def _keep_in_step(self, request: Noted, account: User) -> None:
        known = self._note_at(request.message_ts)
        if known is None:
            if request.text is not None and not request.changed:
                kept = partial(_keep, request)
                self._desk.note(request.ticket, account.name, self._text(request), kept)
                self._tell_once(request, "kept")
        elif request.text is None:
            self._desk.remove_note(request.ticket, _number(known), account.name)
            self._posted.forget_message(known.name)
        elif request.changed:
            text = self._text(request)
            self._desk.change_note(request.ticket, _number(known), account.name, text)

    def _text(self, request: Noted) -> str:
        """As it is read in Slack: with the names of who is mentioned."""
        text = request.text or ""
        for user in mentioned(text):
            name = html.escape(f"@{self._members.called(user)} ").replace("\\", "")
            text = re.sub(rf"<@{user}(?:\|[^>]*)?> ?", name, text)
        files = wording.text("note.files", LANGUAGE, count=request.files) if request.files else ""
        return "\n".join(part for part in (plain(text), files) if part)

    def _tell_once(self, request: Noted, what: str) -> None:
        """To a person, of a ticket: what becomes of what they write there."""
        user = request.place.user
        name = f"ticket:{request.ticket}:note_{what}:{user}"
        said = brief.say(f"note.{what}", self._members.language(user))
        # Without the person: what they write there next is a note, too, and no question.
        about = About(kind="notice", user="")
        try:
            self._outbox.whisper(request.place, name, said, about)
        except Unreachable as refusal:
            _log.warning("Nobody is told what became of a note: %s", refusal.reason)


def _noted(event: Event, channel: str, ticket: int, *, changed: bool = False) -> Noted:
    return Noted(
        place=Place(channel=channel, thread=event["thread_ts"], user=event["user"]),
        ticket=ticket,
        message_ts=event["ts"],
        text=event.get("text") or "",
        files=len(event.get("files") or ()),
        changed=changed,
    )


def _keep(request: Noted, tx: Connection, number: int) -> None:
    """It stands below the card already: it is not posted there again."""
    row = {
        "name": row_name(f"ticket:{request.ticket}:note:{number}"),
        "kind": THREAD,
        "channel": request.place.channel,
        "thread": request.place.thread,
        "ts": request.message_ts,
        # Nobody whom Zeroji talks to: what they write there next is a note, too.
        "user": "",
        "question_ts": "",
        "ticket_id": request.ticket,
        "digest": "",
        "posted_at": now(),
    }
    insert_missing(tx, schema.slack_messages, [row])


def _number(note: Posted) -> int:
    return int(note.name.partition("#")[0].rpartition(":")[2])
