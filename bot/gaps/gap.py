"""The nouns: something that was asked and not answered, and the need that several of them share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

#: What would close a gap: settle a contradiction, put a reply into the manual, make a rule plainer,
#: or write what is not there.
Action = Literal["settle", "publish_reply", "clarify", "add"]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A section that was looked at for a question, and how likely it was taken to answer."""

    manual_id: int
    section: str
    confidence: float


@dataclass(frozen=True, kw_only=True)
class AskedTicket:
    """The ticket of a question."""

    id: int
    question: str
    status: str
    reason: str
    has_reply: bool
    #: When its reply was published; None before.
    published_at: datetime | None
    #: The newest change of a manual that was proposed for it.
    proposal: int | None


@dataclass(frozen=True, kw_only=True)
class Unanswered:
    """A question that was handed over, asked back in vain, or answered wrongly."""

    exchange: int
    asker: str
    at: datetime
    #: In the asker's own words, and as it is compared.
    question: str
    text: str
    #: How likely the best section was taken to answer, from 0 to 1.
    confidence: float
    complained: bool
    seen: tuple[Seen, ...]
    ticket: AskedTicket | None


@dataclass(frozen=True, kw_only=True)
class Weight:
    """Why a gap comes before another: ``impact * frequency * room``."""

    #: Different people who asked, and the share of all users that its manual is for.
    people: int
    share: float
    #: How often it was asked, and in how many days.
    asked: int
    days: int
    #: How far it is from being answered: 0 to 1.
    room: float

    @property
    def impact(self) -> float:
        return self.people * self.share

    @property
    def frequency(self) -> float:
        """Per 30 days."""
        return self.asked * 30 / self.days

    @property
    def score(self) -> float:
        return self.impact * self.frequency * self.room


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Where a gap is most likely to be closed."""

    manual_id: int
    manual: str
    owner: str
    audience: str
    section: str


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A need that the manuals do not meet."""

    #: The first question of it that counts.
    id: int
    #: The most typical question.
    question: str
    #: The different wordings, with how often each was used, the most used first.
    wordings: tuple[tuple[str, int], ...]
    weight: Weight
    action: Action
    #: None where nothing of it is in the manuals.
    spot: Spot | None
    tickets: tuple[AskedTicket, ...]
    complaints: int
    #: How near the manuals came to an answer, at best.
    confidence: float
    #: When it was published, and asked again since without being answered.
    returned_since: datetime | None
    first_at: datetime
    last_at: datetime
