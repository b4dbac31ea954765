"""Sections to chunks: what search ranks and an answer quotes.

A chunk never crosses a section and never cuts a sentence. A table row is a chunk of its own, so
that 「部長の日当」 finds the row and not the table.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from knowledge.model import Block, Chunk, Section

#: Characters. Longer chunks blur the embedding, shorter ones lose what a pronoun refers to.
TARGET = 320
#: A single block longer than this is split at its sentence ends.
LONGEST = 640

#: The ． of ３．５日 and of １．目的 ends no sentence.
_SENTENCE = re.compile(r"(?:[^。．！？!?\n]|(?<=\d)．|．(?=\d))*(?:[。！？!?]+[」』）)]*|．|\n|$)")


def chunks(section: Section, manual_id: int) -> list[Chunk]:
    """The chunks of a section in reading order; equal text in it makes one chunk."""
    if section.question is not None:
        made = [_chunk(section, manual_id, "qa", _faq_text(section))]
    else:
        made = [_chunk(section, manual_id, "text", text) for text in _groups(section)]
        made += [
            _chunk(section, manual_id, "row", block.text)
            for block in section.blocks
            if block.kind == "row"
        ]
    return list({chunk.id: chunk for chunk in made}.values())


def sentences(text: str) -> list[str]:
    """Sentences with their punctuation; a line end always ends one."""
    return [found.strip() for found in _SENTENCE.findall(text) if found.strip()]


def _faq_text(section: Section) -> str:
    return "\n".join(block.text for block in section.blocks if block.kind != "note")


def _groups(section: Section) -> Iterator[str]:
    """Neighbouring paragraphs and items, joined up to the target length."""
    group: list[str] = []
    for text in _pieces(section.blocks):
        if group and sum(map(len, group)) + len(text) > TARGET:
            yield "\n".join(group)
            group = []
        group.append(text)
    if group:
        yield "\n".join(group)


def _pieces(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if block.kind == "row":
            continue
        if len(block.text) <= LONGEST:
            yield block.text
        else:
            yield from sentences(block.text)


def _chunk(section: Section, manual_id: int, kind: str, text: str) -> Chunk:
    identity = "\x1f".join([section.hash, kind, text])
    return Chunk(
        id=f"{manual_id}-{hashlib.sha256(identity.encode()).hexdigest()[:24]}",
        section_hash=section.hash,
        heading_path=section.heading_path,
        text=text,
        kind="qa" if kind == "qa" else "row" if kind == "row" else "text",
        question=section.question,
    )
