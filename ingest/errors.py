"""What can go wrong while a document is ingested.

UnreadableDocument   the file could not be turned into text; says why and what to do
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
