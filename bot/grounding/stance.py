"""Whether a passage lets a sentence say that something must, may, need not or must not be done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.grounding.claim import Claim
from bot.grounding.matching import nearness, telling
from bot.grounding.modality import NEGATIVE, Clause, Mode, clauses, proved_by
from bot.grounding.reading import read
from bot.grounding.source import CELL, IS_ROW, Line, Source, words
from knowledge import thesaurus

#: A clause is about another's matter when it shares this many words with it.
_SAME_MATTER = 2
#: To be quoted counts nearly as much as a word.
_QUOTED = 0.75
#: So does to be on the same action.
_ACTION = 1.5


class _Said(NamedTuple):
    """The words and figures of a sentence."""

    words: frozenset[str]
    claims: tuple[Claim, ...]


class _Stated(NamedTuple):
    """A clause of a passage in its line."""

    clause: Clause
    line: Line
    is_quoted: bool


def wrong_mode(
    sentence: str, quoted: Sequence[Line], whole: Source, *, is_foreign: bool
) -> tuple[Mode, Mode] | None:
    """What a plain sentence claims and what the passage says instead; None where they agree."""
    own = {line.text for line in quoted}
    stated = [_Stated(c, line, line.text in own) for line in whole.lines for c in line.clauses]
    near = [one for one in stated if one.is_quoted] or stated
    for claimed, text in _claimed(sentence):
        said = _Said(telling(words(text), whole), read(text))
        if is_foreign:
            compared: Sequence[_Stated] = near
            known = near if claimed.mode in NEGATIVE else stated
            agree = any(proved_by(claimed.mode, one.clause.mode) for one in known)
        else:
            compared, agree = _compared(claimed, said, near, stated)
        if compared and not agree:
            return claimed.mode, compared[0].clause.mode
    return None


_CARE = re.compile(r"(?:ので|ため|点に|ことに)、?(?:ご|十分)?(?:注意|留意|承知|了承)[^。]*(?=。|$)")


def _claimed(sentence: str) -> Iterator[tuple[Clause, str]]:
    """The clauses of a sentence, each with what it depends on: its topic and its conditions.

    A row that somebody copied claims in each cell.
    """
    sentence = _CARE.sub("", sentence)
    for cell in CELL.split(sentence) if IS_ROW.search(sentence) else [sentence]:
        topic = found[0] if (found := _TOPIC.match(cell)) else ""
        before = ""
        for clause in clauses(cell):
            about = "" if "は" in clause.text else topic
            yield clause, f"{about}{before}{clause.text}"
            before = f"{before}{clause.text}" if clause.is_condition else ""


_TOPIC = re.compile(r"^[^、。]{2,30}?は")


def _compared(
    claimed: Clause, said: _Said, near: Sequence[_Stated], stated: Sequence[_Stated]
) -> tuple[Sequence[_Stated], bool]:
    """The clauses of the passage on the same action, or matter, and whether they agree."""
    same = _acting(claimed, stated)
    if _grants_figure(claimed):
        same = [one for one in same if _FIGURE.search(one.clause.text)]
        near = [one for one in near if _FIGURE.search(one.clause.text)]
    stating = [one for one in near if not one.clause.is_condition and not claimed.is_condition]
    alike = [one for one in stating if len(one.clause.words & claimed.words) >= _SAME_MATTER]
    if found := _closest(claimed, said, same, alike):
        return found, any(_agrees(claimed, one, same) for one in found)
    if claimed.is_condition or len(stating) != 1 or _grants_figure(claimed):
        return (), True
    only = stating[0]
    if claimed.words and claimed.words.isdisjoint(only.line.words | only.line.context_words):
        return (), True
    return stating, _goes_with(claimed.mode, only.clause.mode)


_FIGURE = re.compile(r"\d")
_GRANTS = re.compile(r"\d\D{0,4}(?:が|を|は)[^、。\d]{1,10}$")


def _grants_figure(claimed: Clause) -> bool:
    """Whether a clause says that so much is given: what is not given proves nothing of it."""
    return claimed.mode in ("is", "is or may", "may") and (
        _GRANTS.search(claimed.text.rstrip("。、")) is not None
    )


def _agrees(claimed: Clause, one: _Stated, same: Sequence[_Stated]) -> bool:
    if one in same:
        return proved_by(claimed.mode, one.clause.mode)
    return _goes_with(claimed.mode, one.clause.mode)


def _goes_with(claimed: Mode, stated: Mode) -> bool:
    """Whether two clauses on one matter, in other verbs, may both be true."""
    if _demands_too_much(claimed, stated):
        return False
    return (claimed in NEGATIVE) == (stated in NEGATIVE)


def _acting(claimed: Clause, stated: Sequence[_Stated]) -> list[_Stated]:
    """The clauses on the same action; conditions go with conditions only."""
    kin = [one for one in stated if one.clause.is_condition == claimed.is_condition]
    same = [one for one in kin if _same_action(claimed, one.clause)]
    # 引継ぎをする is 引継ぎを完了する.
    own = [one for one in kin if one.is_quoted]
    return same or [one for one in own if {*claimed.action[:1]} & {*one.clause.action[1:]}]


def _closest(
    claimed: Clause, said: _Said, same: Sequence[_Stated], alike: Sequence[_Stated]
) -> list[_Stated]:
    """Those that share most words; that they are on the same action counts as some."""
    found = [*same, *(one for one in alike if one not in same)]
    shares = [_share(claimed, said, one) + (_ACTION if one in same else 0) for one in found]
    most = max(shares, default=0.0)
    return [one for one, share in zip(found, shares, strict=True) if share == most]


def _share(claimed: Clause, said: _Said, one: _Stated) -> float:
    """Words that the sentence shares with the line, and its clause with the clause by half."""
    own = len(claimed.words & one.clause.words)
    near = nearness(said.words, said.claims, one.line)
    return near + own / 2 + (_QUOTED if one.is_quoted else 0)


def _same_action(claimed: Clause, stated: Clause) -> bool:
    return bool(claimed.action and stated.action) and not _senses(claimed.action[0]).isdisjoint(
        _senses(stated.action[0])
    )


_ENDING = re.compile(r"(?<=[一-龠])[ぁ-ん]$|(?<=[ぁ-ん][一-龠])[ぁ-ん]$")


@lru_cache(maxsize=20_000)
def _senses(word: str) -> frozenset[str]:
    """A word without its ending, and the concepts that it names."""
    stem = _ENDING.sub("", word)
    return frozenset(
        {
            stem if len(stem) > 1 else word,
            *(n for concept in thesaurus.concepts(word) for n in concept.names),
        }
    )


def _demands_too_much(claimed: Mode, stated: Mode) -> bool:
    return claimed == "must" and stated in ("may", "might")
