"""How well what was found proves an answer: numbers between 0 and 1, and one confidence.

No threshold on a similarity separates what the manuals answer from what they do not, so several
signals are weighed: how much of what is asked the passage speaks of, by the weight of the words;
how much of it already its heading names; how many different words agree; and whether the passage
states the kind of thing that is asked (an amount, a deadline, …).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.understanding import Understanding, Wanted
from knowledge import japanese
from knowledge.lexical import LexicalIndex
from knowledge.model import Passage

#: How many of the best passages are examined.
EXAMINED = 8

_STATES: dict[Wanted, re.Pattern[str]] = {
    "amount": re.compile(
        r"\d[\d,.]*\s*(円|%|割|yen)|jpy|¥|無料|支給しない|会社負担|全額|実費", re.IGNORECASE
    ),
    "number": re.compile(
        r"\d[\d,.]*\s*(日|回|人|名|時間|分|か月|ヶ月|年|歳|%|割|週|泊|days?|hours?|weeks?)"
    ),
    "deadline": re.compile(
        r"\d.{0,6}(日|週間|か月|月|年|時|days?)|期限|速やか|直ちに|毎月|翌月|当日"
    ),
    "permission": re.compile(
        r"でき|認め|許可|必要|不要|要し|要する|可|対象|禁止|ない|なければ|may|must|can|not"
    ),
    "procedure": re.compile(r"申請|届|提出|申し出|連絡|入力|手続|から|submit|apply|request"),
    "person": re.compile(r"課|部|窓口|内線|上長|承認|担当|役員|社長|産業医|department|manager"),
    "definition": re.compile(r"とは|をいう"),
}

#: A logistic model of "the best passage is the right one", fitted on the sample company's cases
#: (2026-11-21).
_BIAS, _COVERAGE, _HEADING, _MATCHED, _SATISFIED = -2.15, 1.69, 1.2, 1.03, 0.26
#: More words in agreement than this prove no more.
_ENOUGH_WORDS = 4


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What speaks for a passage as the answer."""

    passage: Passage
    #: Share of what the question is about that the passage speaks of, by weight of the words.
    coverage: float
    #: The same for its heading and the manual's title alone.
    heading: float
    #: How many of the question's words it holds.
    matched: int
    #: Whether it states the kind of thing that is asked.
    satisfied: bool

    @property
    def confidence(self) -> float:
        weighed = (
            _BIAS
            + _COVERAGE * self.coverage
            + _HEADING * self.heading
            + _MATCHED * min(self.matched, _ENOUGH_WORDS) / _ENOUGH_WORDS
            + _SATISFIED * self.satisfied
        )
        return 1 / (1 + math.exp(-weighed))

    @property
    def strength(self) -> float:
        """What passages are ordered by: search's score, corrected by the examination."""
        return self.passage.score * (0.5 + self.confidence)


def states(wanted: Wanted | None, text: str) -> bool:
    """Whether a text states the kind of thing that is wanted."""
    return wanted is None or bool(_STATES[wanted].search(japanese.normalize(text)))


def weigh(
    understanding: Understanding, passages: Sequence[Passage], lexical: LexicalIndex
) -> list[Evidence]:
    """Evidence of the best passages, in the order of search."""
    matters = [
        _Matter(word, same, lexical.idf(word))
        for word, same in japanese.matters(understanding.standalone)
    ]
    return [_weigh_one(understanding, passage, matters) for passage in passages[:EXAMINED]]


@dataclass(frozen=True)
class _Matter:
    """A word of the question with its weight and what says the same."""

    word: str
    same: set[str]
    weight: float

    def is_in(self, terms: set[str]) -> bool:
        return self.word in terms or bool(terms & self.same)


def _weigh_one(
    understanding: Understanding, passage: Passage, matters: Sequence[_Matter]
) -> Evidence:
    named = f"{passage.manual.title} {passage.chunk.heading_path[-1]}"
    heading = set(japanese.terms(named))
    context = " ".join([passage.manual.title, *passage.chunk.heading_path])
    held = set(japanese.terms(f"{context}\n{passage.chunk.text}"))
    total = sum(matter.weight for matter in matters) or 1.0
    return Evidence(
        passage=passage,
        coverage=sum(m.weight for m in matters if m.is_in(held)) / total,
        heading=sum(m.weight for m in matters if m.is_in(heading)) / total,
        matched=sum(m.is_in(held) for m in matters),
        satisfied=states(understanding.wanted, passage.chunk.text),
    )
