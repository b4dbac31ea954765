"""Tells what was decided: a model's proved sentences where there are any, else quotes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from bot.answering import wording
from bot.answering.composing import composition, extraction
from bot.answering.composing.notes import notes_on
from bot.answering.composing.parts import Told, one_by_one, plain
from bot.answering.composing.pointing import pointed_to
from bot.answering.composing.references import References
from bot.answering.composing.writing import Written, write
from bot.answering.deciding.judging import judge
from bot.answering.deciding.several import Considered, in_turn
from bot.answering.timing import Clock
from bot.answering.understanding import Understanding
from bot.answering.weights import learned
from bot.outcomes import Answer, Citation, Part, Question
from knowledge.library import Library
from knowledge.search import Searcher
from knowledge.sections import Sections

#: Sections that a language model is shown.
_SHOWN = 6


class Teller:
    """Puts answers into words, and shows where each of them stands."""

    def __init__(
        self, searcher: Searcher, library: Library, writer: composition.Writer | None
    ) -> None:
        self._searcher = searcher
        self._library = library
        self._sections = Sections(library)
        self._writer = writer

    @property
    def has_writer(self) -> bool:
        return self._writer is not None

    def written(
        self, question: Question, whole: Considered, parts: Sequence[Considered], clock: Clock
    ) -> Written | None:
        """What the model writes on the likeliest places; None where none is set or none comes."""
        if self._writer is None:
            return None
        likely = [
            [judged.evidence for judged in judge(part.examined.weighed, learned().section)]
            for part in parts
        ]
        shown = in_turn([*(part.decided.chosen for part in parts), *likely])[:_SHOWN]
        return write(self._writer, whole.examined.reading, shown, question.asker, clock)

    def answer(
        self,
        question: Question,
        whole: Considered,
        parts: Sequence[Considered],
        written: Written | None,
        clock: Clock,
    ) -> Answer:
        reading = whole.examined.reading
        if written is None:
            quoted = [self.quoted(question, part) for part in parts]
            told = one_by_one(quoted) if len(quoted) > 1 else quoted[0]
        else:
            proved = written.told(whole.said)
            told = _with(proved, self._notes(reading, proved.citations))
        told = replace(told, parts=(*_understood(reading), *told.parts))
        clock.lap("compose")
        return Answer(
            text=plain(told.parts, reading.language),
            citations=told.citations,
            confidence=round(math.prod(part.decided.confidence for part in parts), 3),
            composed=written is not None,
            parts=told.parts,
        )

    def quoted(self, question: Question, part: Considered) -> Told:
        """The lines and rows that answer a question, with their places and notes."""
        reading, asked = part.examined.reading, part.examined.asked
        references = References(
            library=self._library,
            snapshot=self._searcher.index.snapshot(),
            audiences=question.audiences,
            on=reading.on,
            kept=self._sections,
        )
        parts, citations = extraction.extract(asked, part.decided.chosen, references)
        for evidence in part.decided.chosen:
            for text, citation in pointed_to(asked, evidence, references):
                if citation.chunk_id not in {c.chunk_id for c in citations}:
                    parts += (extraction.quoted_part(text, citation, len(citations)),)
                    citations += (citation,)
        told = Told(said=part.said, parts=parts, citations=citations)
        return _with(told, self._notes(reading, citations))

    def _notes(self, reading: Understanding, citations: Sequence[Citation]) -> list[Part]:
        notes = notes_on(reading, citations, self._searcher.index.snapshot())
        return [Part(kind="note", text=note) for note in notes]


def _understood(reading: Understanding) -> tuple[Part, ...]:
    """How a question was understood that does not stand alone, above its answer."""
    if not reading.understood_as:
        return ()
    text = wording.understood_as(reading.understood_as, reading.language)
    return (Part(kind="note", text=text),)


def _with(told: Told, more: Sequence[Part]) -> Told:
    return Told(said=told.said, parts=(*told.parts, *more), citations=told.citations)
