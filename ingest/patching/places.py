"""Places in source files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


class PlaceNotFound(Exception):
    """A file has no such place, more than one, or one that cannot hold the text.

    The message says which, in English; ``ja`` says it in Japanese.
    """

    def __init__(self, message: str, ja: str = "ファイルにこの箇所が見つかりません。") -> None:
        super().__init__(message)
        self.ja = ja


@dataclass(frozen=True, kw_only=True)
class Place:
    """A section of a document, a FAQ entry by its question, or a row of a plain table."""

    heading_path: tuple[str, ...]
    #: Make this section or entry instead of changing it.
    new: bool = False
    #: The section that a new one follows; at the end where it is empty or the file has no order.
    after: tuple[str, ...] = ()
    #: A row of the section's table by its text (see ``ingest.patching.rows``), empty for a new one;
    #: None for anything else.
    row: str | None = None

    @property
    def heading(self) -> str:
        return self.heading_path[-1]


def same_text(one: str, other: str) -> bool:
    """Whether two headings are the same, whatever their width, spaces and line ends."""
    return bare(one) == bare(other)


def same_path(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two heading paths are the same, whatever their width, spaces and line ends."""
    return len(one) == len(other) and all(map(same_text, one, other))


def check_free(place: Place, taken: Iterable[str]) -> None:
    """Raise PlaceNotFound where a new entry has the heading of another: none could be told."""
    if any(same_text(place.heading, heading) for heading in taken):
        raise PlaceNotFound(
            f"It has 「{place.heading}」 already: change that entry, or choose another heading.",
            f"「{place.heading}」は既にあります。その項目を直すか、別の見出しにしてください。",
        )


def bare(text: str) -> str:
    """A heading without spaces and marks, in one width."""
    return re.sub(r"[\s*_`#\\]+", "", unicodedata.normalize("NFKC", text))
