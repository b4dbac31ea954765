"""Lets a model write, and keeps of its draft only what the passages prove."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from bot import grounding
from bot.answering.composing import composition, extraction
from bot.answering.composing.dating import dated_as_quoted
from bot.answering.composing.parts import Told
from bot.answering.deciding.evidence import Evidence
from bot.answering.timing import Clock
from bot.answering.understanding import Understanding
from bot.grounding import Statement, Verdict
from bot.outcomes import Check, Part
from knowledge import japanese
from knowledge.model import Passage

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a model wrote, as far as it is proved."""

    #: What it was shown.
    passages: tuple[Passage, ...]
    #: In order; their passages are indexes into those.
    statements: tuple[Statement, ...]
    #: Whether the model says that it answers, and its first sentence, the answer itself, holds.
    proves: bool
    #: Whether it says that the passages do not answer.
    finds_nothing: bool
    #: Whether the answer itself holds or was repaired.
    tells: bool
    #: What became of each of its sentences.
    checks: tuple[Check, ...]

    def told(self, said: str) -> Told:
        """Its sentences with their quotes as citations."""
        cited = [extraction.cite(self.passages[s.passage], s.quote) for s in self.statements]
        citations = list(dict.fromkeys(cited))
        return Told(
            said=said,
            parts=tuple(
                Part(
                    kind="sentence",
                    text=dated_as_quoted(s.text, s.quote),
                    citations=(citations.index(citation),),
                )
                for s, citation in zip(self.statements, cited, strict=True)
            ),
            citations=tuple(citations),
        )

    def rests_on(self, chosen: Sequence[Evidence]) -> bool:
        """Whether all of it is of the chosen places, and the answer itself of the chosen lines."""
        quoted = {_place(e.passage): japanese.normalize(e.quoted.quote) for e in chosen}
        if any(_place(self.passages[s.passage]) not in quoted for s in self.statements):
            return False
        first = self.statements[0]
        lines = quoted[_place(self.passages[first.passage])].split("\n")
        said = japanese.normalize(first.quote)
        return any(line and (line in said or said in line) for line in lines)


def write(
    writer: composition.Writer,
    reading: Understanding,
    passages: Sequence[Passage],
    asker: str,
    rows: Sequence[str],
    clock: Clock,
) -> Written | None:
    """What the model writes and the passages prove; None when it gives no draft.

    ``rows`` are those of the passages' tables that hold for the asker.
    """
    try:
        draft = writer.write(reading.standalone, passages, reading.language, asker, rows)
    except composition.NoDraft as problem:
        _log.warning("The model gave no draft: %s", problem)
        return None
    finally:
        clock.lap("compose")
    verdicts = grounding.check(composition.statements(draft), passages, reading.standalone)
    kept = _kept(verdicts, passages)
    clock.lap("ground")
    # The first sentence is the answer itself: without it the rest would mislead.
    claims = draft.answers and bool(verdicts)
    return Written(
        passages=tuple(passages),
        statements=tuple(statement for statement in kept if statement is not None),
        proves=claims and verdicts[0].holds,
        finds_nothing=not draft.answers,
        tells=claims and kept[0] is not None,
        checks=tuple(_check(v, s) for v, s in zip(verdicts, kept, strict=True)),
    )


def _kept(verdicts: Sequence[Verdict], passages: Sequence[Passage]) -> list[Statement | None]:
    """Each sentence that holds, or what its passage repairs it to; None for what is left out.

    No line is told again in the place of a sentence.
    """
    kept: list[Statement | None] = []
    told = [(v.statement.passage, v.statement.quote) for v in verdicts if v.holds]
    for verdict in verdicts:
        one = verdict.statement if verdict.holds else grounding.repaired(verdict, passages)
        if one is not None and not verdict.holds:
            again = any(one.passage == n and (q in one.quote or one.quote in q) for n, q in told)
            told.append((one.passage, one.quote))
            one = None if again else one
        kept.append(one)
    return kept


def _check(verdict: Verdict, kept: Statement | None) -> Check:
    if not verdict.holds:
        _log.warning("A sentence of the draft does not hold (%s)", verdict.kind)
    return Check(
        text=verdict.statement.text,
        objection=verdict.objection,
        objection_ja=verdict.objection_ja,
        repaired=kept.text if kept and not verdict.holds else "",
    )


def _place(passage: Passage) -> tuple[int, str]:
    return passage.manual.id, passage.section.hash
