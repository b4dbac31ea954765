"""A file and its sidecar become a Document: read, structure, metadata."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ingest.errors import UnreadableDocument
from ingest.metadata import complete_meta, front_matter_fields, sidecar_fields
from ingest.reading import read
from ingest.reading.elements import Progress
from ingest.structure import structure
from knowledge.model import Document, Section

#: Characters. No paragraph or cell that people wrote is longer; what is quoted whole must be short.
_LONGEST_BLOCK = 20_000


def read_document(path: Path, overrides: Mapping[str, object], progress: Progress) -> Document:
    """Read a file in this process. Raises UnreadableDocument, or errors of the reader's library."""
    sidecar = sidecar_fields(path)
    reading = read(path, progress)
    fields, warnings = front_matter_fields(path, reading.front_matter)
    declared = {**fields, **sidecar, **overrides}
    outline = structure(reading, fallback_title=str(declared.get("title") or path.stem))
    if not outline.sections:
        raise UnreadableDocument(path, "No text was found in it.", "Check that it is not blank.")
    _check_length(path, outline.sections)
    return Document(
        meta=complete_meta(declared, outline),
        sections=outline.sections,
        warnings=(*reading.warnings, *warnings),
    )


def _check_length(path: Path, sections: Sequence[Section]) -> None:
    longest = max(len(block.text) for section in sections for block in section.blocks)
    if longest > _LONGEST_BLOCK:
        raise UnreadableDocument(
            path,
            f"It has a paragraph or cell of {longest:,} characters; the limit is "
            f"{_LONGEST_BLOCK:,}.",
            "Break it into paragraphs.",
        )
