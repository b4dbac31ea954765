"""Pairs of questions, written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).parent
SETS = ("learned_from", "unseen", "unseen_later", "unseen_last")


class Pair(NamedTuple):
    #: Whether one reply answers both.
    same: bool
    one: str
    other: str


def pairs(name: str) -> Iterator[Pair]:
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(("=", "!")):
            one, other = line[1:].split("|")
            yield Pair(line[0] == "=", one.strip(), other.strip())
