"""How commands print: with --json one document on stdout, otherwise text for a person."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import typer

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
ByOption = Annotated[str, typer.Option("--by", help="Who does it: a user's name.")]


def print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def note(text: str) -> None:
    """Say something that is not the result: it goes to stderr."""
    print(text, file=sys.stderr)


def print_table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Columns as wide as their widest cell; a Japanese character is two wide."""
    cells = [[str(cell) if cell is not None else "" for cell in row] for row in (header, *rows)]
    widths = [max(_width(row[n]) for row in cells) for n in range(len(header))]
    for row in cells:
        padded = (c + " " * (w - _width(c)) for c, w in zip(row, widths, strict=True))
        print("  ".join(padded).rstrip())


def _width(text: str) -> int:
    return sum(2 if ord(char) > 0x2E80 else 1 for char in text)
