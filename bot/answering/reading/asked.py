"""A question as it is compared with the manuals: its words by weight, its values, its kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.semantics.figures import figure_asked
from bot.answering.semantics.matters import Matter, matters_of
from bot.answering.semantics.values import Range, asked_values
from bot.answering.understanding import Understanding
from bot.answering.understanding.applicability import NOBODY, Known, known_of
from knowledge import japanese
from knowledge.lexical import LexicalIndex
from knowledge.question_types import Wanted

#: Kinds of statement that are figures.
FIGURES: frozenset[Wanted] = frozenset({"amount", "number", "deadline", "time", "duration"})
_ASKING = re.compile(
    r"いくら|幾ら|何[^か]|いつ|どこ|誰|だれ|どう|どの|どれ|どんな|どなた"
    r"|how |what|when|where|who|which"
)
_CLAUSE = re.compile(r"[。?!\n]|(?<=[かのね])[(（]")
#: Words before the asking word and after it that tell what of the matter is asked.
_BEFORE, _AFTER = 2, 1


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is looked for in a section."""

    text: str
    wanted: Wanted | None
    matters: tuple[Matter, ...]
    values: tuple[Range, ...]
    #: The kind of figure that is asked for: days, money, age …
    figure: str | None
    #: The words next to いくら, 何日, いつ …: what of the matter is asked.
    focus: tuple[Matter, ...]
    #: What is known of the asker where the question is silent.
    whom: Known = NOBODY

    @property
    def weight(self) -> float:
        """Of all its words together."""
        return sum(matter.weight for matter in self.matters)


def asked_by(reading: Understanding, lexical: LexicalIndex) -> Asked:
    text = reading.standalone
    matters = tuple(matters_of(text, lexical))
    return Asked(
        text=text,
        wanted=reading.wanted,
        matters=matters,
        values=tuple(asked_values(text)),
        figure=_figure(reading),
        focus=_focus(text, matters),
        whom=known_of(text, reading.profile, reading.on),
    )


def _figure(reading: Understanding) -> str | None:
    """The figure asked for, where the question wants a figure at all."""
    if reading.wanted not in FIGURES:
        return None
    last = reading.standalone.rsplit("\n", 1)[-1]
    return figure_asked(last) or figure_asked(reading.standalone)


def _focus(text: str, matters: Sequence[Matter]) -> tuple[Matter, ...]:
    """The matters next to the last asking word; without one, the last of them."""
    normal = japanese.normalize(text)
    clauses = [clause for clause in _CLAUSE.split(normal) if _ASKING.search(clause)]
    if not clauses:
        return tuple(matters[-_BEFORE:])
    place = list(_ASKING.finditer(clauses[-1]))[-1]
    before = set(japanese.words(clauses[-1][: place.start()])[-_BEFORE:])
    after = set(japanese.words(clauses[-1][place.end() :])[:_AFTER])
    return tuple(matter for matter in matters if matter.word in before | after)
