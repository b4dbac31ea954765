"""What changed, line by line, and within changed lines word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Operation = Literal["=", "-", "+"]
#: A piece of a line, and whether it is what changed.
Piece = tuple[str, bool]

#: Figures and Latin words as a whole, everything else letter by letter.
_WORD = re.compile(r"[0-9０-９][0-9０-９,.，．]*|[A-Za-z]+|.", re.DOTALL)
#: Lines that share less than this are two lines, not one that was changed.
_ALIKE = 0.4
#: What stays between two changes is marked with them where it is shorter.
_SHORTEST_KEPT = 2
#: Words of a line up to which its changes are looked for.
_MOST_WORDS = 2_000


@dataclass(frozen=True)
class MarkedLine:
    operation: Operation
    pieces: tuple[Piece, ...]


def diff_lines(before: str, after: str) -> list[tuple[Operation, str]]:
    """The lines of both texts in order: kept (=), taken out (-), put in (+)."""
    return list(_operations(before.splitlines(), after.splitlines()))


def marked_lines(before: str, after: str) -> list[MarkedLine]:
    """The same, with what changed inside of lines that are much alike."""
    return list(_marked(before.splitlines(), after.splitlines()))


def _operations(old: list[str], new: list[str]) -> Iterator[tuple[Operation, str]]:
    for tag, gone, come in _changes(old, new):
        if tag == "equal":
            yield from (("=", line) for line in gone)
        else:
            yield from (("-", line) for line in gone)
            yield from (("+", line) for line in come)


def _marked(old: list[str], new: list[str]) -> Iterator[MarkedLine]:
    for tag, gone, come in _changes(old, new):
        if tag == "equal":
            yield from (MarkedLine("=", ((line, False),)) for line in gone)
            continue
        pairs = [_pieces(*pair) for pair in zip(gone, come, strict=False)]
        for number, line in enumerate(gone):
            yield MarkedLine("-", pairs[number][0] if number < len(pairs) else ((line, False),))
        for number, line in enumerate(come):
            yield MarkedLine("+", pairs[number][1] if number < len(pairs) else ((line, False),))


def _changes(old: list[str], new: list[str]) -> Iterator[tuple[str, list[str], list[str]]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        yield tag, old[old_from:old_to], new[new_from:new_to]


def _pieces(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both lines with what differs marked; nothing where they are too different to compare."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if max(len(before), len(after)) > _MOST_WORDS:
        return ((old, False),), ((new, False),)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return ((old, False),), ((new, False),)
    kept_old, kept_new = set[int](), set[int]()
    for start_old, start_new, length in matcher.get_matching_blocks():
        if length >= _SHORTEST_KEPT or _is_edge(start_old, start_new, length, before, after):
            kept_old |= set(range(start_old, start_old + length))
            kept_new |= set(range(start_new, start_new + length))
    return _joined(before, kept_old), _joined(after, kept_new)


def _is_edge(
    start_old: int, start_new: int, length: int, before: Sequence[str], after: Sequence[str]
) -> bool:
    """Whether it is what both begin or end with, however short."""
    begins = start_old == start_new == 0
    return begins or (start_old + length == len(before) and start_new + length == len(after))


def _joined(words: Sequence[str], kept: set[int]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for number, word in enumerate(words):
        changed = number not in kept
        if pieces and pieces[-1][1] == changed:
            pieces[-1] = (pieces[-1][0] + word, changed)
        else:
            pieces.append((word, changed))
    return tuple(pieces)
