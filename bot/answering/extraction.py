"""An answer without a language model: the lines, FAQ answer or table rows that answer, quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.evidence import Evidence, states
from bot.answering.references import Place, References
from bot.answering.understanding import Understanding
from bot.outcomes import Citation
from knowledge import japanese
from knowledge.lexical import LexicalIndex
from knowledge.model import Passage, Section

#: Places quoted at the most, and how close to the best a further place must be.
_MOST_PLACES = 3
_FURTHER = 0.72
#: A table without a row that the question names is quoted whole, up to this many rows.
_MOST_ROWS = 16
#: Texts up to this length are quoted whole: cutting them saves nobody time.
_SHORT = 120
#: A line is quoted when it covers this share of what the best line covers.
_RELEVANT = 0.4

_LEADS_IN = re.compile(r"(次の|以下の|下記の|左の)|[:：]$")
_ITEM = re.compile(r"^\s*([(（]?[0-9０-９ア-ン一二三四五六七八九十①-⑳]+[)）.．、]|[・•-])")


def extract(
    understanding: Understanding,
    chosen: Sequence[Evidence],
    lexical: LexicalIndex,
    references: References,
) -> tuple[str, tuple[Citation, ...]]:
    """The text of the answer and its citations, best place first."""
    citations: dict[tuple[int, str], Citation] = {}
    for passage in _places(chosen):
        tables = _tables(understanding.standalone, passage, references)
        quoted = cite(passage, _quote(understanding, passage, lexical))
        for citation in (*tables, quoted):
            citations.setdefault((citation.manual_id, citation.section), citation)
    found = tuple(citations.values())
    return "\n\n".join(f"{place_of(c)}\n{c.quote}" for c in found), found


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


def rows(question: str, section: Section) -> list[str]:
    """The rows that the question names best, else the whole table."""
    table = [block.text for block in section.blocks if block.kind == "row"]
    normal = japanese.normalize(question)
    matters = japanese.matters(question)
    scores = [_named(row, normal, matters) for row in table]
    best = max(scores, default=0.0)
    named = [row for row, score in zip(table, scores, strict=True) if score == best > 0]
    return (named or table)[:_MOST_ROWS]


def lines(understanding: Understanding, text: str, lexical: LexicalIndex) -> str:
    """The lines of a text that speak of what is asked, in reading order.

    A line that leads in a list comes with its items, and an item with the line that leads it in.
    A question that wants nothing in particular gets the whole text.
    """
    all_lines = text.split("\n")
    if understanding.wanted is None or len(text) <= _SHORT or len(all_lines) == 1:
        return text
    scores = [_relevance(understanding, line, lexical) for line in all_lines]
    best = max(scores)
    wanted = {n for n, score in enumerate(scores) if score >= _RELEVANT * best > 0}
    kept = wanted | _belonging(all_lines, wanted)
    return "\n".join(line for n, line in enumerate(all_lines) if n in kept) or text


def _places(chosen: Sequence[Evidence]) -> list[Passage]:
    """The best passage and those of other sections that come close to it."""
    best = chosen[0].strength
    close = [e.passage for e in chosen if e.strength >= _FURTHER * best]
    return list({passage.section.hash: passage for passage in close}.values())[:_MOST_PLACES]


def _quote(understanding: Understanding, passage: Passage, lexical: LexicalIndex) -> str:
    match passage.chunk.kind:
        case "row":
            return "\n".join(rows(understanding.standalone, passage.section))
        case "qa":
            return passage.chunk.text
    text = lines(understanding, passage.chunk.text, lexical)
    if any(_LEADS_IN.search(line) for line in text.split("\n")):
        return "\n".join([text, *rows(understanding.standalone, passage.section)])
    return text


def _tables(question: str, passage: Passage, references: References) -> list[Citation]:
    """Rows of the tables that a passage points to: by itself it would not answer."""
    if passage.chunk.kind == "row":
        return []
    found: list[Citation] = []
    for place in references.tables(passage):
        quoted = rows(question, place.section)
        if quoted:
            found.append(_cite_rows(place, quoted))
    return found


def _cite_rows(place: Place, quoted: Sequence[str]) -> Citation:
    return Citation(
        chunk_id=place.chunk_id(quoted[0]),
        manual_id=place.manual.id,
        manual=place.manual.title,
        revision=place.revision.number,
        section=place.section.heading,
        page=place.section.page,
        quote="\n".join(quoted),
        path=place.revision.path,
    )


def _relevance(understanding: Understanding, line: str, lexical: LexicalIndex) -> float:
    """How much of the question a line covers, more when it states the kind of thing asked."""
    held = set(japanese.terms(line))
    covered = sum(
        lexical.idf(word)
        for word, same in japanese.matters(understanding.standalone)
        if word in held or held & same
    )
    return covered * (1.5 if states(understanding.wanted, line) else 1.0)


def _belonging(all_lines: Sequence[str], wanted: set[int]) -> set[int]:
    """Lines that the wanted ones need: the items of a lead-in, the lead-in of an item."""
    needed: set[int] = set()
    lead: int | None = None
    for n, line in enumerate(all_lines):
        if not _ITEM.match(line) or _LEADS_IN.search(line):
            lead = n if _LEADS_IN.search(line) else None
        elif lead is not None and n in wanted:
            needed.add(lead)
    for n in wanted:
        following = _items_after(all_lines, n)
        if _LEADS_IN.search(all_lines[n]) and not following & wanted:
            needed |= following
    return needed


def _items_after(all_lines: Sequence[str], lead: int) -> set[int]:
    found: set[int] = set()
    for n in range(lead + 1, len(all_lines)):
        if not _ITEM.match(all_lines[n]):
            break
        found.add(n)
    return found


def _named(row: str, question: str, matters: Sequence[tuple[str, set[str]]]) -> float:
    """How well a question names a row, which is known by its first value: 役職: 係長・主任.

    The value itself, or a part of it, counts most; a word that says the same counts a little.
    """
    value = japanese.normalize(row.split(" / ", 1)[0].split(": ", 1)[-1])
    parts = re.split("[・、,]|又は|または|及び", value)
    if any(len(part.strip()) > 1 and part.strip() in question for part in parts):
        return 2.0 + max(len(part) for part in parts if part.strip() in question) / 100
    held = set(japanese.terms(value))
    return sum(
        1.0 if word in held else 0.5 for word, same in matters if word in held or held & same
    )
