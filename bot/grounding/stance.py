"""Whether a passage lets a sentence say that something must, may, need not or must not be done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bot.grounding.modality import NEGATIVE, Clause, Mode, clauses, proved_by
from bot.grounding.source import CELL, IS_ROW, Line, Source
from knowledge import japanese, thesaurus

#: A clause is about another's matter when it shares this many words with it.
_SAME_MATTER = 2


def wrong_mode(sentence: str, quoted: Sequence[Line], whole: Source) -> tuple[Mode, Mode] | None:
    """What a plain sentence claims and what the passage says instead; None where they agree."""
    near = tuple(clause for line in quoted for clause in line.clauses)
    far = tuple(clause for line in whole.lines for clause in line.clauses)
    is_foreign = japanese.is_japanese(whole.text) != japanese.is_japanese(sentence)
    for claimed in _claimed(sentence):
        if is_foreign:
            stated: Sequence[Clause] = near or far
            agree = any(proved_by(claimed.mode, clause.mode) for clause in stated)
        else:
            stated, agree = _compared(claimed, near, far)
        if stated and not agree:
            return claimed.mode, stated[0].mode
    return None


def _claimed(sentence: str) -> list[Clause]:
    """The clauses of a sentence; a row that somebody copied claims in each cell."""
    cells = CELL.split(sentence) if IS_ROW.search(sentence) else [sentence]
    return [clause for cell in cells for clause in clauses(cell)]


def _compared(
    claimed: Clause, near: Sequence[Clause], far: Sequence[Clause]
) -> tuple[Sequence[Clause], bool]:
    """The clauses of the passage on the same action, or matter, and whether they agree."""
    if same := _acting(claimed, near):
        return same, any(proved_by(claimed.mode, clause.mode) for clause in same)
    stating = [clause for clause in near if not clause.is_condition]
    alike = _closest(claimed, [c for c in stating if len(c.words & claimed.words) >= _SAME_MATTER])
    if not alike and (same := _acting(claimed, far)):
        return same, any(proved_by(claimed.mode, clause.mode) for clause in same)
    if claimed.is_condition:
        return (), True
    if not alike and len(stating) == 1:
        return stating, _goes_with(claimed.mode, stating[0].mode)
    return alike, any(_goes_with(claimed.mode, clause.mode) for clause in alike)


def _goes_with(claimed: Mode, stated: Mode) -> bool:
    """Whether two clauses on one matter, in other verbs, may both be true."""
    if _demands_too_much(claimed, stated):
        return False
    return (claimed in NEGATIVE) == (stated in NEGATIVE)


def _acting(claimed: Clause, others: Sequence[Clause]) -> list[Clause]:
    """The clauses on the same action; conditions go with conditions only."""
    kin = [clause for clause in others if clause.is_condition == claimed.is_condition]
    return _closest(claimed, [clause for clause in kin if _same_action(claimed, clause)])


def _closest(claimed: Clause, others: Sequence[Clause]) -> list[Clause]:
    """Those that share most words."""
    most = max((len(clause.words & claimed.words) for clause in others), default=0)
    return [clause for clause in others if len(clause.words & claimed.words) == most]


def _same_action(claimed: Clause, stated: Clause) -> bool:
    return bool(claimed.action and stated.action) and not _senses(claimed.action[0]).isdisjoint(
        _senses(stated.action[0])
    )


@lru_cache(maxsize=20_000)
def _senses(word: str) -> frozenset[str]:
    """A word and the concepts that it names."""
    return frozenset({word, *(n for concept in thesaurus.concepts(word) for n in concept.names)})


def _demands_too_much(claimed: Mode, stated: Mode) -> bool:
    return claimed == "must" and stated in ("may", "might")
