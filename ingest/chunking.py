"""Sections to chunks: what search ranks and an answer quotes.

A chunk never crosses a section and never cuts a sentence. Items stay with the sentence that leads
them in; where they are too many for one chunk, each chunk begins with that sentence. A table row is
a chunk of its own, so that 「部長の日当」 finds the row and not the table.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from knowledge.model import Block, Chunk, Section
from knowledge.sentences import sentences

__all__ = ["LONGEST", "TARGET", "chunks", "sentences"]

#: Characters. Longer chunks blur the embedding, shorter ones lose what a pronoun refers to.
TARGET = 320
#: A paragraph longer than this is split at its sentence ends.
LONGEST = 640
#: A paragraph with its items longer than this is split between items.
_LONGEST_LIST = 480
#: A longer sentence is not repeated before the items that it leads in.
_LONGEST_LEAD = 160


def chunks(section: Section, manual_id: int) -> list[Chunk]:
    """The chunks of a section in reading order; equal text in it makes one chunk."""
    if section.question is not None:
        made = [_chunk(section, manual_id, kind, text) for kind, text in _answers(section)]
    else:
        made = [_chunk(section, manual_id, "text", text) for text in _texts(section)]
        made += [_chunk(section, manual_id, "row", row) for row in _rows(section)]
    return list({chunk.id: chunk for chunk in made}.values())


def _answers(section: Section) -> Iterator[tuple[str, str]]:
    """The answer to a question in one piece, its table with it; a long one is split."""
    said = [block for block in section.blocks if block.kind != "note"]
    whole = "\n".join(block.text for block in said)
    if len(whole) <= LONGEST:
        yield "qa", whole
        return
    yield from (("qa", text) for text in _groups([b for b in said if b.kind != "row"]))
    yield from (("row", row) for row in _rows(section))


def _rows(section: Section) -> Iterator[str]:
    return (block.text for block in section.blocks if block.kind == "row")


def _texts(section: Section) -> Iterator[str]:
    """The paragraphs and items of a section; notes and commentaries are not mixed with them."""
    yield from _groups([block for block in section.blocks if block.kind in ("text", "item")])
    yield from _groups([block for block in section.blocks if block.kind == "note"])


def _groups(blocks: Sequence[Block]) -> Iterator[str]:
    """Neighbouring paragraphs, each with its items, joined up to the target length."""
    group: list[str] = []
    for text in (text for unit in _units(blocks) for text in _split(unit)):
        if group and sum(map(len, group)) + len(text) > TARGET:
            yield "\n".join(group)
            group = []
        group.append(text)
    if group:
        yield "\n".join(group)


def _units(blocks: Sequence[Block]) -> Iterator[list[str]]:
    """Each paragraph with the items that it leads in."""
    unit: list[str] = []
    for block in blocks:
        if unit and block.kind != "item":
            yield unit
            unit = []
        unit.append(block.text)
    if unit:
        yield unit


def _split(unit: list[str]) -> Iterator[str]:
    """A paragraph and its items in one piece, or in several that each begin with the paragraph."""
    if sum(map(len, unit)) <= (_LONGEST_LIST if len(unit) > 1 else LONGEST):
        yield "\n".join(unit)
        return
    lead, items = unit[0], unit[1:]
    if not items or len(lead) > _LONGEST_LEAD:
        yield from _short(lead)
        lead = ""
    piece: list[str] = [lead] if lead else []
    for item in (short for text in items for short in _short(text)):
        if len(piece) > bool(lead) and sum(map(len, piece)) + len(item) > TARGET:
            yield "\n".join(piece)
            piece = [lead] if lead else []
        piece.append(item)
    if len(piece) > bool(lead):
        yield "\n".join(piece)


def _short(text: str) -> list[str]:
    """A paragraph whole, or its sentences where it is very long."""
    return [text] if len(text) <= LONGEST else sentences(text)


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
