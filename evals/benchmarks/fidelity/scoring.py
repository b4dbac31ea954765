"""Compares what was read with what was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from evals.benchmarks.fidelity.normal_form import paragraph, regular
from evals.benchmarks.fidelity.truth import Expected
from knowledge.model import Document, Section


@dataclass(frozen=True, kw_only=True)
class Tolerance:
    """From which share of equal characters two texts are the same: less than 1 for OCR."""

    heading: float = 1.0
    text: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Tally:
    """So many of so many."""

    count: int = 0
    of: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(count=self.count + other.count, of=self.of + other.of)

    @property
    def share(self) -> float | None:
        return self.count / self.of if self.of else None


@dataclass(frozen=True, kw_only=True)
class Score:
    #: 第N条 with the right number, title and text.
    articles: Tally = Tally()
    #: Every heading that has text of its own, articles among them.
    sections: Tally = Tally()
    #: Sections that stand below the right headings, of those that were found.
    nesting: Tally = Tally()
    #: Rows in the right section, with each cell behind its column's label.
    rows: Tally = Tally()
    #: Characters that were read wrong, of those in headings and paragraphs.
    errors: Tally = Tally()
    misses: tuple[str, ...] = ()

    def __add__(self, other: Score) -> Score:
        return Score(
            articles=self.articles + other.articles,
            sections=self.sections + other.sections,
            nesting=self.nesting + other.nesting,
            rows=self.rows + other.rows,
            errors=self.errors + other.errors,
            misses=self.misses + other.misses,
        )


def score(
    expected: Sequence[Expected], text: Sequence[str], document: Document, tolerance: Tolerance
) -> Score:
    """The score of one document; ``text`` holds the headings and paragraphs it should show."""
    pairs = _pairs(expected, document.sections, tolerance.heading)
    total = Score(errors=_errors(text, document))
    for wanted, found in pairs:
        total += _section_score(wanted, found, tolerance)
    return total


def _pairs(
    expected: Sequence[Expected], sections: Sequence[Section], alike: float
) -> list[tuple[Expected, Section | None]]:
    """Each expected section and the first unused one of its heading, in reading order."""
    unused = list(sections)
    pairs: list[tuple[Expected, Section | None]] = []
    for wanted in expected:
        place = next(
            (
                n
                for n, s in enumerate(unused)
                if _same_heading(wanted.heading, s.heading_path[-1], alike)
            ),
            None,
        )
        pairs.append((wanted, None if place is None else unused.pop(place)))
    return pairs


def _same_heading(a: str, b: str, alike: float) -> bool:
    a, b = regular(a), regular(b)
    return re.findall(r"\d+", a) == re.findall(r"\d+", b) and _similar(a, b, alike)


def _similar(a: str, b: str, alike: float) -> bool:
    return a == b or (alike < 1 and Levenshtein.normalized_similarity(a, b) >= alike)


def _section_score(wanted: Expected, found: Section | None, tolerance: Tolerance) -> Score:
    name = " > ".join(wanted.path)
    if found is None:
        missing = Tally(of=1)
        return Score(
            articles=missing if wanted.is_article else Tally(),
            sections=missing,
            rows=Tally(of=len(wanted.rows)),
            misses=(f"{name}: not found",),
        )
    text = "".join(map(paragraph, wanted.paragraphs))
    read = "".join(paragraph(block.text) for block in found.blocks if block.kind != "row")
    is_right = _similar(text, read, tolerance.text)
    above = [
        _same_heading(a, b, tolerance.heading)
        for a, b in zip(wanted.path, found.heading_path, strict=False)
    ]
    is_nested = len(wanted.path) == len(found.heading_path) and all(above)
    lost = _lost_rows(wanted.rows, found, tolerance.text)
    misses = [] if is_right else [f"{name}: {_difference(text, read)}"]
    misses += [] if is_nested else [f"{name}: nested as {' > '.join(found.heading_path)}"]
    misses += [f"{name}: row {row}" for row in lost]
    tally = Tally(count=int(is_right), of=1)
    return Score(
        articles=tally if wanted.is_article else Tally(),
        sections=tally,
        nesting=Tally(count=int(is_nested), of=1),
        rows=Tally(count=len(wanted.rows) - len(lost), of=len(wanted.rows)),
        misses=tuple(misses),
    )


def _lost_rows(rows: Sequence[str], found: Section, alike: float) -> list[str]:
    """The rows that no block says; a block may say the table's name before its row."""
    blocks = [block.text for block in found.blocks if block.kind == "row"]
    lost = []
    for row in rows:
        place = next((n for n, block in enumerate(blocks) if _same_row(row, block, alike)), None)
        if place is None:
            lost.append(row)
        else:
            blocks.pop(place)
    return lost


def _same_row(row: str, block: str, alike: float) -> bool:
    parts, own = row.count(" / "), block.split(" / ")
    candidates = {block, " / ".join(own[len(own) - parts - 1 :])}
    return any(_similar(regular(row), regular(candidate), alike) for candidate in candidates)


def _difference(wanted: str, read: str) -> str:
    """Where two texts part, with what stands around it."""
    place = next((n for n, (a, b) in enumerate(zip(wanted, read, strict=False)) if a != b), None)
    place = min(len(wanted), len(read)) if place is None else place
    around = slice(max(0, place - 8), place + 16)
    return f"“{wanted[around]}” was read as “{read[around]}”"


def _errors(text: Sequence[str], document: Document) -> Tally:
    wanted = "".join(map(paragraph, text))
    read = "".join(map(paragraph, _read_lines(document)))
    return Tally(count=Levenshtein.distance(wanted, read), of=len(wanted))


def _read_lines(document: Document) -> Iterable[str]:
    """Headings where they first apply, and the paragraphs; not the title."""
    last: tuple[str, ...] = (document.meta.title,)
    for section in document.sections:
        path = section.heading_path
        yield from path[_shared(path, last) :]
        last = path
        for block in section.blocks:
            if block.kind != "row" and block.text != path[-1]:
                yield block.text


def _shared(a: Sequence[str], b: Sequence[str]) -> int:
    return next(
        (n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )
