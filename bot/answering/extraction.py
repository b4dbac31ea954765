"""An answer without a language model: the right article, FAQ answer or table row, quoted."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.evidence import Evidence
from bot.outcomes import Citation
from knowledge import japanese
from knowledge.model import Passage, Section

#: Places quoted at the most, and how close to the best a further place must be.
_MOST_PLACES = 3
_FURTHER = 0.72
#: A table without a row that the question names is quoted whole, up to this many rows.
_MOST_ROWS = 16


def extract(question: str, chosen: Sequence[Evidence]) -> tuple[str, tuple[Citation, ...]]:
    """The text of the answer and its citations, best place first."""
    best = chosen[0].passage
    close = [e.passage for e in chosen if e.passage.score >= _FURTHER * best.score]
    places = list({passage.section.hash: passage for passage in close}.values())[:_MOST_PLACES]
    citations = tuple(cite(passage, _quote(question, passage, close)) for passage in places)
    return "\n\n".join(f"{place_of(c)}\n{c.quote}" for c in citations), citations


def cite(passage: Passage, quote: str) -> Citation:
    return Citation(
        chunk_id=passage.chunk.id,
        manual_id=passage.manual.id,
        manual=passage.manual.title,
        revision=passage.revision.number,
        section=passage.chunk.heading,
        page=passage.page,
        quote=quote,
        path=passage.revision.path,
    )


def place_of(citation: Citation) -> str:
    """``【就業規則 第32条（年次有給休暇）】``"""
    return f"【{citation.manual} {citation.section.split(' > ')[-1]}】"


def _quote(question: str, passage: Passage, close: Sequence[Passage]) -> str:
    """What is quoted of a section: its passages that were found, in reading order."""
    if passage.chunk.kind == "row":
        return "\n".join(rows(question, passage.section))
    found = [p.chunk.text for p in close if p.section.hash == passage.section.hash]
    return "\n".join(sorted(set(found), key=lambda text: _position(passage.section, text)))


def rows(question: str, section: Section) -> list[str]:
    """The rows that the question names by one of their values, else the whole table."""
    table = [block.text for block in section.blocks if block.kind == "row"]
    normal = japanese.normalize(question)
    named = [row for row in table if any(value in normal for value in _names(row))]
    return (named or table)[:_MOST_ROWS]


def _names(row: str) -> list[str]:
    """The words by which a row is named: its first value, and its parts 係長・主任."""
    first = row.split(" / ", 1)[0]
    value = first.split(": ", 1)[-1]
    parts = japanese.normalize(value).replace("、", "・").split("・")
    return [part.strip() for part in parts if len(part.strip()) > 1]


def _position(section: Section, text: str) -> int:
    return section.text.find(text.split("\n", 1)[0])
