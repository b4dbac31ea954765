"""Whether it matters what a question means: places that give the same figure answer it alike.

結婚休暇は何日ですか is answered by the FAQ, by the rule and by the table of another manual. Which
of them is meant is open, and all of them say 5日.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.deciding.evidence import Evidence
from bot.answering.deciding.judging import Judged
from bot.answering.reading.asked import Asked
from bot.answering.semantics.figures import figures_given

#: Of the probability of all sections, what those that give the same figure have together. Rare: of
#: what learning companies hand over, three were right from here on and none wrong; below, both.
_NEARLY_ALL = 0.75


def give_the_same(asked: Asked, judged: Sequence[Judged]) -> bool:
    """Whether the likeliest sections, two at least, give the same figure of the kind asked for.

    Only those count that speak of everything the question names.
    """
    if asked.figure is None:
        return False
    given = _given(asked.figure, judged[0].evidence)
    same = [j.probability for j in judged if given & _given(asked.figure, j.evidence)]
    return len(same) > 1 and sum(same) >= _NEARLY_ALL * sum(j.probability for j in judged)


def _given(figure: str, evidence: Evidence) -> frozenset[str]:
    """What the likeliest line of a section gives; nothing where the section leaves a name out."""
    reading = evidence.quoted.reading
    if not reading.pieces or any(matter.names for matter in evidence.missing):
        return frozenset()
    return figures_given(figure, reading.pieces[int(reading.log_odds.argmax())].text)
