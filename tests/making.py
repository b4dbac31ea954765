"""Makes the nouns that tests are about, with as little said as a test needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from ingest.recording import SourceFile
from knowledge.model import Block, Document, ManualMeta, SearchRequest, Section
from knowledge.search import Searcher


def section(heading: str, *texts: str, page: int | None = None) -> Section:
    """A section; its outer headings stand before `` > ``."""
    blocks = tuple(Block(kind="text", text=text, page=page) for text in texts)
    return Section(heading_path=tuple(heading.split(" > ")), blocks=blocks)


def document(says: Mapping[str, str], /, title: str = "規程", **meta: Any) -> Document:
    """A document that says one paragraph under each heading."""
    sections = tuple(section(heading, text) for heading, text in says.items())
    return Document(meta=ManualMeta(title=title, **meta), sections=sections)


def file(name: str = "規程.md", version: object = 0) -> SourceFile:
    """A source file; another version is another content."""
    return SourceFile(path=f"manuals/{name}", source=f"/manuals/{name}", hash=f"{name}-{version}")


def texts(
    searcher: Searcher,
    query: str,
    *,
    audiences: Collection[str] = ("all",),
    on: date | None = None,
    top: int = 10,
) -> list[str]:
    """What a search finds, best first."""
    request = SearchRequest(query=query, audiences=frozenset(audiences), on=on, top=top)
    return [passage.chunk.text for passage in searcher.search(request).passages]
