"""How an outcome came about: what was searched and found, and how likely each place answers."""

from __future__ import annotations

from bot.answering.deciding.judging import judge
from bot.answering.deciding.several import Considered
from bot.answering.weights import learned
from bot.outcomes import Retrieved, Trace


def trace_of(one: Considered) -> Trace:
    """What was looked at for a question; whoever decides adds why."""
    examined = one.examined
    judged = {id(j.evidence): j for j in judge(examined.weighed, learned().section)}
    return Trace(
        standalone=examined.reading.standalone,
        retrieved=tuple(
            Retrieved(
                path=evidence.passage.revision.path,
                section=evidence.passage.chunk.heading,
                score=round(evidence.passage.score, 4),
                confidence=round(judged[id(evidence)].probability, 3),
            )
            for evidence in examined.weighed
        ),
    )
