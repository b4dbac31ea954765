"""The conversations of a set, one a line.

``question <cited heading|another> / … / follow-up => word other|spelling -not_this ~ rewrite``

A turn that begins with ``+`` goes on with the one before it. What stands between ``<`` and ``>``
are the headings that the answer cited. Behind ``=>`` stands what the follow-up must come to: words
that it must contain (``|`` between spellings, ``_`` for a space), words that it must not contain;
or ``NEW``: nothing of before may be carried; or ``UNCLEAR``: it must be asked back. Behind ``~``
stands what a good model makes of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from knowledge import japanese

_CITED = re.compile(r"\s*<([^<>]*)>\s*$")


@dataclass(frozen=True, kw_only=True)
class Said:
    """A turn of the asker, and the headings that its answer cited."""

    text: str
    headings: tuple[str, ...] = ()
    #: Whether it goes on with the turn before.
    goes_on: bool = False


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """Turns, the last of which is to be understood, and what it comes to."""

    before: tuple[Said, ...]
    text: str
    expected: Literal["carried", "new", "unclear"]
    #: Each lists its spellings.
    must: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()
    #: What a good model makes of it; empty where it is unclear.
    rewrite: str = ""

    def is_met_by(self, standalone: str) -> bool:
        """Whether a standalone question says what it must, and nothing that it must not."""
        if self.expected == "unclear":
            return False
        said = _plain(standalone)

        def says(word: str) -> bool:
            return bool(re.search(rf"(?<!\d){re.escape(_plain(word))}", said))

        if self.expected == "new":
            return set(japanese.words(standalone)) <= set(japanese.words(self.text))
        has_all = all(any(map(says, spellings)) for spellings in self.must)
        return has_all and not any(map(says, self.must_not))


def load(path: Path) -> Iterator[Conversation]:
    """The conversations of a file. Raises ValueError for a line that is none."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield _conversation(line)


def _conversation(line: str) -> Conversation:
    turns, behind, gold = line.partition(" => ")
    if not behind:
        raise ValueError(f"No => in the line: {line}")
    *before, text = turns.split(" / ")
    told, _, rewrite = gold.partition(" ~ ")
    told = told.strip()
    said = tuple(map(_said, before))
    if told in ("NEW", "UNCLEAR"):
        expected: Literal["new", "unclear"] = "new" if told == "NEW" else "unclear"
        rewrite = text if expected == "new" else ""
        return Conversation(before=said, text=text.strip(), expected=expected, rewrite=rewrite)
    words = told.split()
    return Conversation(
        before=said,
        text=text.strip(),
        expected="carried",
        must=tuple(tuple(word.split("|")) for word in words if not word.startswith("-")),
        must_not=tuple(word[1:] for word in words if word.startswith("-")),
        rewrite=rewrite.strip(),
    )


def _said(turn: str) -> Said:
    cited = _CITED.search(turn)
    headings = tuple(cited[1].split("|")) if cited else ()
    text = _CITED.sub("", turn).strip()
    return Said(text=text.removeprefix("+"), headings=headings, goes_on=text.startswith("+"))


def _plain(text: str) -> str:
    return japanese.normalize(text.replace("_", " ")).replace(" ", "")
