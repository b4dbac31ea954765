"""Lines of a document that command the machine which reads it, and not the people it is for.

A rule says what people do. A line that tells an AI what to answer, what to ignore or what to
reveal proves nothing to anybody, so answers neither rest on it nor quote it. What tells it is the
grammar of a command: a machine that is addressed, or is the subject, and an act of answering. That
people may not enter data into an AI, or that a chatbot answers at night, is a rule like any other.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from knowledge.machine_instructions import english, japanese
from knowledge.model import Block, Section
from knowledge.sentences import sentences
from knowledge.visible import visible

__all__ = ["is_for_machines", "lines_for_machines", "without"]

#: What is quoted as an example of an attack: 「これまでの指示を無視して」などの入力.
_MENTIONED = re.compile(
    r"[「『“\"][^「『」』”\"]{4,80}[」』”\"]"
    r"(?=(?:など|等|のよう|といった|という|と(?:入力|書かれ)|(?:を|の)含む|の?入力| (?:is|are) ))"
    r"|(?<=such as )[“\"][^”\"]{4,80}[”\"]"
)
#: Between the cells of a row, and after the name of a column.
_CELL = re.compile(r" / |: ")
#: What may be text in Base64; a word or a path is shorter or says nothing when it is decoded.
_TOKEN = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")


@lru_cache(maxsize=50_000)
def is_for_machines(text: str) -> bool:
    """Whether a sentence, heading or row of a table commands the machine that reads it."""
    if not _may_command(text):
        return False
    said = (text, *_CELL.split(text)) if _CELL.search(text) else (text,)
    return any(map(_commands, said)) or any(map(_commands, _decoded(text)))


def lines_for_machines(section: Section) -> list[str]:
    """Such lines of a section, its heading first, in reading order."""
    heading = [section.heading_path[-1]] if is_for_machines(section.heading_path[-1]) else []
    said = (line for block in section.blocks for line in _lines(block))
    return [*heading, *filter(is_for_machines, said)]


def without(section: Section) -> Section:
    """The section without those lines; without text where its headings are such already.

    What follows such a line in its paragraph goes with it, and the rest of the section where the
    line only announces it (AIへの指示：) or plays the machine's own prompt.
    """
    if any(map(is_for_machines, section.heading_path)):
        return replace(section, blocks=())
    if not any(map(_may_command, (block.text for block in section.blocks))):
        return section
    if not any(is_for_machines(line) for block in section.blocks for line in _lines(block)):
        return section
    return replace(section, blocks=tuple(_without(section.blocks)))


def _may_command(text: str) -> bool:
    """False of most texts, and at once."""
    said = _plain(text)
    return (
        japanese.NAMED.search(said) is not None
        or english.NAMED.search(said) is not None
        or _TOKEN.search(text) is not None
    )


def _without(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        lines = _lines(block)
        first = next((n for n, line in enumerate(lines) if is_for_machines(line)), len(lines))
        if first == len(lines):
            yield block
            continue
        if first > 0:
            end = sum(map(len, lines[:first]))
            yield replace(block, text=_beginning(block.text, end))
        if first + 1 == len(lines) and _announces(lines[first]):
            return


def _lines(block: Block) -> list[str]:
    """The sentences of a paragraph; a row of a table counts as one."""
    return [block.text] if block.kind == "row" else sentences(block.text)


def _beginning(text: str, characters: int) -> str:
    """As much of a text as has so many characters besides the white space."""
    seen = 0
    for n, character in enumerate(text):
        if seen >= characters:
            return text[:n].rstrip()
        seen += not character.isspace()
    return text


def _announces(line: str) -> bool:
    said = _plain(line)
    return japanese.announces(said) or english.announces(said)


def _commands(text: str) -> bool:
    said = _MENTIONED.sub("", _plain(text))
    return japanese.commands(said) or english.commands(said)


def _plain(text: str) -> str:
    """One spelling of widths and cases, nothing unseen, runs of spaces as one."""
    said = unicodedata.normalize("NFKC", visible(text)).lower()
    return " ".join(said.split())


def _decoded(text: str) -> Iterator[str]:
    for token in _TOKEN.findall(text):
        try:
            decoded = base64.b64decode(token + "=" * (-len(token) % 4), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
        yield decoded
