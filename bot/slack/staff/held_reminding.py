"""Reminds the staff channel of held answers whose asker waits: before they are due, and after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

from bot.jobs import Job, JobFailed
from bot.slack.messages import staff_thread, times, wording
from bot.slack.messages.blocks import Message, link, rich
from bot.slack.places import Place
from bot.slack.posting.outbox import Outbox
from bot.slack.posting.posted import About, PostedMessages, row_name
from bot.slack.posting.refusals import Unreachable
from bot.slack.staff.cards import tell_of_channel
from bot.slack.staff.held_answers import HeldAnswer, HeldAnswers
from bot.slack.staff.held_cards import lane_of
from bot.slack.staff.links import Links
from bot.slack.staff.members import LANGUAGE
from bot.slack.staff.opening_hours import ReminderHours
from bot.slack.staff.posted import held_name
from bot.wiring import Zeroji
from knowledge.database import now

REMIND_HELD = "slack.remind_held"

What = Literal["due_soon", "overdue"]


class HeldReminding:
    def __init__(
        self,
        zeroji: Zeroji,
        outbox: Outbox,
        links: Links,
        hours: ReminderHours,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._zeroji = zeroji
        self._channel = zeroji.settings.slack_staff_channel
        self._outbox = outbox
        self._links = links
        self._hours = hours
        self._clock = clock
        self._held = HeldAnswers(zeroji.database)
        self._posted = PostedMessages(zeroji.database)

    def waiting(self) -> list[Job]:
        """A job for each held answer that is due soon or overdue; none outside of the hours."""
        at = self._clock()
        if not self._hours.are_at(at):
            return []
        found = ((one, self._what(one, at)) for one in self._held.to_approve())
        return [_job(one, what, at) for one, what in found if what]

    def remind(self, subject: str, again: bool) -> None:
        """Say in the channel that an asker waits. Raises JobFailed."""
        exchange, what = subject.split(" ")
        one = self._held.held(int(exchange))
        is_due = one.status == "waiting" and one.due_at is not None and bool(self._channel)
        if not is_due or not self._hours.are_at(self._clock()):
            return
        place = Place(channel=self._channel, thread="", user="")
        about = About(kind="reminder", user="")
        messages = self._messages(one, what)
        name = f"held:{exchange}:{what}"
        try:
            self._outbox.post(place, name, messages, again=again, about=about)
        except Unreachable as refusal:
            tell_of_channel(self._zeroji, self._channel, refusal)
            raise JobFailed(f"The staff channel takes no reminder: {refusal.reason}") from refusal

    def _what(self, one: HeldAnswer, at: datetime) -> What | None:
        if one.due_at is None:
            return None
        if one.due_at <= at:
            return "overdue"
        before = timedelta(hours=self._zeroji.settings.remind_hours)
        soon = self._zeroji.desk.deadlines.later(at, before) if before else at
        return "due_soon" if one.due_at <= soon else None

    def _messages(self, one: HeldAnswer, what: str) -> list[Message]:
        due = times.moment(one.due_at, LANGUAGE) if one.due_at else ""
        said = wording.text(f"thread.held.{what}", LANGUAGE, due=due)
        (message,) = staff_thread.notice(said)
        card = self._posted.named(row_name(held_name(one.exchange_id)))
        url = self._links.message(card.channel, card.ts) if card else ""
        title = wording.text("held.title", LANGUAGE)
        return [Message(text=message.text, blocks=[*message.blocks, rich(link(title, url))])]


def _job(one: HeldAnswer, what: What, at: datetime) -> Job:
    key = f"held:{one.exchange_id}:{what}:{at.astimezone().date()}"
    subject = f"{one.exchange_id} {what}"
    return Job(kind=REMIND_HELD, key=key, subject=subject, lane=lane_of(subject))
