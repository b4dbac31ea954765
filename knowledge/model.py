"""The nouns of Zeroji's knowledge: manuals, their revisions, and what search finds in them.

All are frozen: a change makes a new object, and a published revision never changes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Literal

ManualKind = Literal["rule", "manual", "faq"]
BlockKind = Literal["text", "item", "row", "note"]

_NUMBER = re.compile(
    r"^\s*(?:第?\s*[0-9０-９〇一二三四五六七八九十百]+\s*[条章節款項](?:の[0-9０-９一二三四五六七八九十]+)*|"
    r"[0-9０-９]+(?:[.．-][0-9０-９]+)*[.．、)）]?)\s*"
)

#: The audience that everybody belongs to.
EVERYONE = "all"


@dataclass(frozen=True, kw_only=True)
class Block:
    """A paragraph, list item or table row: the smallest piece that is quoted whole."""

    kind: BlockKind
    #: Plain text. A table row carries its header: ``役職: 部長 / 日当: 3,000円``.
    text: str
    #: Page of the source on which it starts, from 1; None where the format has no pages.
    page: int | None = None


@dataclass(frozen=True, kw_only=True)
class Section:
    """A node of a manual's structure that holds text of its own: an article, a FAQ entry."""

    #: Headings from the outermost in: ``("第5章 休暇", "第32条（年次有給休暇）")``.
    heading_path: tuple[str, ...]
    blocks: tuple[Block, ...]
    #: The question, when the section is a FAQ entry; it is also the last heading then.
    question: str | None = None

    @property
    def heading(self) -> str:
        return " > ".join(self.heading_path)

    @property
    def text(self) -> str:
        return "\n".join(block.text for block in self.blocks)

    @property
    def page(self) -> int | None:
        return self.blocks[0].page if self.blocks else None

    @cached_property
    def hash(self) -> str:
        """Identity of what the section says; a moved page does not change it."""
        said = [self.heading_path, [(block.kind, block.text) for block in self.blocks]]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:32]


@dataclass(frozen=True, kw_only=True)
class ManualMeta:
    """What a sidecar ``NAME.meta.yaml``, front matter or a command line says of a manual."""

    title: str
    kind: ManualKind = "manual"
    owner: str = ""
    audience: str = EVERYONE
    topic: str = ""
    language: str = "ja"
    effective_from: date | None = None
    #: The last day on which it holds.
    effective_until: date | None = None
    review_date: date | None = None
    #: Title of the manual that this document is a new revision of.
    revises: str | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    """A source file as read: what it is about and what it says, in reading order."""

    meta: ManualMeta
    sections: tuple[Section, ...]
    #: What a content owner should know about the reading, e.g. a page of low OCR confidence.
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """The indexed text of a section, or of one of its table rows."""

    id: str
    section_hash: str
    heading_path: tuple[str, ...]
    text: str
    kind: Literal["text", "row", "qa"]
    question: str | None = None

    @property
    def heading(self) -> str:
        return " > ".join(self.heading_path)

    @property
    def embedded_text(self) -> str:
        """What the embedder and the lexical index read: the nearest headings, then the text."""
        return embedded_text(self.heading_path, self.text)


def embedded_text(heading_path: Sequence[str], text: str) -> str:
    """The nearest headings without their numbers, which say nothing, then the text."""
    return "\n".join([*map(heading_label, heading_path[-2:]), text])


def heading_label(heading: str) -> str:
    """What a heading names, without its number: ``第32条（年次有給休暇）`` → ``年次有給休暇``."""
    bare = _NUMBER.sub("", heading).strip()
    enclosed = re.fullmatch(r"[（(【\[](.+)[）)】\]]", bare)
    return (enclosed[1] if enclosed else bare) or heading


@dataclass(frozen=True, kw_only=True)
class Manual:
    """One source document that a content owner keeps."""

    id: int
    title: str
    kind: ManualKind
    owner: str
    audience: str
    topic: str
    language: str
    #: The path as it was given when the manual was ingested.
    path: str
    #: The absolute path (or URL): what identifies the manual when it is ingested again.
    source: str
    review_date: date | None
    retired_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Revision:
    """A published version of a manual."""

    id: int
    manual_id: int
    number: int
    content_hash: str
    #: Hash and path of the source file that it was read from.
    file_hash: str
    path: str
    #: The absolute path (or URL) of that file: what it says later replaces what it said before.
    source: str
    author: str
    effective_from: date
    #: The last day on which it holds; None where it says none.
    effective_until: date | None
    published_at: datetime
    note: str


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A chunk that search found, with its place and its scores."""

    chunk: Chunk
    #: The whole section that the chunk is from, with the pages of this revision.
    section: Section
    manual: Manual
    #: The revision in force on the date that was asked about.
    revision: Revision
    page: int | None
    #: How likely it answers, as the ranking gives it.
    score: float
    #: Ranks from 1, None where that ranker did not find it.
    dense_rank: int | None = None
    lexical_rank: int | None = None
    #: Cosine similarity in [-1, 1] and BM25 score (>= 0) behind the ranks.
    similarity: float = 0.0
    bm25: float = 0.0
    #: What else the ranking went by, under the names of ``knowledge.ranking.FEATURES``.
    features: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SearchRequest:
    """What may be searched: filters come before ranking, so nothing else is ever seen."""

    query: str
    audiences: frozenset[str] = field(default_factory=lambda: frozenset({EVERYONE}))
    on: date | None = None
    top: int = 10
