"""How commands print: with --json one document on stdout, otherwise text for a person."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any

import typer

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
#: How every command shows its help, as ``zeroji`` itself does.
PLAIN: dict[str, Any] = {"add_completion": False, "rich_markup_mode": None}
#: Columns of the widest cell; the last one, often a path to be copied, is shown whole.
_WIDEST = 48

ByOption = Annotated[str, typer.Option("--by", help="Who does it: a user's name.")]


def print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def note(text: str) -> None:
    """Say something that is not the result: it goes to stderr."""
    print(text, file=sys.stderr)


def print_table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Columns as wide as their widest cell; a Japanese character is two wide."""
    texts = ([str(cell) if cell is not None else "" for cell in row] for row in (header, *rows))
    cells = [[*(shortened(cell, _WIDEST) for cell in row[:-1]), row[-1]] for row in texts]
    widths = [max(_width(row[n]) for row in cells) for n in range(len(header))]
    for row in cells:
        padded = (c + " " * (w - _width(c)) for c, w in zip(row, widths, strict=True))
        print("  ".join(padded).rstrip())


def shortened(text: str, width: int) -> str:
    """As much of a text as goes into so many columns."""
    if _width(text) <= width:
        return text
    end = next(n for n in range(len(text) + 1) if _width(text[: n + 1]) >= width)
    return text[:end] + "…"


def local_time(moment: str) -> str:
    """A moment of a JSON document as a clock on the wall shows it."""
    return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"


def _width(text: str) -> int:
    return sum(2 if ord(char) > 0x2E80 else 1 for char in text)
