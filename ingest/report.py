"""How far a run of ingestion is, and what it came to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ingest.recording import Published, Status


@dataclass(frozen=True, kw_only=True)
class Step:
    """Progress of a run: the document being worked on, and how far."""

    document: str
    number: int
    of: int
    #: fetching, reading or embedding, with its own count (pages, chunks); 0 of 0 without one.
    stage: str
    done: int = 0
    total: int = 0


Watch = Callable[[Step], None]


class Remark(NamedTuple):
    """What an owner should know, in English and in Japanese."""

    text: str
    ja: str


@dataclass(kw_only=True)
class Report:
    """What a run came to, in the shape that ``zeroji ingest --json`` prints."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[dict[str, str]] = field(default_factory=list)
    #: Files that were renamed or moved: their manuals kept their history.
    moved: list[dict[str, str]] = field(default_factory=list)
    #: What a ``.zerojiignore`` keeps out.
    ignored: list[dict[str, str]] = field(default_factory=list)
    warnings: list[dict[str, str]] = field(default_factory=list)
    embedded: int = 0
    reused: int = 0
    deleted: int = 0

    def list_of(self, status: Status) -> list[str]:
        return {"added": self.added, "updated": self.updated, "unchanged": self.unchanged}[status]

    def count(self, path: str, published: Published) -> None:
        self.list_of(published.status).append(path)
        self.embedded += published.embedded
        self.reused += published.reused
        self.deleted += published.deleted

    def fail(self, path: str, error: str, **more: str) -> None:
        """``more``: the same in Japanese as ``ja``; as ``ask`` what an owner can allow (retire)."""
        self.failed.append({"path": path, "error": error, **more})

    def warn(self, path: str, warning: str, **more: str) -> None:
        """``more``: the same in Japanese as ``ja``."""
        self.warnings.append({"path": path, "warning": warning, **more})

    def as_json(self, seconds: float) -> dict[str, Any]:
        names = ("added", "updated", "unchanged", "removed", "failed")
        return {
            "manuals": {name: getattr(self, name) for name in names},
            "chunks": {
                "embedded": self.embedded,
                "reused": self.reused,
                "deleted": self.deleted,
            },
            "moved": self.moved,
            "ignored": self.ignored,
            "warnings": self.warnings,
            "seconds": round(seconds, 3),
        }
