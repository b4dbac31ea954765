"""Sentences of manuals with the sections that they stand in."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.document import read_document
from ingest.reading import READERS
from knowledge.model import Section
from knowledge.sentences import sentences

_SAMPLE = Path(__file__).parents[3] / "knowledge" / "sample_company"
_COMPANIES = Path(__file__).parents[2] / "companies"
_SHORTEST = 14
_LONGEST = 140
#: How items and paragraphs are marked.
_MARK = re.compile(
    r"^\s*(?:[(（][0-9０-９一二三四五六七八九十]{1,3}[)）]|[①-⑳・•-]"
    r"|[0-9０-９]{1,2}[.．、)]?(?=[\s　])|[0-9０-９]{1,2}[.．、)]"
    r"|[一二三四五六七八九十]{1,3}[　\s]|[AQ][.．]\s?)[\s　]*"
)


@dataclass(frozen=True, kw_only=True)
class Stated:
    """A sentence of a manual, without its mark, and its section."""

    company: str
    heading: str
    section: str
    text: str
    #: A sentence or a row of a table.
    is_row: bool


def folder_of(company: str) -> Path:
    """The manuals of a company."""
    return _SAMPLE if company == "sample_company" else _COMPANIES / company / "documents"


def stated(folder: Path, company: str) -> Iterator[Stated]:
    """The sentences and table rows of the manuals in a folder, in the order of their files."""
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in READERS and path.stem != "README":
            for section in read_document(path, {}, lambda done, total: None).sections:
                yield from _of(section, company)


def chosen(found: Sequence[Stated], count: int, seed: int) -> list[Stated]:
    """So many of them in a seeded order, no text twice, none very short or long."""
    fitting = [one for one in found if _SHORTEST <= len(one.text) <= _LONGEST]
    once = list({one.text: one for one in fitting}.values())
    random.Random(seed).shuffle(once)
    return once[:count]


def _of(section: Section, company: str) -> Iterator[Stated]:
    for block in section.blocks:
        is_row = block.kind == "row"
        for text in [block.text] if is_row else sentences(block.text):
            bare = text if is_row else _MARK.sub("", text)
            yield Stated(
                company=company,
                heading=section.heading,
                section=section.text,
                text=bare,
                is_row=is_row,
            )
