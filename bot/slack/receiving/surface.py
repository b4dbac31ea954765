"""What one area of Zeroji listens to in Slack, and what it does about it.

Names are what stands before a colon in an action id, a form's or shortcut's callback id, a command
with its slash, or ``event:`` and the type of an event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.slack.requests import Request

#: What Slack sends, as Bolt hands it over: the outermost object.
Body = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Received:
    """What is written down before Slack is told that it arrived."""

    #: The same thing sent twice has the same key. At most 100 characters.
    key: str
    request: Request
    #: What Slack is answered, e.g. ``{"response_action": "clear"}``.
    answer: Body = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Refused:
    """Nothing is written down; Slack shows what is wrong, and the form stays open."""

    #: E.g. ``{"response_action": "errors", "errors": {block_id: text}}``.
    answer: Body


@dataclass(frozen=True, kw_only=True)
class Given:
    """A request to be done."""

    key: str
    #: Of the type that the handler was given for.
    request: Any
    #: Whether an earlier try may have done it, wholly or in part.
    again: bool
    received_at: datetime


#: Reads what is to be written down; None: it is not for this area, or nothing need be kept.
Read = Callable[[Body], Received | Refused | None]
#: Done at once, beside the answer to Slack: opens a form while its trigger is good (3 seconds),
#: publishes a home. A crash loses it; the person sees that nothing opened and presses again.
Open = Callable[[Body], None]
#: Does a request. Raises JobFailed to be called again later, Unreachable to be left alone.
Do = Callable[[Given], None]


@dataclass(frozen=True, kw_only=True)
class Surface:
    reads: Mapping[str, Read] = field(default_factory=dict)
    opens: Mapping[str, Open] = field(default_factory=dict)
    does: Mapping[type[Request], Do] = field(default_factory=dict)

    def __or__(self, other: Surface) -> Surface:
        """Both areas. What both would read, the other one reads where this one does not want it;
        what else the other one names is the other one's."""
        shared = {
            name: _first(read, other.reads[name])
            for name, read in self.reads.items()
            if name in other.reads
        }
        return Surface(
            reads={**self.reads, **other.reads, **shared},
            opens={**self.opens, **other.opens},
            does={**self.does, **other.does},
        )


def _first(one: Read, other: Read) -> Read:
    def read(body: Body) -> Received | Refused | None:
        return one(body) or other(body)

    return read
