"""Markdown: rendered as HTML and read as such, front matter and footnotes aside."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.errors import UnreadableDocument
from ingest.reading.decoding import read_text
from ingest.reading.elements import Element, Progress, Reading
from ingest.reading.html import read_html
from ingest.reading.markdown_source import regular

_FRONT_MATTER = re.compile(
    r"\A\s*(?P<mark>---|\+\+\+)[ \t]*\n(?P<fields>.*?)\n?(?:(?P=mark)|\.\.\.)[ \t]*(?:\n|\Z)",
    re.DOTALL,
)
_NOTE = re.compile(
    r"^\[\^(?P<id>[^\]\s]+)\]:[ \t]*(?P<text>.*(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n[ \t]+\S)))*)", re.M
)
_REFERENCE = re.compile(r"\s?\[\^(?P<id>[^\]\s]+)\]")


def read(path: Path, progress: Progress) -> Reading:
    text = read_text(path)
    match = _FRONT_MATTER.match(text)
    fields = _front_matter(path, match["mark"], match["fields"]) if match else {}
    body = text[match.end() :] if match else text
    notes = {note["id"]: " ".join(note["text"].split()) for note in _NOTE.finditer(body)}
    reading = read_html(f"<main>{_rendered(regular(_NOTE.sub('', body)))}</main>")
    elements = tuple(_with_notes(reading.elements, notes))
    return replace(reading, elements=elements, title=None, front_matter=fields)


def _rendered(text: str) -> str:
    """HTML in which numbered items keep the numbers that their author wrote."""
    # Indented lines are items of rules and no program code.
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")
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


def _with_notes(elements: Sequence[Element], notes: Mapping[str, str]) -> Iterator[Element]:
    """The elements without the marks of footnotes, each followed by the notes it refers to."""
    for element in elements:
        said = element.text + "".join(cell for row in element.rows for cell in row)
        yield replace(
            element,
            text=_unmarked(element.text, notes),
            rows=tuple(tuple(_unmarked(cell, notes) for cell in row) for row in element.rows),
        )
        for reference in dict.fromkeys(found["id"] for found in _REFERENCE.finditer(said)):
            if notes.get(reference):
                yield Element(category="note", text=f"注: {notes[reference]}")


def _unmarked(text: str, notes: Mapping[str, str]) -> str:
    return _REFERENCE.sub(lambda found: "" if found["id"] in notes else found[0], text).strip()


def _front_matter(path: Path, mark: str, text: str) -> dict[str, object]:
    try:
        fields = (yaml.safe_load(text) or {}) if mark == "---" else tomllib.loads(text)
    except (yaml.YAMLError, tomllib.TOMLDecodeError) as error:
        raise UnreadableDocument(
            path,
            f"Its front matter is not {'YAML' if mark == '---' else 'TOML'} "
            f"({' '.join(str(error).split())}).",
            f"Correct the lines between the two “{mark}” at the top of the file.",
        ) from error
    if not isinstance(fields, dict):
        raise UnreadableDocument(
            path, "Its front matter holds no “key: value” lines.", "Correct it or remove it."
        )
    return fields
