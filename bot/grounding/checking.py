"""Checks the sentences of a model's draft against the passages that they cite.

A sentence holds when its quote stands verbatim in the passage, and all its figures, names and
what it says must, may or must not be done are the passage's, of the same thing. What fails is left
out: a missing sentence costs less than a wrong one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.grounding.binding import misbound, parts, states_in
from bot.grounding.claim import Claim
from bot.grounding.comparing import same_figure, states
from bot.grounding.modality import Mode
from bot.grounding.names import Name, mentions, names, opposite
from bot.grounding.reading import read
from bot.grounding.source import Line, Source, source
from bot.grounding.spelling import plain
from bot.grounding.stance import wrong_mode
from knowledge.model import Passage

#: Shorter quotes prove nothing.
_SHORTEST_QUOTE = 6
#: Of a quote that goes over the end of a line, so much is looked for at either end.
_PART = 12


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A sentence of a draft with its proof."""

    text: str
    #: Index of the cited passage.
    passage: int
    quote: str


@dataclass(frozen=True, kw_only=True)
class Objection:
    """Why a sentence does not hold, for people, in both languages."""

    #: ``quote``, ``figure``, ``thing``, ``name``, ``mode`` or ``opposite``.
    kind: str
    english: str
    japanese: str


@dataclass(frozen=True, kw_only=True)
class Verdict:
    statement: Statement
    #: Why it failed, in English; empty when it holds.
    objection: str
    objection_ja: str = ""

    @property
    def holds(self) -> bool:
        return not self.objection


def check(statements: Sequence[Statement], passages: Sequence[Passage]) -> list[Verdict]:
    """A verdict for each statement, in order."""
    return [_verdict(statement, passages) for statement in statements]


def objections(text: str, quote: str, heading: str, passage: str) -> Iterator[Objection]:
    """What speaks against a sentence that cites a passage of that heading and text."""
    if len(_bare(quote)) < _SHORTEST_QUOTE:
        yield Objection(kind="quote", english="brings no quote", japanese="引用がありません")
        return
    if _bare(quote) not in _bare(f"{heading}\n{passage}"):
        english = f"its quote does not stand in the passage: {quote}"
        yield Objection(kind="quote", english=english, japanese=f"引用が原文にありません: {quote}")
        return
    whole, sentence = source(heading, passage), plain(text)
    quoted = _quoted(plain(quote), whole)
    yield from _figures(sentence, quoted, whole)
    yield from _names(sentence, quoted, whole)
    yield from _stance(sentence, quoted, whole)


def _verdict(statement: Statement, passages: Sequence[Passage]) -> Verdict:
    if not 0 <= statement.passage < len(passages):
        english = f"cites passage {statement.passage}, which it was not given"
        japanese = f"渡されていない資料{statement.passage}を引いています"
        return Verdict(statement=statement, objection=english, objection_ja=japanese)
    cited = passages[statement.passage]
    found = objections(statement.text, statement.quote, cited.chunk.heading, cited.section.text)
    first = next(found, None)
    if first is None:
        return Verdict(statement=statement, objection="")
    return Verdict(statement=statement, objection=first.english, objection_ja=first.japanese)


def _quoted(quote: str, whole: Source) -> list[Line]:
    """The lines that a plain quote stands in, or that stand in it; all where none can be told."""
    bare = _bare(quote)
    lines = [(line, _bare(line.text)) for line in whole.lines]
    found = [line for line, text in lines if bare in text or text in bare]
    parts = [line for line, text in lines if bare[:_PART] in text or bare[-_PART:] in text]
    return found or parts or list(whole.lines)


def _figures(sentence: str, quoted: Sequence[Line], whole: Source) -> Iterator[Objection]:
    claims = read(sentence)
    title = read(whole.text.partition("\n")[0])
    unproved = [claim for claim in claims if not _is_stated(claim, whole, title)]
    if unproved:
        shown = ", ".join(_shown(claim, sentence) for claim in unproved)
        instead = _instead(unproved[0], whole)
        yield Objection(
            kind="figure",
            english=f"states {shown}, which the passage does not"
            + (f" (it says {instead})" if instead else ""),
            japanese=f"「{shown}」は原文にありません"
            + (f"(原文は「{instead}」)" if instead else ""),
        )
        return
    for part in parts(sentence, claims):
        if wrong := misbound(part, whole, quoted):
            shown, of = _shown(wrong.claim, sentence), ", ".join(wrong.missing)
            yield Objection(
                kind="thing",
                english=f"states {shown} of another thing than the passage does: {of}",
                japanese=f"「{shown}」は原文では別のものの値です: {of}",
            )


def _is_stated(claim: Claim, whole: Source, title: Sequence[Claim]) -> bool:
    return any(states(own, claim) for own in title) or any(
        states_in(line, own, claim) for line in whole.lines for own in line.claims
    )


_BOUND_AFTER = re.compile(r"(?:間|分|前|後|の)*(?:以内|以下|まで|以上|未満|超|以降|以前)?")


def _shown(claim: Claim, text: str) -> str:
    """A figure with the words after it that bound it."""
    bound = _BOUND_AFTER.match(text, claim.end)
    return text[claim.start : bound.end() if bound else claim.end].strip()


def _instead(claim: Claim, whole: Source) -> str:
    """What the passage says in place of a figure: it with another bound, or one of its kind."""
    own = [(line, found) for line in whole.lines for found in line.claims]
    alike = [(line, found) for line, found in own if same_figure(found, claim)]
    kind = [(line, found) for line, found in own if found.kind == claim.kind]
    line, found = next(iter(alike or kind), (None, None))
    return _shown(found, line.text) if line is not None and found is not None else ""


def _names(sentence: str, quoted: Sequence[Line], whole: Source) -> Iterator[Objection]:
    near = "\n".join(line.whole for line in quoted)
    title = whole.text.partition("\n")[0]
    close = "\n".join([title, *(line.text for line in quoted)])
    for name in names(sentence):
        if not mentions(whole.text, name):
            yield Objection(
                kind="name",
                english=f"names {name.text}, which the passage does not",
                japanese=f"「{name.text}」は原文にありません",
            )
        elif not mentions(close, name) and (other := _swapped(name, sentence, quoted)):
            yield Objection(
                kind="name",
                english=f"names {name.text} where its quote names {other}",
                japanese=f"引用は「{other}」ですが「{name.text}」としています",
            )
    if pair := opposite(sentence, near):
        yield Objection(
            kind="opposite",
            english=f"says {pair[0]} where the passage says {pair[1]}",
            japanese=f"原文は「{pair[1]}」ですが「{pair[0]}」としています",
        )


def _swapped(name: Name, sentence: str, quoted: Sequence[Line]) -> str:
    """The name of the same kind that the quoted lines have and the sentence has not."""
    said = (other for line in quoted for other in names(line.text) if other.kind == name.kind)
    return next((other.text for other in said if not mentions(sentence, other)), "")


_MODES: dict[Mode, tuple[str, str]] = {
    "must": ("must be", "しなければならない"),
    "may": ("may be", "できる"),
    "might": ("may happen", "ことがある"),
    "need not": ("need not be", "必要がない"),
    "must not": ("must not be", "できない"),
    "not": ("is not", "しない"),
    "is": ("is", "する"),
    "is or may": ("is", "する"),
}


def _stance(sentence: str, quoted: Sequence[Line], whole: Source) -> Iterator[Objection]:
    if wrong := wrong_mode(sentence, quoted, whole):
        claimed, stated = (_MODES[mode] for mode in wrong)
        yield Objection(
            kind="mode",
            english=f"says that it {claimed[0]} where the passage says that it {stated[0]}",
            japanese=f"原文は「{stated[1]}」の趣旨ですが「{claimed[1]}」としています",
        )


def _bare(text: str) -> str:
    """Text without what copying changes: width, spaces, line ends."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
