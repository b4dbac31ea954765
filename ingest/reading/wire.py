"""Documents as JSON, between the reading process and the one that asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from knowledge.model import Block, Document, ManualMeta, Section

_DATES = ("effective_from", "effective_until", "review_date")


def dump_document(document: Document) -> dict[str, Any]:
    """The document as JSON types: dates as ISO strings, tuples as lists."""
    return {
        "meta": dump_meta(asdict(document.meta)),
        "sections": [asdict(section) for section in document.sections],
        "warnings": list(document.warnings),
    }


def load_document(data: Mapping[str, Any]) -> Document:
    """The document that dump_document wrote. Raises KeyError or TypeError on anything else."""
    return Document(
        meta=ManualMeta(**load_meta(data["meta"])),
        sections=tuple(_section(section) for section in data["sections"]),
        warnings=tuple(str(warning) for warning in data["warnings"]),
    )


def dump_meta(fields: Mapping[str, object]) -> dict[str, object]:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in fields.items()}


def load_meta(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {k: date.fromisoformat(v) if k in _DATES and v else v for k, v in fields.items()}


def _section(data: Mapping[str, Any]) -> Section:
    return Section(
        heading_path=tuple(data["heading_path"]),
        blocks=tuple(Block(**block) for block in data["blocks"]),
        question=data["question"],
    )
