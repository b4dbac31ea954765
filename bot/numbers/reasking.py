"""Who asks the same again: the sign that an answer did not help.

A question is asked again when the same person, within seven days after an answer or a question
back, asks in much the same words: at least half of the character pairs of both are the same (Dice
coefficient of their sets), or a third where both come to the same section, and names the same
figures. Choosing one of the
readings that were offered is no asking again, and neither is pressing the button twice: the same
words in the same conversation within a minute.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge.spelling import normalize

WITHIN = timedelta(days=7)
_TWICE = timedelta(minutes=1)
_SAME_WORDS, _SAME_SECTION = 0.5, 1 / 3
#: Says nothing of what is asked.
_SAYS_NOTHING = re.compile(
    r"[\s、。？?！!・「」（）()]|教えてください|教えて|ですか|ますか|でしょうか"
)
_FIGURE = re.compile(r"\d+(?:\.\d+)?")

Pairs = frozenset[str]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what it came to, as far as it matters for what is asked next."""

    id: int
    at: datetime
    conversation: str
    pairs: Pairs
    #: Figures that it names: 3年目 and 5年目 are two questions.
    figures: frozenset[str]
    #: The section that it came to; empty for none.
    section: str
    #: It was answered, or asked back.
    was_told: bool
    #: The readings that were offered.
    options: tuple[Pairs, ...]


class Reasking:
    """Remembers what each person asked in the last days; questions come in order of time."""

    def __init__(self) -> None:
        self._turns: dict[str, deque[Turn]] = {}

    def again(self, asker: str, turn: Turn) -> set[int]:
        """The earlier questions that this one asks again; it is remembered itself."""
        before = self._turns.setdefault(asker, deque())
        while before and turn.at - before[0].at > WITHIN:
            before.popleft()
        found = {
            earlier.id
            for earlier in before
            if earlier.was_told and _is_same(earlier, turn) and not _is_reply(earlier, turn)
        }
        before.append(turn)
        return found


def pairs(text: str) -> Pairs:
    """Its character pairs; the text itself where it has one character only."""
    bare = _SAYS_NOTHING.sub("", normalize(text))
    return frozenset(bare[n : n + 2] for n in range(len(bare) - 1)) or frozenset({bare})


def figures(text: str) -> frozenset[str]:
    return frozenset(_FIGURE.findall(normalize(text)))


def _is_same(one: Turn, other: Turn) -> bool:
    if one.figures != other.figures:
        return False
    alike = _dice(one.pairs, other.pairs)
    same_section = bool(one.section) and one.section == other.section
    return alike >= (_SAME_SECTION if same_section else _SAME_WORDS)


def _is_reply(earlier: Turn, turn: Turn) -> bool:
    if earlier.conversation != turn.conversation:
        return False
    sent_twice = earlier.pairs == turn.pairs and turn.at - earlier.at < _TWICE
    return sent_twice or turn.pairs in earlier.options


def _dice(one: Collection[str], other: Pairs) -> float:
    total = len(one) + len(other)
    return 2 * len(other.intersection(one)) / total if total else 0.0
