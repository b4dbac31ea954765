"""Weighs the evidence: how likely each section answers, and what the whole situation looks like."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answering.deciding.agreement import agree
from bot.answering.deciding.evidence import Evidence
from bot.answering.reading.asked import Asked
from bot.answering.weights import Logistic, probability

#: Sections whose odds the situation is described by.
_DESCRIBED = 4
#: Signals of the best section that the situation is described by too.
_OF_THE_BEST = (
    *("covered", "covered by heading", "names covered", "heaviest name missing", "heaviest"),
    *("weight", "unknown words", "wants figure", "wants nothing", "rows resolved"),
    *("rows unresolved", "figure given", "figure not given", "states where covered"),
    *("figure given in a line that covers", "focus stated", "best line left open"),
    *("figure left open", "sum asked", "employment met", "employment missing"),
    *("others' employment", "relative missing", "score", "score ahead", "nearly covered"),
    *("heaviest name nearly missing", "heaviest nearly missing", "nearly covered where given"),
    *("focus nearly covered where given", "names nearly covered", "nearly covered by heading"),
    *("nearly covered ahead", "ranking section_share", "ranking answerable", "line"),
    *("line ahead", "line before the next", "line nearly with headings", "line precision"),
    *("line residual nearly in context", "line heaviest missing", "line attributes missing"),
    *("line heaviest name missing", "line figure not given", "line states nothing"),
    *("line value of others", "line left to lines"),
)


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A section with the probability that it answers the question."""

    evidence: Evidence
    log_odds: float

    @property
    def probability(self) -> float:
        return probability(self.log_odds)


def judge(weighed: Sequence[Evidence], section: Logistic) -> list[Judged]:
    """The sections, the likeliest first; ties in the order of search."""
    judged = [Judged(evidence=e, log_odds=section.log_odds(e.signals)) for e in weighed]
    return sorted(judged, key=lambda j: -j.log_odds)


def situation(asked: Asked, judged: Sequence[Judged]) -> Mapping[str, float]:
    """What the best sections together tell, by which to answer or to ask back.

    ``judged`` must not be empty.
    """
    rivals = [judged[0], *(j for j in judged[1:] if not _agree(judged[0], j))]
    likely = [j.probability for j in rivals[:_DESCRIBED]]
    likely += [0.0] * (_DESCRIBED - len(likely))
    share = [p / (likely[0] + 1e-9) for p in likely]
    support = max((j.probability for j in judged[1:] if _agree(judged[0], j)), default=0.0)
    best, signals = judged[0].evidence, judged[0].evidence.signals
    all_signals = [j.evidence.signals for j in judged]
    most = max(s["covered"] for s in all_signals)
    full = [s for s in all_signals if s["covered"] >= 0.95 * most]
    names = sum(matter.names for matter in asked.matters)
    second = rivals[1].log_odds if len(rivals) > 1 else -6.0
    return {
        "best": max(-6.0, judged[0].log_odds),
        "ahead": min(6.0, judged[0].log_odds - second),
        "second": share[1],
        "supported": support,
        "third": share[2],
        "fourth": share[3],
        "entropy": _entropy(share),
        "sum": sum(likely),
        "words": float(min(len(asked.matters), 10)),
        "names": float(min(names, 8)),
        "terse": float(len(asked.matters) <= 2),
        "characters": float(min(len(asked.text), 80)),
        "fully covering": len(full) / len(judged),
        "fully covering and stating": sum(s["states"] > 0 or s["wants nothing"] > 0 for s in full)
        / len(judged),
        "headings covering": sum(s["covered by heading"] > 0 for s in all_signals) / len(judged),
        "best heading": max(s["covered by heading"] for s in all_signals),
        "values": float(bool(asked.values)),
        "lines": float(asked.text.count("\n")),
        **{name: signals[name] for name in _OF_THE_BEST},
        "length": min(len(best.quoted.told), 1000) / 1000,
    }


def _agree(judged: Judged, other: Judged) -> bool:
    return agree(judged.evidence.quoted, other.evidence.quoted)


def _entropy(shares: Sequence[float]) -> float:
    total = sum(shares)
    return -sum(s / total * math.log(s / total) for s in shares if s > 0)
