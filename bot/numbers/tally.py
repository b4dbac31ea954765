"""What is counted, and what is worked out of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

#: What became of questions. The first five are counted of each question, once.
OF_QUESTIONS = ("asked", "answer", "clarification", "escalation", "refusal", "again", "wrong")
OF_TICKETS = ("opened", "answered", "closed", "published", "told")


@dataclass
class Tally:
    """Counts of a week, of a topic, or of both."""

    #: Keys: those of OF_QUESTIONS and OF_TICKETS; ``zero`` (answered, and that was all), ``due``
    #: and ``late`` (tickets due in the week; those of them without a reply in time).
    counts: Counter[str] = field(default_factory=Counter)
    #: Business hours from the opening of a ticket to the first reply, and until it was closed.
    first_reply: list[float] = field(default_factory=list)
    resolution: list[float] = field(default_factory=list)
    #: Milliseconds that answers took, where tracing keeps them.
    own_ms: list[float] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.counts.update(other.counts)
        self.first_reply += other.first_reply
        self.resolution += other.resolution
        self.own_ms += other.own_ms

    @property
    def zero_share(self) -> float | None:
        """The share of questions after which nobody had to do anything; None without questions."""
        return _share(self.counts["zero"], self.counts["asked"])

    @property
    def late_share(self) -> float | None:
        return _share(self.counts["late"], self.counts["due"])


@dataclass(frozen=True)
class Tallies:
    """By week and topic; an empty topic is what belongs to none."""

    of: dict[tuple[date, str], Tally]
    mondays: tuple[date, ...]

    def by_week(self, topic: str | None = None) -> dict[date, Tally]:
        """The newest first; of one topic, or of all."""
        weeks = {monday: Tally() for monday in self.mondays}
        for (monday, name), tally in self.of.items():
            if topic in (None, name):
                weeks[monday].add(tally)
        return weeks

    def by_topic(self) -> dict[str, Tally]:
        """Those with the most questions first, what belongs to none last."""
        topics: dict[str, Tally] = {}
        for (_, name), tally in self.of.items():
            topics.setdefault(name, Tally()).add(tally)
        order = sorted(topics, key=lambda name: (not name, -topics[name].counts["asked"], name))
        return {name: topics[name] for name in order}


def percentile(values: Iterable[float], share: float) -> float | None:
    """The smallest value that so large a share of them does not exceed; None of none."""
    ordered = sorted(values)
    if not ordered:
        return None
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
