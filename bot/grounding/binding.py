"""Binds a sentence's figures to the lines of a passage that state them of the same thing."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.grounding.claim import Claim
from bot.grounding.comparing import same_figure, states
from bot.grounding.pieces import pieces, topics, without_figures
from bot.grounding.source import CELL, IS_ROW, Line, Source, words

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Part:
    """A part of a sentence: its figures and the words by which it names their thing."""

    claims: tuple[Claim, ...]
    words: frozenset[str]
    #: Figures that tell which thing is meant, such as those of a row's first cell.
    naming: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Misbound:
    """A figure that the passage states, but of another thing than the sentence does."""

    claim: Claim
    #: What the sentence names and the lines that state the figure do not.
    missing: tuple[str, ...]


def parts(sentence: str, claims: Sequence[Claim]) -> list[Part]:
    """The parts of a plain sentence that hold figures."""
    if IS_ROW.search(sentence):
        return _parts_of_row(sentence, claims)
    cut = pieces(sentence, claims)
    return [
        Part(inside, words(said) | words(about), inside)
        for (said, inside), about in zip(cut, topics(sentence, cut), strict=True)
    ]


def _parts_of_row(row: str, claims: Sequence[Claim]) -> list[Part]:
    """Each cell of a row that somebody copied, with the row's first cell."""
    starts = [0, *(match.end() for match in CELL.finditer(row))]
    ends = [*starts[1:], len(row)]
    cells = [
        tuple(c for c in claims if s <= c.start < e) for s, e in zip(starts, ends, strict=True)
    ]
    naming = [
        row[s:e] for s, e in zip(starts, ends, strict=True) if not s or not _DIGIT.search(row[s:e])
    ]
    shared = frozenset().union(*map(words, naming))
    return [
        Part(
            inside,
            words(without_figures(row[start:end], start, inside)) | shared,
            (*cells[0], *inside),
        )
        for start, end, inside in zip(starts, ends, cells, strict=True)
        if inside
    ]


def stating(claim: Claim, source: Source) -> list[Line]:
    """The lines of a source that state a claim."""
    return [line for line in source.figures if _states(line, claim)]


def _states(line: Line, claim: Claim) -> bool:
    return any(states_in(line, own, claim) for own in line.claims)


def states_in(line: Line, own: Claim, claim: Claim) -> bool:
    """Whether a figure of a line states a claim, its header and lead considered."""
    if states(own, claim, periods=line.periods):
        return True
    if not same_figure(own, claim) or own.side != claim.side:
        return False
    limits = {own.bound, claim.bound} == {"", "at most"} and line.has_limit
    if own.bound != claim.bound and not limits:
        return False
    if own.per and claim.per:
        return own.per == claim.per or claim.per in line.periods_of_all
    return own.per == claim.per or claim.per in line.periods


def misbound(part: Part, source: Source, quoted: Sequence[Line]) -> Misbound | None:
    """The first figure of a part that only lines on other things state.

    A line with another figure of the kind is a rival if it says all that the best of these lines
    says of the sentence's words, and more; the quoted lines are rivals if they say as much.
    """
    quotes = {line.text for line in quoted} if len(quoted) < len(source.lines) else set()
    for claim in part.claims:
        own = stating(claim, source)
        others = [other for other in part.naming if other is not claim]
        rivals = [n for n in source.figures if n not in own and _is_rival(n, claim, others)]
        if not own or not rivals:
            continue
        best = max(own, key=lambda line: (len(_covered(part, others, line)), line.text in quotes))
        for rival in rivals:
            if lacking := _lacking(part, others, best, rival, quotes):
                return Misbound(claim, tuple(sorted(lacking)))
    return None


def _lacking(
    part: Part, others: Sequence[Claim], best: Line, rival: Line, quotes: Collection[str]
) -> frozenset[str]:
    """What of a part a rival says and the best line does not, if that says nothing instead."""
    mine, theirs = _covered(part, others, best), _covered(part, others, rival)
    if rival.text in quotes and best.text not in quotes and len(mine) <= len(theirs):
        return (theirs - mine) or frozenset({rival.text})
    if mine - theirs:
        return frozenset()
    if theirs - mine:
        return theirs - mine
    if best.is_cell and rival.is_cell:
        near, far = part.words & best.words, part.words & rival.words
        return far - near if near <= far else frozenset()
    return frozenset()


def _is_rival(line: Line, claim: Claim, others: Sequence[Claim]) -> bool:
    """Whether a line has another figure of the kind, which the sentence does not claim as well."""
    return any(
        own.kind == claim.kind
        and (own.unit == claim.unit or own.side == claim.side != "")
        and not any(same_figure(own, other) for other in others)
        for own in line.claims
    )


def _covered(part: Part, others: Sequence[Claim], line: Line) -> frozenset[str]:
    """What of a part a line says, in words and in other figures."""
    said = part.words & (line.words | line.context_words)
    near = (*line.claims, *line.context_claims)
    figures = {
        f"={o.shown}" for o in others if any(same_figure(n, o) and n.bound == o.bound for n in near)
    }
    return frozenset({*said, *figures})
