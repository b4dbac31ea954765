"""An answer without a language model: the lines, FAQ answer or table rows that answer, quoted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.answering.composing.parts import Told
from bot.answering.composing.references import Place, References
from bot.answering.composing.tabling import tables_of
from bot.answering.deciding.evidence import Evidence
from bot.answering.reading.asked import Asked
from bot.answering.reading.quoting import Quoted, quote
from bot.outcomes import Citation, Part
from knowledge.model import Passage


@dataclass(frozen=True, kw_only=True)
class Extract:
    """What of a place answers, and where it stands."""

    quoted: Quoted
    citation: Citation

    def parts(self, number: int) -> tuple[Part, ...]:
        """The lines below the name of their place, and the tables; ``number`` is the citation's.

        They tell of a table row only the cells that the question is about; the citation quotes the
        row as it stands.
        """
        lines = "\n".join((place_of(self.citation), *self.quoted.told_lines))
        said = Part(kind="quote", text=lines, citations=(number,))
        tables = tables_of(self.quoted, (number,))
        # A further place is told besides: that a row of it holds for the asker is not proved.
        return said, *(tables if number == 0 else map(_unmarked, tables))


def extract(asked: Asked, chosen: Sequence[Evidence], references: References) -> list[Extract]:
    """What answers of each place, best first, and of the tables that it points to."""
    found: dict[tuple[int, str], Extract] = {}
    for evidence in chosen:
        for one in _extracts(asked, evidence, references):
            found.setdefault((one.citation.manual_id, one.citation.section), one)
    return list(found.values())


def told(said: str, extracts: Sequence[Extract]) -> Told:
    """What is told on a question: each place with its lines and tables."""
    return Told(
        said=said,
        parts=tuple(part for n, one in enumerate(extracts) for part in one.parts(n)),
        citations=tuple(one.citation for one in extracts),
    )


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


def cite_place(place: Place, quoted: Quoted) -> Citation:
    return Citation(
        chunk_id=place.chunk_id((*quoted.rows, *quoted.lines)[0]),
        manual_id=place.manual.id,
        manual=place.manual.title,
        revision=place.revision.number,
        section=place.section.heading,
        page=place.section.page,
        quote=quoted.quote,
        path=place.revision.path,
    )


def place_of(citation: Citation) -> str:
    """``【就業規則 第32条（年次有給休暇）】``"""
    return f"【{citation.manual} {citation.section.split(' > ')[-1]}】"


def _unmarked(part: Part) -> Part:
    return replace(part, table=replace(part.table, marked=(), asked=()) if part.table else None)


def _extracts(asked: Asked, evidence: Evidence, references: References) -> Iterator[Extract]:
    """What is told of a section, after the tables that it points to: alone it does not answer."""
    for place in references.tables(evidence.passage):
        quoted = quote(asked, place.manual.title, place.section)
        if quoted.rows:
            yield Extract(quoted=quoted, citation=cite_place(place, quoted))
    citation = cite(evidence.passage, evidence.quoted.quote)
    yield Extract(quoted=evidence.quoted, citation=citation)
