"""Errors that people see: each says what is wrong and what to do next.

::

    ZerojiError
    ├── InvalidInput      what was given cannot be used
    ├── NotFound          no such manual, ticket, proposal …
    ├── NotAllowed        this person may not do that
    ├── Conflict          somebody else was faster, or it changed meanwhile
    ├── HomeUnavailable   ZEROJI_HOME cannot be used, or another process uses it
    │   └── VectorsUnavailable   Chroma is down or damaged
    └── ModelUnavailable  an embedding or ranking model cannot be used now
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


class VectorsUnavailable(HomeUnavailable):
    """Chroma is down or damaged. Nothing is lost: the database keeps every vector."""


class ModelUnavailable(ZerojiError):
    """An embedding or ranking model cannot be used now."""

    def __init__(self, text: str) -> None:
        super().__init__(
            text,
            ja="検索用のモデルを今は使えません。しばらくしてからもう一度お試しください。"
            "続くときは管理者にお知らせください。",
        )
