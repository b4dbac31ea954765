"""A file and its sidecar become a Document: read, structure, metadata."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ingest.errors import UnreadableDocument
from ingest.metadata import checked_fields, complete_meta, sidecar_fields
from ingest.reading import read
from ingest.reading.elements import Progress
from ingest.structure import structure
from knowledge.model import Document


def read_document(path: Path, overrides: Mapping[str, object], progress: Progress) -> Document:
    """Read a file in this process. Raises UnreadableDocument, or errors of the reader's library."""
    sidecar = sidecar_fields(path)
    reading = read(path, progress)
    declared = {**checked_fields(path, reading.front_matter), **sidecar, **overrides}
    outline = structure(reading, fallback_title=str(declared.get("title") or path.stem))
    if not outline.sections:
        raise UnreadableDocument(path, "No text was found in it.", "Check that it is not blank.")
    return Document(
        meta=complete_meta(declared, outline),
        sections=outline.sections,
        warnings=reading.warnings,
    )
