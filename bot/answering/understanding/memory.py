"""What a conversation remembers: what was asked, and what its answers cited and offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.outcomes import Option

#: Turns that are remembered.
MOST_TURNS = 6


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A message of the asker, and what its answer rests on."""

    #: In the asker's words.
    said: str
    #: As it was searched: with what it continued itself.
    standalone: str
    #: The sections that the answer cites: 第26条（年次有給休暇の日数）.
    headings: tuple[str, ...] = ()
    #: What the asker may choose from, when the answer asked back.
    offered: tuple[Option, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Memory:
    """A conversation so far."""

    #: In order of time.
    turns: tuple[Turn, ...] = ()

    def chosen(self, text: str) -> Option | None:
        """The option, of those last offered first, that a message is the choice of."""
        offered = (option for turn in reversed(self.turns) for option in turn.offered)
        return next((option for option in offered if option.question == text), None)


def remembered(previous: Memory | str | None) -> Memory:
    """A conversation of which only the last standalone question is known; a whole one as it is."""
    if isinstance(previous, Memory):
        return previous
    return Memory(turns=(Turn(said=previous, standalone=previous),)) if previous else Memory()


def recalled(exchanges: Sequence[tuple[str, Mapping[str, Any]]]) -> Memory:
    """The memory of recorded exchanges, (question, outcome) in order of time.

    One in confidence is forgotten, with all before it: nothing of it is carried into what is
    asked next.
    """
    turns: list[Turn] = []
    for question, outcome in exchanges:
        if outcome.get("reason") == "sensitive":
            turns.clear()
        else:
            turns.append(_turn(question, outcome))
    return Memory(turns=tuple(turns[-MOST_TURNS:]))


def _turn(question: str, outcome: Mapping[str, Any]) -> Turn:
    cited = (citation["section"].split(" > ")[-1] for citation in outcome.get("citations", ()))
    return Turn(
        said=question,
        standalone=outcome.get("standalone") or question,
        headings=tuple(dict.fromkeys(cited)),
        offered=tuple(Option(**option) for option in outcome.get("options", ())),
    )
