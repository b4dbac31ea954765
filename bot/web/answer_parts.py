"""The parts of an answer as the chat lays them out: paragraphs, quotes, tables, boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from bot.answering.addresses import Piece, linked

_PLACE = re.compile(r"^【[^\n]*】\n?")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
#: In a Japanese text at least so many of the letters are Japanese.
_MOSTLY = 0.2

Json = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Said:
    """A text with its links, the language it is in, and the numbers of its sources, from 1."""

    pieces: tuple[Piece, ...]
    lang: str
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Row:
    cells: tuple[Said, ...]
    #: Whether it is the row that applies.
    marked: bool


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table; all its rows have as many cells as it has columns, if those have names."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    #: Columns that are asked for.
    asked: frozenset[int]
    lang: str


@dataclass(frozen=True, kw_only=True)
class Block:
    """What stands together: ``question``, ``sentences``, ``quote``, ``calculation`` or ``note``.

    A quote may have tables below its lines, or consist of one.
    """

    kind: str
    said: tuple[Said, ...]
    sources: tuple[int, ...] = ()
    tables: tuple[Grid, ...] = ()


def blocks(outcome: Json, allowed: frozenset[str]) -> tuple[Block, ...]:
    """The parts of a recorded outcome; none for one that was recorded without."""
    parts: Sequence[Json] = outcome.get("parts") or ()
    count = len(outcome.get("citations") or ())
    return tuple(
        block
        for key, group in groupby(parts, _together)
        for block in _blocks(group, count, allowed)
    )


def spoken(text: str, allowed: frozenset[str], sources: tuple[int, ...] = ()) -> Said:
    return Said(pieces=linked(text, allowed), lang=language_of(text), sources=sources)


def language_of(text: str) -> str:
    """``ja`` or ``en``, by the letters of a text."""
    letters = len(_LETTER.findall(text))
    return "ja" if len(_JAPANESE.findall(text)) >= letters * _MOSTLY else "en"


def _together(part: Json) -> tuple[str, tuple[int, ...]]:
    """Sentences form a paragraph; lines and tables of one place belong together."""
    match part["kind"]:
        case "sentence":
            return "sentences", ()
        case "quote" | "table":
            return "quote", tuple(part["citations"])
    return str(part["kind"]), ()


def _blocks(group: Iterator[Json], count: int, allowed: frozenset[str]) -> Iterator[Block]:
    parts = list(group)
    kind = _together(parts[0])[0]
    if kind == "sentences":
        said = tuple(spoken(p["text"], allowed, _sources(p, count)) for p in parts)
        yield Block(kind=kind, said=said)
    elif kind == "quote":
        yield _quote(parts, count, allowed)
    else:
        for part in parts:
            text = part["text"].removeprefix("■ ") if kind == "question" else part["text"]
            sources = _sources(part, count)
            yield Block(kind=kind, said=(spoken(text, allowed),), sources=sources)


def _quote(parts: Sequence[Json], count: int, allowed: frozenset[str]) -> Block:
    lines = [
        line
        for part in parts
        if part["kind"] == "quote" or not _rows(part)
        for line in _PLACE.sub("", part["text"]).split("\n")
        if line.strip()
    ]
    return Block(
        kind="quote",
        said=tuple(spoken(line, allowed) for line in lines),
        sources=_sources(parts[0], count),
        tables=tuple(_grid(part["table"], allowed) for part in parts if _rows(part)),
    )


def _rows(part: Json) -> Sequence[Sequence[str]]:
    table = part.get("table") or {}
    return [row for row in table.get("rows") or () if row]


def _grid(table: Json, allowed: frozenset[str]) -> Grid:
    width = max(len(row) for row in table["rows"])
    columns = tuple(table["columns"]) if len(table["columns"]) == width else ()
    rows = tuple(
        Row(
            cells=tuple(spoken(cell, allowed) for cell in [*row, *[""] * (width - len(row))]),
            marked=number in table["marked"],
        )
        for number, row in enumerate(table["rows"])
    )
    said = "".join((*columns, *(cell for row in table["rows"] for cell in row)))
    asked = frozenset(table.get("asked", ()))
    return Grid(columns=columns, rows=rows, asked=asked, lang=language_of(said))


def _sources(part: Json, count: int) -> tuple[int, ...]:
    return tuple(number + 1 for number in part["citations"] if 0 <= number < count)
