"""Markdown: rendered as HTML and read as such, front matter aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.errors import UnreadableDocument
from ingest.numbering import starts_piece
from ingest.reading.decoding import read_text
from ingest.reading.elements import Progress, Reading
from ingest.reading.html import read_html

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
#: ``###見出し`` without the space that Markdown wants; ``#1`` is a number, not a heading.
_TIGHT_HEADING = re.compile(r"(#{1,6})(?=[^#\s0-9０-９])")
_BLANK_OR_BLOCK = re.compile(r"\s*$|\s*[|>#<]|\s{4}|\t|\s*([-*+]|\d+[.)])\s")


def read(path: Path, progress: Progress) -> Reading:
    text = read_text(path)
    match = _FRONT_MATTER.match(text)
    fields = _front_matter(path, match[1]) if match else {}
    body = text[match.end() :] if match else text
    markup = _rendered(_regular(body))
    return Reading(elements=read_html(f"<main>{markup}</main>").elements, front_matter=fields)


def _rendered(text: str) -> str:
    """HTML in which numbered items keep the numbers that their author wrote."""
    parser = MarkdownIt("commonmark").enable("table")
    tokens = parser.parse(text)
    lists: list[list[Token]] = []
    for token in tokens:
        if token.type.endswith("_list_open"):
            lists.append([])
        elif token.type == "list_item_open":
            lists[-1].append(token)
        elif token.type.endswith("_list_close"):
            _keep_numbers(lists.pop())
    return str(parser.renderer.render(tokens, parser.options, {}))


def _keep_numbers(items: Sequence[Token]) -> None:
    """Lists numbered 1., 1., 1. are left to be counted."""
    if any(item.info.isdecimal() and int(item.info) > 1 for item in items):
        for item in items:
            item.attrSet("value", item.info)


def _front_matter(path: Path, text: str) -> dict[str, object]:
    try:
        fields = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        raise UnreadableDocument(
            path,
            f"Its front matter is not YAML ({' '.join(str(error).split())}).",
            "Correct the lines between the two “---” at the top of the file.",
        ) from error
    if not isinstance(fields, dict):
        raise UnreadableDocument(
            path, "Its front matter holds no “key: value” lines.", "Correct it or remove it."
        )
    return fields


def _regular(text: str) -> str:
    """Headings with their space, and a blank line before each line that begins a piece."""
    lines: list[str] = []
    fenced = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            line = _TIGHT_HEADING.sub(r"\1 ", line, count=1) if line.startswith("#") else line
            if lines and not _BLANK_OR_BLOCK.match(lines[-1]) and _begins_piece(line):
                lines.append("")
        lines.append(line)
    return "\n".join(lines)


def _begins_piece(line: str) -> bool:
    return not _BLANK_OR_BLOCK.match(line) and starts_piece(line.strip())
