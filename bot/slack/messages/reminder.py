"""Reminders for staff: which tickets wait, until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.outcomes import Language
from bot.slack.messages import limits, times, wording
from bot.slack.messages.blocks import Element, Message, link, listed, messages, rich, words
from bot.slack.messages.texts import clean

#: Tickets that are named; the rest is counted.
_NAMED = 20
_QUESTION = 100


@dataclass(frozen=True, kw_only=True)
class Due:
    ticket: int
    #: Empty for a private one.
    question: str
    due_at: datetime
    #: Of its card or its page; may be empty.
    url: str = ""


def reminder(
    kind: Literal["due_soon", "overdue", "handed_over"],
    tickets: Sequence[Due],
    now: datetime,
    language: Language = "ja",
) -> list[Message]:
    heading = wording.text(f"remind.{kind}", language, count=len(tickets))
    items = [_item(one, now, language) for one in tickets[:_NAMED]]
    if len(tickets) > _NAMED:
        more = wording.text("home.queue.more", language, count=len(tickets) - _NAMED)
        items.append([words(more)])
    return messages(heading, [rich(words(heading, bold=True)), *listed(items)])


def _item(one: Due, now: datetime, language: Language) -> list[Element]:
    """``受付番号 12「…」11月25日（水）17:00（あと3時間）``"""
    number = wording.text("ticket", language, number=one.ticket)
    question = limits.cut(clean(one.question), _QUESTION)
    due = times.due(one.due_at, now, language)
    said = f"「{question}」{due}" if language == "ja" else f" “{question}” {due}"
    return [link(number, one.url), words(said if one.question else f" {due}")]
