"""A run of ingestion: what is to be ingested for whom, how far it is, and what it came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from knowledge.errors import InvalidInput

Status = Literal["waiting", "running", "done", "failed", "cancelled"]
STATUSES: tuple[Status, ...] = get_args(Status)
OVER: frozenset[Status] = frozenset({"done", "failed", "cancelled"})

#: Fields of a document's metadata that may be given for a whole run.
_DATES = ("effective_from", "effective_until", "review_date")
_GIVEN = ("audience", "owner", *_DATES)


@dataclass(frozen=True, kw_only=True)
class RunOptions:
    """How a run is to be done. All of it is kept, so that another process can go on."""

    #: Metadata that wins over what the documents say of themselves; a date as 2027-04-01.
    overrides: dict[str, str] = field(default_factory=dict)
    note: str = ""
    #: Retire manuals whose file is gone, however many they are.
    retire_all_missing: bool = False
    #: What relative paths start from.
    folder: str = ""

    def checked(self) -> RunOptions:
        """These options. Raises InvalidInput."""
        if unknown := sorted(self.overrides.keys() - {*_GIVEN}):
            raise InvalidInput(
                f"{', '.join(unknown)} cannot be given for a run.",
                f"取り込みでは {', '.join(unknown)} を指定できません。外してください。",
            )
        self.for_ingestion()
        return self

    def for_ingestion(self) -> dict[str, Any]:
        """What :meth:`bot.wiring.Zeroji.ingest` takes."""
        overrides: dict[str, Any] = {
            key: day(value) if key in _DATES else value for key, value in self.overrides.items()
        }
        return {
            "overrides": overrides,
            "note": self.note,
            "retire_all_missing": self.retire_all_missing,
        }

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class Run:
    id: str
    #: Paths and URLs, as they were given.
    sources: tuple[str, ...]
    options: RunOptions
    author: str
    status: Status
    #: In the shape of ingest.report.Step.
    step: dict[str, Any] | None
    #: So far; in the shape that ``zeroji ingest --json`` prints.
    report: dict[str, Any] | None
    #: Why it failed as a whole: text for people, by language.
    error: dict[str, str] | None
    cancelled_by: str | None
    tries: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def over(self) -> bool:
        return self.status in OVER

    @property
    def needs_attention(self) -> bool:
        """Whether it is done, but something in it is for a person to put right or decide."""
        failed = self.report["manuals"]["failed"] if self.report else []
        return self.status == "done" and bool(failed)

    @property
    def counts(self) -> dict[str, int]:
        """How many documents were added, updated …; see counted."""
        return counted(self.report) if self.report else {}

    @property
    def share(self) -> float:
        """How much is done, from 0 to 1."""
        if self.status == "done":
            return 1.0
        return share_of(self.step) if self.step else 0.0


def counted(report: dict[str, Any]) -> dict[str, int]:
    """How many documents of a report there are of each kind, without those that there are none of.

    Manuals whose file is gone are ``missing``: nothing failed, somebody has to decide.
    """
    manuals = report["manuals"]
    missing = sum("ask" in failure for failure in manuals["failed"])
    counts = {status: len(documents) for status, documents in manuals.items()}
    counts |= {"missing": missing, "failed": len(manuals["failed"]) - missing}
    return {status: count for status, count in counts.items() if count}


def share_of(step: dict[str, Any]) -> float:
    """How much of a run is done at a step, from 0 to 1."""
    within = step["done"] / step["total"] if step["total"] else 0.0
    return float((step["number"] - 1 + within) / max(step["of"], 1))


def resolved(sources: Sequence[str], folder: str) -> list[str | Path]:
    """What to ingest: URLs as they are, paths seen from the folder they were given in."""
    base = Path(folder or Path.cwd())
    here = base == Path.cwd()
    return [
        source if "://" in source else Path(source) if here else base / source for source in sources
    ]


def day(text: str | date) -> date:
    """A day as people write it for Zeroji. Raises InvalidInput."""
    if isinstance(text, date):
        return text
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(
            f"{text!r} is not a date: write it like 2027-04-01.",
            f"「{text}」は日付ではありません。2027-04-01 のように入力してください。",
        ) from error
