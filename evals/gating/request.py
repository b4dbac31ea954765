"""What the gate is asked to find out; bot.gating makes it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from bot.outcomes import Question
from bot.profiles import checked_profile


class _Asker(BaseModel):
    """For whom something is asked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    audiences: frozenset[str]
    profile: dict[str, str] = {}

    def asks(self, text: str) -> Question:
        return Question(
            text=text,
            asker="gate",
            audiences=self.audiences,
            profile=checked_profile(self.profile),
        )


class Wording(_Asker):
    """A ticket's question in the words of one asker."""

    text: str
    kind: Literal["asked", "joined", "paraphrase"]


class Earlier(_Asker):
    """An answer that somebody got."""

    exchange: int
    asker: str
    asked_at: datetime
    question: str
    #: With what it continued.
    standalone: str
    chunk_ids: tuple[str, ...]


class Request(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    #: Of bot.settings, those that answers depend on.
    settings: dict[str, Any]
    #: The manual that changes, and the addendum to it where that is what changes.
    manual_ids: tuple[int, ...]
    #: The source file, and where it lies as it would be.
    source: str
    changed: Path
    #: The manual's path as its owner named it.
    file: str
    #: The text of the place; empty before where it is new.
    before: str
    after: str
    #: In the shape of evals.cases.
    cases: tuple[dict[str, Any], ...] = ()
    case_files: tuple[Path, ...] = ()
    questions: tuple[Wording, ...] = ()
    #: Newest first.
    exchanges: tuple[Earlier, ...] = ()
