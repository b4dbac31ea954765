"""The parts of an answer as blocks: paragraphs, quotes below their place, tables, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from bot.outcomes import Language, Table
from bot.slack.messages import limits, wording
from bot.slack.messages.blocks import (
    Block,
    Element,
    characters,
    emoji,
    link,
    paragraphs,
    quote,
    rich,
    words,
)
from bot.slack.messages.citations import Cited, place
from bot.slack.messages.tables import table
from bot.slack.messages.texts import clean, split

#: In the shape of ``zeroji ask --json``.
Part = Mapping[str, Any]

#: The line above a quote that names its place.
_PLACE = re.compile(r"^【[^\n]*】\n?")


def parts(told: Sequence[Part], cited: Sequence[Cited], language: Language) -> list[Block]:
    numbered = refers(told, cited)
    return [
        block
        for (kind, _), group in groupby(told, _together)
        for block in _blocks(kind, list(group), cited, language, numbered)
    ]


def refers(told: Sequence[Part], cited: Sequence[Cited]) -> bool:
    """Whether sentences name what proves them by its number."""
    return len(cited) > 1 and any(part["kind"] == "sentence" for part in told)


def named(told: Sequence[Part]) -> set[int]:
    """The citations whose place stands above their quote or table."""
    return {n for part in told if part["kind"] in ("quote", "table") for n in part["citations"][:1]}


def _together(part: Part) -> tuple[str, tuple[int, ...]]:
    """Sentences form a paragraph; lines and tables of one place belong together."""
    match part["kind"]:
        case "sentence":
            return "sentences", ()
        case "quote" | "table":
            return "quote", tuple(part["citations"])
    return str(part["kind"]), ()


def _blocks(
    kind: str,
    group: Sequence[Part],
    cited: Sequence[Cited],
    language: Language,
    numbered: bool,
) -> Iterator[Block]:
    if kind == "sentences":
        yield from _sentences(group, cited, language, numbered)
    elif kind == "quote":
        yield from _quoted(group, cited, language, numbered)
    else:
        for part in group:
            yield from _one(kind, part["text"], language)


def _one(kind: str, text: str, language: Language) -> list[Block]:
    match kind:
        case "question":
            return paragraphs(text, bold=True)
        case "calculation":
            label = rich(words(wording.text("calculation", language), bold=True))
            return [label, *quote(text)]
    # A note: the date that it holds for, a coming change.
    return [
        rich(emoji("information_source"), words(f" {said.removeprefix('※').lstrip()}"))
        for said in split(clean(text))
    ]


def _sentences(
    group: Sequence[Part], cited: Sequence[Cited], language: Language, numbered: bool
) -> Iterator[Block]:
    """One paragraph, each sentence followed by the numbers of what proves it."""
    paragraph: list[Element] = []
    for said in (one for part in group for one in _sentence(part, cited, numbered)):
        if characters(paragraph) + characters(said) > limits.SECTION:
            yield rich(*paragraph)
            paragraph = []
        gap = [words(" ")] if paragraph and language == "en" and said["type"] == "text" else []
        paragraph += [*gap, said]
    if paragraph:
        yield rich(*paragraph)


def _sentence(part: Part, cited: Sequence[Cited], numbered: bool) -> list[Element]:
    said = [words(piece) for piece in split(clean(part["text"]))]
    numbers = _numbers(part, cited) if numbered else []
    return [*said, *(_mark(n, cited[n]) for n in numbers)]


def _mark(number: int, cited: Cited) -> Element:
    return link(f"[{number + 1}]", cited.url) | {"style": {"code": True}}


def _quoted(
    group: Sequence[Part], cited: Sequence[Cited], language: Language, numbered: bool
) -> Iterator[Block]:
    above = _numbers(group[0], cited)[:1]
    for number in above:
        mark = [words(f"[{number + 1}] ")] if numbered else []
        yield rich(*mark, place(cited[number], bold=True))
    for part in group:
        rows = table(_table(part["table"]), language) if part.get("table") else []
        said = clean(part["text"])
        yield from rows or quote(_PLACE.sub("", said) if above else said)


def _numbers(part: Part, cited: Sequence[Cited]) -> list[int]:
    return [n for n in part["citations"] if 0 <= n < len(cited)]


def _table(told: Mapping[str, Any]) -> Table:
    return Table(
        columns=tuple(told["columns"]),
        rows=tuple(tuple(row) for row in told["rows"]),
        marked=tuple(told["marked"]),
    )
