"""What a check looks at, and what it finds."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from knowledge.model import Manual, Revision, Section

#: The most harmful first.
Kind = Literal[
    "contradiction",
    "machine_instruction",
    "stale_faq",
    "broken_reference",
    "effective_overlap",
    "effective_gap",
    "duplicate",
    "review_overdue",
    "no_owner",
    "too_long",
    "reading_warning",
]


@dataclass(frozen=True, kw_only=True)
class InForce:
    """A manual as it is on the day that is checked."""

    manual: Manual
    revision: Revision
    sections: tuple[Section, ...]


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where something stands, with the words that matter."""

    manual_id: int
    manual: str
    owner: str
    #: Full heading path; empty where the whole manual is meant.
    section: str = ""
    page: int | None = None
    #: Verbatim from the section.
    quote: str = ""
    #: Identity of what the section says; empty where the whole manual is meant.
    section_hash: str = ""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that a content owner must put right."""

    kind: Kind
    #: What is wrong and what to do, in English and in Japanese.
    text: str
    ja: str
    #: Where; the first is the place to correct, a second one is what it disagrees with.
    places: tuple[Place, ...]
    #: Whether it is worth everybody's time; others are shown folded, for whoever looks closely.
    is_sure: bool = True

    @cached_property
    def digest(self) -> str:
        """The same for the same finding while no section that it names says anything else."""
        said = sorted((place.manual_id, place.section_hash, place.quote) for place in self.places)
        known = json.dumps([self.kind, self.ja, said], ensure_ascii=False)
        return hashlib.sha256(known.encode(errors="surrogatepass")).hexdigest()


def place(document: InForce, section: Section | None = None, quote: str = "") -> Place:
    """A place in a manual; the page is that of the block which holds the quote."""
    manual = document.manual
    return Place(
        manual_id=manual.id,
        manual=manual.title,
        owner=manual.owner,
        section=section.heading if section else "",
        page=_page(section, quote) if section else None,
        quote=quote,
        section_hash=section.hash if section else "",
    )


def _page(section: Section, quote: str) -> int | None:
    holding = [block.page for block in section.blocks if quote in block.text]
    return holding[0] if holding else section.page
