"""Tells what was decided: a model's proved sentences where there are any, else quotes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.answering import wording
from bot.answering.calculating import calculated
from bot.answering.composing import composition, extraction
from bot.answering.composing.notes import notes_on
from bot.answering.composing.parts import Told, one_by_one, plain
from bot.answering.composing.pointing import pointed_to
from bot.answering.composing.references import References
from bot.answering.composing.tabling import applied_note, tables_of
from bot.answering.composing.writing import Written, write
from bot.answering.deciding.decision import introduces
from bot.answering.deciding.evidence import Evidence
from bot.answering.deciding.judging import judge
from bot.answering.deciding.several import Considered, in_turn
from bot.answering.reading.differing import Differing, differs_by
from bot.answering.timing import Clock
from bot.answering.understanding import Understanding
from bot.answering.weights import learned
from bot.business_days import Calendar
from bot.outcomes import Answer, Citation, Part, Question
from knowledge.dates import Style, style_of_revision
from knowledge.japanese import is_japanese
from knowledge.library import Library
from knowledge.search import Searcher
from knowledge.sections import Sections

#: So likely is a rule at least that is asked about.
_LIKELY = 0.45
#: Sections that a language model is shown.
_SHOWN = 6


class Teller:
    """Puts answers into words, and shows where each of them stands."""

    def __init__(
        self,
        searcher: Searcher,
        library: Library,
        writer: composition.Writer | None,
        calendar: Calendar,
    ) -> None:
        self._searcher = searcher
        self._library = library
        self._sections = Sections(library)
        self._writer = writer
        self._calendar = calendar

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
        rows = [
            row
            for part in parts
            if part.is_answered
            for one in self._extracts(question, part)
            if one.quoted.resolved
            for row in one.quoted.rows
        ]
        return write(self._writer, whole.examined.reading, shown, question.asker, rows, clock)

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
            told = self._with_tables(written.told(whole.said), question, whole, parts)
        if len(parts) == 1:
            told = replace(told, parts=(*_understood(reading), *told.parts))
        told = replace(told, parts=(*told.parts, *_in_japanese(told, reading)))
        clock.lap("compose")
        return Answer(
            text=plain(told.parts, reading.language),
            citations=told.citations,
            confidence=round(math.prod(part.decided.confidence for part in parts), 3),
            composed=written is not None,
            parts=told.parts,
        )

    def _with_tables(
        self, told: Told, question: Question, whole: Considered, parts: Sequence[Considered]
    ) -> Told:
        """What a model wrote, with the tables that it cites and all that code adds."""
        numbers = {(c.manual_id, c.section): n for n, c in enumerate(told.citations)}
        reading, tables, notes = whole.examined.reading, list[Part](), list[str]()
        worked_out = self._worked_out(told, question, reading)
        for part in parts:
            asked = part.examined.asked
            for one in self._extracts(question, part):
                number = numbers.get((one.citation.manual_id, one.citation.section))
                if number is not None and one.quoted.resolved:
                    tables += tables_of(one.quoted, (number,))
                    style = self._style(one.citation)
                    notes.append(
                        applied_note([one.quoted], asked.whom, reading.language, style, worked_out)
                    )
        told = replace(told, parts=(*told.parts, *tables, *worked_out))
        return self._noted(told, reading, notes)

    def quoted(self, question: Question, part: Considered) -> Told:
        """The lines and rows that answer a question, with their places and notes."""
        reading, asked = part.examined.reading, part.examined.asked
        extracts = self._extracts(question, part)
        told = extraction.told(part.said, extracts)
        worked_out = self._worked_out(told, question, reading)
        applied = applied_note(
            [one.quoted for one in extracts],
            asked.whom,
            reading.language,
            self._style(extracts[0].citation),
            worked_out,
        )
        told = replace(told, parts=(*told.parts, *worked_out))
        chosen = wording.chosen_by_you(reading.language) if part.decided.unproved else ""
        return self._noted(told, reading, [applied, chosen])

    def differing(self, question: Question, part: Considered) -> tuple[Evidence, Differing] | None:
        """What the rule that answers differs by, where nothing says which value is the asker's.

        A rule that is likely enough, or whose table a line introduces that says what is asked, is
        asked about although so far it does not answer.
        """
        judged = judge(part.examined.weighed, learned().section)
        asked = part.examined.asked
        likely = [j.evidence for j in judged[:1] if j.probability >= _LIKELY]
        if part.decided.action == "hand_over" and judged and introduces(asked, judged):
            likely = [judged[0].evidence]
        rules = part.decided.chosen[:1] if part.is_answered else likely
        for rule in rules:
            quoted = [rule.quoted]
            if part.is_answered:
                quoted.append(self._extracts(question, part)[0].quoted)
            found = (differs_by(asked, one) for one in quoted)
            differing = next((one for one in found if one is not None), None)
            if differing is not None:
                return rule, differing
        return None

    def works_out(self, question: Question, part: Considered) -> bool:
        """Whether something follows from the quotes for what the question says."""
        return any(p.kind == "calculation" for p in self.quoted(question, part).parts)

    def _extracts(self, question: Question, part: Considered) -> list[extraction.Extract]:
        """What answers of the chosen places, and of those that they point to."""
        asked = part.examined.asked
        references = References(
            library=self._library,
            snapshot=self._searcher.index.snapshot(),
            audiences=question.audiences,
            on=part.examined.reading.on,
            kept=self._sections,
        )
        extracts = extraction.extract(asked, part.decided.chosen, references)
        for evidence in part.decided.chosen:
            for pointed in pointed_to(asked, evidence, references):
                if pointed.citation.chunk_id not in {one.citation.chunk_id for one in extracts}:
                    extracts.append(pointed)
        return extracts

    def _worked_out(self, told: Told, question: Question, reading: Understanding) -> list[Part]:
        """What follows from the quotes for what the question says."""
        quoted = [(citation.quote, n) for n, citation in enumerate(told.citations)]
        return calculated(
            *(
                reading.standalone,
                question.on or date.today(),
                quoted,
                question.profile,
                reading.language,
            ),
            calendar=self._calendar,
            headings={n: c.section.split(" > ")[-1] for n, c in enumerate(told.citations)},
            styles=[self._style(citation) for citation in told.citations],
        )

    def _noted(self, told: Told, reading: Understanding, notes: Sequence[str]) -> Told:
        """With the notes below it."""
        styles = [self._style(citation) for citation in told.citations]
        snapshot = self._searcher.index.snapshot()
        noted = [note for note in notes if note]
        noted += notes_on(reading, told.citations, styles, snapshot)
        shown = [Part(kind="note", text=note) for note in noted]
        return replace(told, parts=(*told.parts, *shown))

    def _style(self, citation: Citation) -> Style:
        """How the revision that is cited writes years."""
        history = self._searcher.index.snapshot().revisions[citation.manual_id]
        cited = next(one for one in history if one.number == citation.revision)
        return style_of_revision(self._library, cited.id)


def _understood(reading: Understanding) -> tuple[Part, ...]:
    """How a question was understood that does not stand alone, above its answer."""
    if not reading.understood_as:
        return ()
    text = wording.understood_as(reading.understood_as, reading.language)
    return (Part(kind="note", text=text),)


def _in_japanese(told: Told, reading: Understanding) -> tuple[Part, ...]:
    """That what is quoted to who asks in English is in Japanese, if it is."""
    quoted = "".join(part.text for part in told.parts if part.kind in ("quote", "table"))
    if reading.language == "ja" or not is_japanese(quoted):
        return ()
    return (Part(kind="note", text=wording.QUOTED_IN_JAPANESE),)
