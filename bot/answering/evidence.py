"""How well what was found proves an answer: numbers between 0 and 1, and one confidence.

No threshold on a similarity separates what the manuals answer from what they do not, so several
signals are weighed: whether the passage covers what the question is about, weighted by how much
each word says; how similar the two are; and whether it states the kind of thing that is asked.
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
_BIAS, _COVERAGE, _SIMILARITY, _SATISFIED = -2.57, 2.68, 0.42, 1.29


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What speaks for a passage as the answer."""

    passage: Passage
    #: Share of what the question is about that the passage speaks of, by weight of the words.
    coverage: float
    #: Cosine similarity of question and passage.
    similarity: float
    #: Whether it states the kind of thing that is asked (an amount, a deadline, …).
    satisfied: bool

    @property
    def confidence(self) -> float:
        weighed = (
            _BIAS
            + _COVERAGE * self.coverage
            + _SIMILARITY * max(self.similarity, 0.0)
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
    return [_weigh_one(understanding, passage, lexical) for passage in passages[:EXAMINED]]


def coverage(question: str, text: str, lexical: LexicalIndex) -> float:
    """Share of the question's words, by weight, that a text holds in some spelling or synonym."""
    held = set(japanese.terms(text))
    total = covered = 0.0
    for word, related in japanese.matters(question):
        weight = lexical.idf(word)
        total += weight
        if word in held or held & related:
            covered += weight
    return covered / total if total else 0.0


def _weigh_one(understanding: Understanding, passage: Passage, lexical: LexicalIndex) -> Evidence:
    heading = " ".join([passage.manual.title, *passage.chunk.heading_path])
    text = f"{heading}\n{passage.chunk.text}"
    return Evidence(
        passage=passage,
        coverage=coverage(understanding.standalone, text, lexical),
        similarity=passage.similarity,
        satisfied=states(understanding.wanted, passage.chunk.text),
    )
