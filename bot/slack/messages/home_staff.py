"""The queue on the home of staff: overdue, their own, nobody's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.desk.listing import Listed
from bot.outcomes import Language
from bot.slack.messages import limits, times, wording
from bot.slack.messages.action_ids import CLAIM, LINK, REPLY
from bot.slack.messages.blocks import (
    Block,
    actions,
    button,
    context,
    header,
    paragraphs,
    rich,
    words,
)
from bot.slack.messages.texts import clean

#: Tickets that are shown of each kind.
SHOWN = 5
_QUESTION = 150


@dataclass(frozen=True, kw_only=True)
class Area:
    """Tickets of one kind: the first of them, and how many there are."""

    tickets: Sequence[Listed] = ()
    count: int = 0


@dataclass(frozen=True, kw_only=True)
class Queue:
    """No private tickets; of ``mine`` and ``unclaimed`` those that are not overdue."""

    overdue: Area = Area()
    mine: Area = Area()
    unclaimed: Area = Area()
    #: When it is shown.
    now: datetime
    #: Address of the queue in the console; may be empty.
    console: str = ""
    language: Language = field(default="ja")


def queue(shown: Queue) -> list[Block]:
    language = shown.language
    areas = {"overdue": shown.overdue, "mine": shown.mine, "unclaimed": shown.unclaimed}
    listed = [block for key, area in areas.items() for block in _area(key, area, shown)]
    return [
        header(wording.text("home.queue", language)),
        *(listed or context(wording.text("home.queue.empty", language))),
        *_console(shown),
    ]


def _area(key: str, area: Area, shown: Queue) -> list[Block]:
    if not area.count:
        return []
    language = shown.language
    title = wording.text(f"home.queue.{key}", language, count=area.count)
    blocks = [rich(words(title, bold=True))]
    for ticket in area.tickets[:SHOWN]:
        blocks += _ticket(ticket, shown)
    more = area.count - len(area.tickets[:SHOWN])
    return [*blocks, *_more(more, language)]


def _ticket(ticket: Listed, shown: Queue) -> list[Block]:
    language = shown.language
    number = wording.text("ticket", language, number=ticket.id)
    due = times.due(ticket.due_at, shown.now, language)
    line = f"{number}・{due}・{wording.text(f'reason.{ticket.reason}', language)}"
    question = limits.cut(clean(ticket.question), _QUESTION)
    claim = button(CLAIM, wording.text("claim", language), ticket.id, style="primary")
    reply = button(REPLY, wording.text("write", language), ticket.id)
    return [
        *paragraphs(question),
        *context(line),
        *actions([reply] if ticket.owner else [claim, reply]),
    ]


def _more(count: int, language: Language) -> list[Block]:
    return context(wording.text("home.queue.more", language, count=count)) if count > 0 else []


def _console(shown: Queue) -> list[Block]:
    if not shown.console:
        return []
    label = wording.text("console", shown.language)
    return actions([button(f"{LINK}:console", label, "console", url=shown.console)])
