"""What asking can come to. A type, never a sentence to parse.

``Outcome = Answer | Clarification | Escalation | Refusal``
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from bot.profiles import UNKNOWN, Profile
from knowledge.model import EVERYONE, Passage

Language = Literal["ja", "en"]
EscalationReason = Literal[
    "not_in_manuals",
    "low_confidence",
    "conflicting_rules",
    "ambiguous_rule",
    "sensitive",
    "asked_for_a_person",
    "complained",
]
RefusalReason = Literal["empty", "too_long", "sensitive"]


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question and who asks it, when, and on which date's rules."""

    text: str
    asker: str
    audiences: frozenset[str] = frozenset({EVERYONE})
    #: The rules in force on this date are meant; None means today.
    on: date | None = None
    #: Conversation that it continues; None begins one.
    conversation: str | None = None
    #: What is known of the asker by which rules differ.
    profile: Profile = UNKNOWN


@dataclass(frozen=True, kw_only=True)
class Citation:
    """A verbatim quote and its place."""

    chunk_id: str
    manual_id: int
    manual: str
    revision: int
    #: The full heading path, joined by " > ".
    section: str
    page: int | None
    quote: str
    path: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """A rule that is a table, as far as it is shown."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    #: Rows that hold for the asker.
    marked: tuple[int, ...] = ()
    #: Columns that are asked for; empty: all.
    asked: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Part:
    """A piece of an answer: what it is, how it reads as plain text, and what proves it.

    ``question`` one of several questions, above its answer; ``sentence`` written by a model;
    ``quote`` lines of a manual below their place; ``table`` rows of one; ``calculation`` worked out
    by code from quoted values; ``note`` the date it holds for, a coming change, how the question
    was understood.
    """

    kind: Literal["question", "sentence", "quote", "table", "calculation", "note"]
    text: str
    #: Indexes into the answer's citations.
    citations: tuple[int, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    text: str
    citations: tuple[Citation, ...]
    confidence: float
    #: True when a language model wrote the text; False when it only quotes.
    composed: bool = False
    #: The same as ``text``, for whoever can show more than plain text.
    parts: tuple[Part, ...] = ()
    kind: Literal["answer"] = "answer"


@dataclass(frozen=True, kw_only=True)
class Option:
    """One reading of an ambiguous question."""

    label: str
    #: The question to ask when this reading is meant.
    question: str
    #: A chunk of the section that is meant; empty where a whole question is.
    chunk_id: str = ""
    #: Nothing proves that this section answers the question.
    unproved: bool = False


@dataclass(frozen=True, kw_only=True)
class Clarification:
    text: str
    options: tuple[Option, ...]
    confidence: float
    #: Of what is answered beside: other questions of the same message.
    citations: tuple[Citation, ...] = ()
    kind: Literal["clarification"] = "clarification"


@dataclass(frozen=True, kw_only=True)
class Escalation:
    text: str
    reason: EscalationReason
    ticket: int
    confidence: float
    nearest: tuple[Passage, ...] = ()
    #: Of what is answered beside: other questions of the same message.
    citations: tuple[Citation, ...] = ()
    kind: Literal["escalation"] = "escalation"


@dataclass(frozen=True, kw_only=True)
class Refusal:
    text: str
    reason: RefusalReason
    #: Where the manuals say whom to turn to.
    citations: tuple[Citation, ...] = ()
    kind: Literal["refusal"] = "refusal"


Outcome = Answer | Clarification | Escalation | Refusal


@dataclass(frozen=True, kw_only=True)
class Retrieved:
    """A section that was examined for an answer."""

    path: str
    section: str
    #: As search gave it, and the probability that the section answers.
    score: float
    confidence: float


@dataclass(frozen=True, kw_only=True)
class Check:
    """A sentence of a model's draft, and whether the passage that it cites proves it."""

    text: str
    #: Why it does not hold, in both languages; empty when it does.
    objection: str = ""
    objection_ja: str = ""
    #: What was told in its place; empty when it was left out.
    repaired: str = ""


@dataclass(frozen=True, kw_only=True)
class Trace:
    """How an outcome came about, for whoever evaluates."""

    #: The question as it was searched, with what it continues.
    standalone: str = ""
    #: In the order of search.
    retrieved: tuple[Retrieved, ...] = ()
    #: What decided, in one short sentence.
    why: str = ""
    #: What became of each sentence that a model wrote.
    checks: tuple[Check, ...] = ()
    #: Names the wording of an earlier question that an answer was found by; see bot.desk.wordings.
    remembered: str = ""


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """A question with its outcome, as recorded in the ledger."""

    id: int
    conversation: str
    question: Question
    outcome: Outcome
    timings_ms: dict[str, float] = field(default_factory=dict)
    trace: Trace = Trace()


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """An outcome as JSON; every key is always there."""
    citations = getattr(outcome, "citations", ())
    options = outcome.options if isinstance(outcome, Clarification) else ()
    return {
        "outcome": outcome.kind,
        "text": outcome.text,
        "citations": [asdict(citation) for citation in citations],
        "options": [asdict(option) for option in options],
        "reason": getattr(outcome, "reason", None),
        "ticket": getattr(outcome, "ticket", None),
        "confidence": getattr(outcome, "confidence", 0.0),
        "composed": getattr(outcome, "composed", False),
        "parts": [asdict(part) for part in getattr(outcome, "parts", ())],
    }
