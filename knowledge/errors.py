"""Errors that people see: each says what is wrong and what to do next.

::

    ZerojiError
    ├── InvalidInput      what was given cannot be used
    ├── NotFound          no such manual, ticket, proposal …
    ├── NotAllowed        this person may not do that
    ├── Conflict          somebody else was faster, or it changed meanwhile
    └── HomeUnavailable   ZEROJI_HOME cannot be used, or another process uses it
"""

from __future__ import annotations


class ZerojiError(Exception):
    """Base of all errors whose text is meant for a person.

    The command line speaks English; ``ja`` is for pages that are read in Japanese.
    """

    def __init__(self, text: str, ja: str = "") -> None:
        super().__init__(text)
        self._japanese = ja

    def text(self, language: str) -> str:
        """What to show to who reads ``ja`` or ``en``."""
        return self._japanese if language == "ja" and self._japanese else str(self)


class InvalidInput(ZerojiError):
    """What was given cannot be used."""


class NotFound(ZerojiError):
    """There is no such thing, or the asker may not know of it."""


class NotAllowed(ZerojiError):
    """This person may not do that."""


class Conflict(ZerojiError):
    """Somebody else was faster, or it changed meanwhile."""


class HomeUnavailable(ZerojiError):
    """ZEROJI_HOME cannot be used, or another process uses it."""
