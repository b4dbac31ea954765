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
    #: The whole sentence.
    sentence: str
    #: Figures that tell which thing is meant, such as those of a row's first cell.
    naming: tuple[Claim, ...] = ()
    #: Words of what it is said of, before は.
    topic: frozenset[str] = frozenset()


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
        Part(
            inside,
            words(said) | words(about),
            sentence,
            inside,
            topic_of(said) or topic_of(sentence),
        )
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
            row,
            (*cells[0], *inside),
        )
        for start, end, inside in zip(starts, ends, cells, strict=True)
        if inside
    ]


def stating(claim: Claim, source: Source, said: str = "") -> list[Line]:
    """The lines of a source that state a claim."""
    return [line for line in source.figures if _states(line, claim, said)]


def _states(line: Line, claim: Claim, said: str) -> bool:
    return any(states_in(line, own, claim, said) for own in line.claims)


def states_in(line: Line, own: Claim, claim: Claim, said: str = "") -> bool:
    """Whether a figure of a line states a claim, its header and lead considered.

    ``said`` is the sentence, which may say elsewhere what its figures are counted by.
    """
    if states(own, claim, periods=line.periods):
        return True
    if not same_figure(own, claim) or not _same_side(line, own, claim):
        return False
    limits = {own.bound, claim.bound} == {"", "at most"} and line.has_limit
    if own.bound != claim.bound and not limits:
        return False
    if own.per and claim.per:
        return own.per == claim.per or claim.per in line.periods_of_all
    if own.per and not claim.per:
        return (
            claim.bound in _THRESHOLDS
            or own.per in _APIECE
            or _is_labelled(line, own)
            or _says_period(own.per, said)
        )
    return own.per == claim.per or claim.per in line.periods


#: 60時間を超えた分は is said of what 1か月60時間を超える分は is said of; a limit is not.
_THRESHOLDS = frozenset({"over", "under"})
_PERIODS = {
    "day": re.compile(r"日|\bday|daily"),
    "week": re.compile(r"週|week"),
    "month": re.compile(r"月|month"),
    "year": re.compile(r"年|year|annual"),
    "fiscal year": re.compile(r"年|year|annual"),
    "time": re.compile(r"回|ごと|\btime|\beach"),
    "person": re.compile(r"人|名|person|employee|each"),
    "night": re.compile(r"泊|night"),
}


def _says_period(per: str, said: str) -> bool:
    return per in _PERIODS and _PERIODS[per].search(said) is not None


def _same_side(line: Line, own: Claim, claim: Claim) -> bool:
    """Whether both are before, or after; 産後8週間 is after, too."""
    if own.side == claim.side:
        return True
    before = line.text[max(0, own.start - 3) : own.start]
    if own.side == "" and claim.side == "every":
        return line.text.startswith(("に", "を通じ"), own.end)
    return {own.side, claim.side} == {"", "after"} and "後" in before


#: 1冊5,000円まで is what a book may cost, however it is said.
_APIECE = frozenset("冊 item copy 個 枚 台 科目 資格 着 足".split())


def _is_labelled(line: Line, own: Claim) -> bool:
    """Whether what a figure is counted by stands in its cell's label: 金額(1件): 10,000円."""
    return ":" in line.text[: own.start]


def misbound(part: Part, source: Source, quoted: Sequence[Line]) -> Misbound | None:
    """The first figure of a part that only lines on other things state.

    A line with another figure of the kind is a rival if it says all that the best of these lines
    says of the sentence's words, and more; the quoted lines are rivals if they say as much.
    """
    quotes = {line.text for line in quoted} if len(quoted) < len(source.lines) else set()
    for claim in part.claims:
        own = stating(claim, source, part.sentence)
        others = [other for other in part.naming if not _is_with(other, claim)]
        rivals = [n for n in source.figures if n not in own and _is_rival(n, claim, others)]
        if own and (missing := _of_other_topic(part, own, source)):
            return Misbound(claim, tuple(sorted(missing)))
        if not own or not rivals:
            continue
        best = max(own, key=lambda line: (len(_covered(part, others, line)), line.text in quotes))
        for rival in rivals:
            if lacking := _lacking(part, others, best, rival, quotes):
                return Misbound(claim, tuple(sorted(lacking)))
    return None


_OF_ANYTHING = frozenset(
    "会社 当社 法人 病院 社員 従業員 職員 因る よる 拠る 場合 方 者 際 時 期間"
    " @会社 @社員 @従業員 @職員".split()
)
_TOPIC = re.compile(r"^[\W\d]*(?P<topic>[^、。\d]{2,30}?)(?:に|で)?は(?=、|[^、。])")


def topic_of(text: str) -> frozenset[str]:
    """The words of what a plain text is about, before its first は."""
    found = _TOPIC.match(text)
    return words(found["topic"]) if found else frozenset()


def _of_other_topic(part: Part, own: Sequence[Line], source: Source) -> frozenset[str]:
    """What of a part's topic another line is about, and none of the lines that state a figure."""
    topic = part.topic - words(source.title) - _OF_ANYTHING
    if not topic:
        return frozenset()
    texts = {line.text for line in own}
    stating_lines = [*own, *(line for line in source.lines if line.text in texts)]
    known = max((topic & (line.words | line.context_words) for line in stating_lines), key=len)
    for line in source.lines:
        if not line.is_cell and line.text not in texts:
            about = topic & topic_of(line.text)
            if known < about and about == topic & (line.words | about):
                return about - known
    return frozenset()


def _is_with(other: Claim, claim: Claim) -> bool:
    """Whether a figure is the claim itself, or the other end of its range, which names nothing."""
    if other is claim:
        return True
    ends = {other.bound, claim.bound} == {"at least", "at most"} and claim.kind == "clock"
    return ends and other.kind == claim.kind


def _lacking(
    part: Part, others: Sequence[Claim], best: Line, rival: Line, quotes: Collection[str]
) -> frozenset[str]:
    """What of a part a rival says and the best line does not, if that says nothing instead."""
    mine, theirs = _covered(part, others, best), _covered(part, others, rival)
    nearer = len(part.words & best.words) > len(part.words & rival.words)
    if rival.text in quotes and best.text not in quotes and not nearer and len(mine) <= len(theirs):
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
        and (own.unit == claim.unit or own.side == claim.side != "" or _are_terms(own, claim))
        and not any(same_figure(own, other) for other in others)
        for own in line.claims
    )


_TERMS = frozenset({"day", "month"})


def _are_terms(own: Claim, claim: Claim) -> bool:
    """Whether both say how long something lasts, in days or in months."""
    return {own.unit, claim.unit} <= _TERMS and own.bound == claim.bound and own.side == claim.side


def _covered(part: Part, others: Sequence[Claim], line: Line) -> frozenset[str]:
    """What of a part a line says, in words and in other figures."""
    said = part.words & (line.words | line.context_words)
    near = (*line.claims, *line.context_claims)
    figures = {
        f"={o.shown}" for o in others if any(same_figure(n, o) and n.bound == o.bound for n in near)
    }
    return frozenset({*said, *figures})
