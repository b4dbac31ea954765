"""Checks the sentences of a model's draft against the passages that they cite.

A sentence holds when its quote stands verbatim in the passage, and all its figures, names and
what it says must, may or must not be done are the passage's, of the same thing and under the same
conditions. What fails is repaired or left out: a missing sentence costs less than a wrong one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.grounding.addresses import wrong_addresses
from bot.grounding.english import is_english
from bot.grounding.figures import wrong_figures
from bot.grounding.modality import Mode
from bot.grounding.namesakes import wrong_things
from bot.grounding.naming import wrong_names
from bot.grounding.numbering import unknown_digits
from bot.grounding.objection import Objection
from bot.grounding.quoting import bare, is_verbatim, quoted_lines, stands_in
from bot.grounding.reading import read
from bot.grounding.relevance import says_nothing
from bot.grounding.restricting import wrong_scope
from bot.grounding.roles import wrong_roles
from bot.grounding.scripts import unread_words
from bot.grounding.source import Line, Source, source
from bot.grounding.spelling import plain
from bot.grounding.stance import wrong_mode
from bot.grounding.tables import names_of_other_rows, wrong_rows
from knowledge.model import Passage

#: Shorter quotes prove nothing.
_SHORTEST_QUOTE = 6


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A sentence of a draft with its proof."""

    text: str
    #: Index of the cited passage.
    passage: int
    quote: str


@dataclass(frozen=True, kw_only=True)
class Verdict:
    statement: Statement
    #: Why it failed, in English; empty when it holds.
    objection: str
    objection_ja: str = ""
    #: The :class:`Objection`'s kind; ``passage`` when no such passage was given.
    kind: str = ""

    @property
    def holds(self) -> bool:
        return not self.objection


def check(
    statements: Sequence[Statement], passages: Sequence[Passage], question: str = ""
) -> list[Verdict]:
    """A verdict for each statement, in order.

    What the question or another sentence on the same passage says, a sentence may leave out.
    """
    return [
        _verdict(statement, passages, _around(statement, statements, question), question)
        for statement in statements
    ]


def objections(
    text: str, quote: str, heading: str, passage: str, around: str = "", *, asked: str = ""
) -> Iterator[Objection]:
    """What speaks against a sentence that cites a passage of that heading and text.

    What ``around`` says it may leave out; what is ``asked`` it may repeat.
    """
    if len(bare(quote)) < _SHORTEST_QUOTE:
        yield Objection(kind="quote", english="brings no quote", japanese="引用がありません")
        return
    if not stands_in(quote, heading, passage):
        english = f"its quote does not stand in the passage: {quote}"
        yield Objection(kind="quote", english=english, japanese=f"引用が原文にありません: {quote}")
        return
    if is_verbatim(text, passage):
        return
    whole, sentence = source(heading, passage), plain(text)
    known = f"{whole.text}\n{plain(asked)}"
    quoted = quoted_lines(quote, whole)
    is_foreign = is_english(sentence) and not is_english(whole.text)
    yield from unread_words(sentence, known)
    yield from unknown_digits(sentence, read(sentence), known)
    yield from wrong_figures(sentence, quoted, whole)
    yield from wrong_rows(sentence, whole)
    yield from names_of_other_rows(sentence, quote, whole, asked=plain(asked))
    yield from wrong_addresses(sentence, whole.text)
    yield from wrong_names(sentence, quoted, whole, is_foreign=is_foreign)
    if not is_foreign:
        yield from wrong_things(sentence, quoted, around)
    yield from wrong_roles(sentence, quoted, whole)
    yield from _stance(sentence, quoted, whole, is_foreign=is_foreign)
    yield from wrong_scope(sentence, quoted, whole, around, is_foreign=is_foreign)
    if says_nothing(sentence, whole, is_foreign=is_foreign):
        yield Objection(
            kind="nothing",
            english="says nothing of the passage",
            japanese="原文の内容ではありません",
        )


def _around(one: Statement, statements: Sequence[Statement], question: str) -> str:
    others = (s.text for s in statements if s is not one and s.passage == one.passage)
    return "\n".join([question, *others])


def _verdict(statement: Statement, passages: Sequence[Passage], around: str, asked: str) -> Verdict:
    if not 0 <= statement.passage < len(passages):
        english = f"cites passage {statement.passage}, which it was not given"
        japanese = f"渡されていない資料{statement.passage}を引いています"
        return Verdict(
            statement=statement, objection=english, objection_ja=japanese, kind="passage"
        )
    cited = passages[statement.passage]
    heading, section = cited.chunk.heading, cited.section.text
    found = objections(statement.text, statement.quote, heading, section, around, asked=asked)
    first = next(found, None)
    if first is None:
        return Verdict(statement=statement, objection="")
    return Verdict(
        statement=statement,
        objection=first.english,
        objection_ja=first.japanese,
        kind=first.kind,
    )


_MODES: dict[Mode, tuple[str, str]] = {
    "must": ("must be", "しなければならない"),
    "asked": ("must be", "してください"),
    "may": ("may be", "できる"),
    "might": ("may happen", "ことがある"),
    "might not": ("may not happen", "しないことがある"),
    "need not": ("need not be", "必要がない"),
    "must not": ("must not be", "できない"),
    "not": ("is not", "しない"),
    "is": ("is", "する"),
    "is or may": ("is", "する"),
}


def _stance(
    sentence: str, quoted: Sequence[Line], whole: Source, *, is_foreign: bool
) -> Iterator[Objection]:
    if wrong := wrong_mode(sentence, quoted, whole, is_foreign=is_foreign):
        claimed, stated = (_MODES[mode] for mode in wrong)
        yield Objection(
            kind="mode",
            english=f"says that it {claimed[0]} where the passage says that it {stated[0]}",
            japanese=f"原文は「{stated[1]}」の趣旨ですが「{claimed[1]}」としています",
        )
