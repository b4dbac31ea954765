"""Strings that would run, load or change something wherever they were not shown as text."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from itertools import cycle
from pathlib import Path

_SPACES = r"[\s,]"
#: What some kinds of text may not have.
_BARRED = {"audience": _SPACES, "file name": "/"}
_HERE = Path(__file__).with_suffix(".txt")


def hostile_strings() -> list[str]:
    lines = _HERE.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("== ")]


class Hostile:
    """Says what it is asked to say, and behind it as many hostile strings as there is room for."""

    def __init__(self) -> None:
        self.strings = hostile_strings()
        self._next = cycle(self.strings)
        self._ahead = next(self._next)
        #: Strings by the kind of text that they were put into.
        self.placed: defaultdict[str, set[str]] = defaultdict(set)

    def __call__(self, kind: str, text: str, longest: int) -> str:
        if kind in _BARRED:
            return self._one_without(_BARRED[kind], kind, text, longest)
        said = text
        for _ in self.strings:
            if len(said) + len(self._ahead) + 1 > longest:
                break
            said = f"{said} {self._ahead}".strip()
            self.placed[kind].add(self._ahead)
            self._ahead = next(self._next)
        else:
            return said
        if not self.placed[kind]:
            self._ahead = next(self._next)  # too long for this kind, for which another one is not
        return said

    def _one_without(self, barred: str, kind: str, text: str, longest: int) -> str:
        """A single string, as names of files and audiences may be."""
        fitting = [s for s in self.strings if len(text + s) <= longest and not re.search(barred, s)]
        text = "" if barred == _SPACES else text
        said = next(one for one in fitting if one not in self.placed[kind] and "<" in one)
        self.placed[kind].add(said)
        return f"{text}{said}"


def squeezed(text: str) -> str:
    """A text as it can be compared: pages fold spaces, and letters are written in one way."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
