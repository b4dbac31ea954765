"""Places in a source file."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


class PlaceNotFound(Exception):
    """The file has no such place, or more than one; the message says which."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A section of a document, or a FAQ entry by its question."""

    heading_path: tuple[str, ...]
    #: Make this section or entry instead of changing it.
    new: bool = False

    @property
    def heading(self) -> str:
        return self.heading_path[-1]


def same_text(one: str, other: str) -> bool:
    """Whether two headings are the same, whatever their width, spaces and line ends."""
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return re.sub(r"[\s*_`#\\]+", "", unicodedata.normalize("NFKC", text))
