"""What the checks look at: manuals on a shelf, made quickly, or published ones with a history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import create_engine

from ingest.checking import Finding, InForce, check
from ingest.checking.scope import Scope
from ingest.publishing import Publisher
from knowledge.library import Library
from knowledge.model import Document, Manual, Revision
from knowledge.timeline import ALWAYS
from tests.making import document, file

TODAY = date.today()
Check = Callable[[Scope], Iterable[Finding]]


@dataclass
class Shelf:
    """Manuals that are in force, of which nothing but their text counts."""

    manuals: dict[str, InForce] = field(default_factory=dict)

    def put(self, title: str, says: Mapping[str, str] | Document, /, **meta: Any) -> None:
        """Put a manual there, in place of one of the same path."""
        path = str(meta.pop("path", f"{title}.md"))
        made = says if isinstance(says, Document) else document(says, title, **meta)
        number = list(self.manuals).index(path) + 1 if path in self.manuals else 0
        number = number or len(self.manuals) + 1
        self.manuals[path] = _in_force(number, path, made)

    def findings(self, find: Check, day: date = TODAY) -> list[Finding]:
        documents = tuple(sorted(self.manuals.values(), key=lambda d: d.manual.title))
        scope = Scope(
            library=Library(create_engine("sqlite://")),
            day=day,
            manuals=tuple(document.manual for document in documents),
            documents=documents,
        )
        return list(find(scope))


def _in_force(number: int, path: str, made: Document) -> InForce:
    meta = made.meta
    manual = Manual(
        id=number,
        title=meta.title,
        kind=meta.kind,
        owner=meta.owner,
        audience=meta.audience,
        topic=meta.topic,
        language=meta.language,
        path=path,
        source=f"/{path}",
        review_date=meta.review_date,
        retired_at=None,
    )
    revision = Revision(
        id=number,
        manual_id=number,
        number=1,
        content_hash=path,
        file_hash=path,
        path=path,
        source=f"/{path}",
        author="sato",
        effective_from=ALWAYS,
        effective_until=None,
        published_at=datetime(2026, 4, 1, tzinfo=UTC),
        note="",
    )
    return InForce(manual=manual, revision=revision, sections=made.sections)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


#: ``publish("旅費規程", {"第1条": "…"}, owner="経理部")`` publishes a manual, or a revision of it.
Publish = Callable[..., None]
#: ``find("stale_faq", on=day)``: what is found among what was published.
Find = Callable[..., list[Finding]]


@pytest.fixture
def publish(publisher: Publisher) -> Publish:
    versions: dict[str, int] = {}

    def one(title: str, says: Mapping[str, str] | Document, /, path: str = "", **meta: Any) -> None:
        path = path or f"{title}.md"
        versions[path] = versions.get(path, 0) + 1
        made = says if isinstance(says, Document) else document(says, title, **meta)
        publisher.publish(made, file(path, versions[path]), author="sato")

    return one


@pytest.fixture
def find(library: Library) -> Find:
    def findings(kind: str | None = None, on: date = TODAY) -> list[Finding]:
        return [finding for finding in check(library, on) if kind in (None, finding.kind)]

    return findings
