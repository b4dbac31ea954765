"""How near a line of a passage is to what a sentence says."""

from __future__ import annotations

from collections.abc import Sequence

from bot.grounding.claim import Claim
from bot.grounding.comparing import same_figure
from bot.grounding.source import Line, Source, words


def telling(said: frozenset[str], source: Source) -> frozenset[str]:
    """The words that tell lines apart: not those of the heading that stands over all of them."""
    return said - words(source.title)


def nearness(said: frozenset[str], claims: Sequence[Claim], line: Line) -> float:
    """How many of the words and figures a line says; what only stands around it counts half."""
    own = len(said & line.words)
    around = len((said - line.words) & line.context_words)
    near = (*line.claims, *line.context_claims) if line.is_cell else line.claims
    return own + around / 2 + sum(_stated(claim, near) for claim in claims)


def _stated(claim: Claim, near: Sequence[Claim]) -> float:
    """Of a figure with another bound a little."""
    alike = [own for own in near if same_figure(own, claim)]
    return max((1.0 if own.bound == claim.bound else 0.25 for own in alike), default=0.0)
