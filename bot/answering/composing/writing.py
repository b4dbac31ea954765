"""Lets a model write, and keeps of its draft only what the passages prove."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from bot import grounding
from bot.answering.composing import composition, extraction
from bot.answering.timing import Clock
from bot.answering.understanding import Understanding
from bot.outcomes import Citation
from knowledge.model import Passage

_log = logging.getLogger(__name__)


def write_proved(
    writer: composition.Writer,
    reading: Understanding,
    passages: Sequence[Passage],
    asker: str,
    clock: Clock,
) -> tuple[str, tuple[Citation, ...]] | None:
    """The model's proved sentences with their citations; None when too little is proved."""
    try:
        draft = writer.write(reading.standalone, passages, reading.language, asker)
    except composition.NoDraft as problem:
        _log.warning("The model gave no draft: %s", problem)
        return None
    finally:
        clock.lap("compose")
    verdicts = grounding.check(composition.statements(draft), passages)
    clock.lap("ground")
    for verdict in verdicts:
        if not verdict.holds:
            _log.warning("A sentence of the draft was left out: %s", verdict.objection)
    # The first sentence is the answer itself: without it the rest would mislead.
    if not draft.answers or not verdicts or not verdicts[0].holds:
        return None
    proved = [verdict.statement for verdict in verdicts if verdict.holds]
    citations = [extraction.cite(passages[s.passage], s.quote.strip()) for s in proved]
    text = "".join(statement.text for statement in proved)
    return text, tuple({(c.chunk_id, c.quote): c for c in citations}.values())
