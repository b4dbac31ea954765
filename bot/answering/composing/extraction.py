"""An answer without a language model: the lines, FAQ answer or table rows that answer, quoted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answering.composing.references import Place, References
from bot.answering.deciding.evidence import Evidence
from bot.answering.reading.asked import Asked
from bot.answering.reading.quoting import Quoted, quote
from bot.outcomes import Citation, Part
from knowledge.model import Passage


def extract(
    asked: Asked, chosen: Sequence[Evidence], references: References
) -> tuple[tuple[Part, ...], tuple[Citation, ...]]:
    """A part for each place, best first, and its citation.

    The text tells of a table row only the cells that the question is about; the citation quotes
    the row as it stands.
    """
    told: dict[tuple[int, str], tuple[str, Citation]] = {}
    for evidence in chosen:
        for text, citation in _quotes(asked, evidence, references):
            told.setdefault((citation.manual_id, citation.section), (text, citation))
    parts = [quoted_part(text, citation, n) for n, (text, citation) in enumerate(told.values())]
    return tuple(parts), tuple(citation for _, citation in told.values())


def quoted_part(text: str, citation: Citation, number: int) -> Part:
    """What is told of a place, below its name."""
    return Part(kind="quote", text=f"{place_of(citation)}\n{text}", citations=(number,))


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


def _quotes(
    asked: Asked, evidence: Evidence, references: References
) -> Iterator[tuple[str, Citation]]:
    """What is told of a section, after the tables that it points to: alone it does not answer."""
    for place in references.tables(evidence.passage):
        quoted = quote(asked, place.manual.title, place.section)
        if quoted.rows:
            yield quoted.told, _cite_place(place, quoted)
    yield evidence.quoted.told, cite(evidence.passage, evidence.quoted.quote)


def _cite_place(place: Place, quoted: Quoted) -> Citation:
    return Citation(
        chunk_id=place.chunk_id(quoted.rows[0]),
        manual_id=place.manual.id,
        manual=place.manual.title,
        revision=place.revision.number,
        section=place.section.heading,
        page=place.section.page,
        quote=quoted.quote,
        path=place.revision.path,
    )
