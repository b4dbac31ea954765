"""What can go wrong while a document is ingested.

UnreadableDocument   the file could not be turned into text; says why and what to do
UnfetchableUrl       a URL gave no document; says why and what to do
└── UrlGone          its server says that there is nothing any more
"""

from __future__ import annotations

from pathlib import Path


class UnreadableDocument(Exception):
    """A document that could not be read: its path, why, and what its owner can do next.

    ``reason`` and ``advice`` are plain English sentences that end with a full stop; together
    they are the message that the console and the command line show.
    """

    def __init__(self, path: Path, reason: str, advice: str) -> None:
        super().__init__(f"{path.name}: {reason} {advice}")
        self.path = path
        self.reason = reason
        self.advice = advice


class UnfetchableUrl(Exception):
    """A URL that gave no document: why, and what its owner can do next, in whole sentences."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(f"{reason} {advice}")
        self.reason = reason
        self.advice = advice


class UrlGone(UnfetchableUrl):
    """The server answered that there is no such document (any more)."""
