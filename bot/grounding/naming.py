"""Whether a sentence names things where the passage does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.grounding.comparing import same_figure
from bot.grounding.english import swapped, unnamed
from bot.grounding.matching import nearness, telling
from bot.grounding.names import Name, mentions, names, opposite, other_name
from bot.grounding.objection import Objection
from bot.grounding.reading import read
from bot.grounding.source import Line, Source, words

#: What qualifies a figure stands so many characters before it.
_BEFORE = 4


def wrong_names(
    sentence: str, quoted: Sequence[Line], whole: Source, *, is_foreign: bool
) -> Iterator[Objection]:
    """What speaks against the names of a plain sentence."""
    if is_foreign:
        if missing := unnamed(sentence, whole.text):
            yield _unknown(missing)
        elif pair := swapped(sentence, "\n".join(line.whole for line in quoted)):
            yield _contrary(*pair, kind="name")
        return
    stated = "\n".join(line.whole for line in quoted)
    for name in names(sentence):
        if other := other_name(name, sentence, stated, whole.text):
            yield _instead(name.text, other)
        elif not mentions(whole.text, name):
            yield _unknown(name.text)
        elif other := _swapped(name, sentence, quoted, whole):
            yield _instead(name.text, other)
    yield from _opposites(sentence, quoted)


def _unknown(name: str) -> Objection:
    return Objection(
        kind="name",
        english=f"names {name}, which the passage does not",
        japanese=f"「{name}」は原文にありません",
    )


def _instead(said: str, stated: str) -> Objection:
    return Objection(
        kind="name",
        english=f"names {said} where the passage names {stated}",
        japanese=f"原文は「{stated}」ですが「{said}」としています",
    )


def _swapped(name: Name, sentence: str, quoted: Sequence[Line], whole: Source) -> str:
    """What the quote names of the kind where the sentence names this.

    Empty where another line has the name and says as much of the sentence's other words.
    """
    close = "\n".join([whole.title, *map(_own, quoted)])
    # Of two names that the passage has, neither stands for the other.
    is_named = name.text in close or (name.text not in whole.text and mentions(close, name))
    if is_named or not (other := _other(name, sentence, quoted)):
        return ""
    rest = telling(words(sentence.replace(name.text, "、")), whole)
    claims = read(sentence)
    others = (line for line in whole.lines if line not in quoted)
    naming = [line for line in others if mentions(_own(line), name)]
    near = max((nearness(rest, claims, line) for line in naming), default=0.0)
    return other if near < max(nearness(rest, claims, line) for line in quoted) else ""


def _own(line: Line) -> str:
    return line.whole if line.is_cell else line.text


def _other(name: Name, sentence: str, quoted: Sequence[Line]) -> str:
    said = (other for line in quoted for other in names(_own(line)) if other.kind == name.kind)
    return next((other.text for other in said if not mentions(sentence, other)), "")


def _opposites(sentence: str, quoted: Sequence[Line]) -> Iterator[Objection]:
    """A quoted line says only the opposite; what stands around it counts where it says neither."""
    own = "\n".join(line.text for line in quoted)
    if pair := _opposite_before_figure(sentence, quoted):
        yield _contrary(*pair)
        return
    around = "\n".join(line.whole for line in quoted)
    if pair := opposite(sentence, own) or opposite(sentence, around):
        yield _contrary(*pair)


def _opposite_before_figure(sentence: str, quoted: Sequence[Line]) -> tuple[str, str] | None:
    """往復300km where the line says 片道300km, though both words stand in it."""
    for claim in read(sentence):
        said = sentence[max(0, claim.start - _BEFORE) : claim.start]
        for line in quoted:
            for own in line.claims:
                stated = line.text[max(0, own.start - _BEFORE) : own.start]
                if same_figure(own, claim) and (pair := opposite(said, stated)):
                    return pair
    return None


def _contrary(said: str, stated: str, *, kind: str = "opposite") -> Objection:
    return Objection(
        kind=kind,
        english=f"says {said} where the passage says {stated}",
        japanese=f"原文は「{stated}」ですが「{said}」としています",
    )
