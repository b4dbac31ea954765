"""Lists as people indent them, by two spaces, a tab or eight: made to nest as they look."""

from __future__ import annotations

import re
from collections.abc import Callable

from ingest.structure.numbered import starts_piece

_MARKER = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]+\S")
_STEP = 4
#: A line must stand further in by this much to belong to the item above it.
_DEEPER = 2


class Nesting:
    """The list items that are open, by the columns of their markers, while lines are read."""

    def __init__(self) -> None:
        self._columns: list[int] = []
        self._after_blank = True

    def tidy(self, line: str) -> str:
        """The line with four spaces for each item that it stands in."""
        text = line.lstrip(" \t")
        after_blank, self._after_blank = self._after_blank, not text
        if not text:
            return line
        column = len(line.expandtabs(_STEP)) - len(text.expandtabs(_STEP))
        if _MARKER.match(line):
            self._close(lambda open_column: column - open_column < _DEEPER)
            self._columns.append(column)
            return " " * _STEP * (len(self._columns) - 1) + text
        if column == 0 and not (after_blank or text.startswith("#") or starts_piece(text)):
            return line  # goes on with the item above, although it does not stand in it
        self._close(lambda open_column: column <= open_column)
        return " " * _STEP * len(self._columns) + text if self._columns else line

    def _close(self, ends: Callable[[int], bool]) -> None:
        while self._columns and ends(self._columns[-1]):
            self._columns.pop()
