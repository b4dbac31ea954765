"""Documents uploaded through a browser or the API, with what their owner says about them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.wiring import Zeroji
from ingest.metadata import sidecar_path
from knowledge.errors import InvalidInput

#: What may be said about a document: the keys of a sidecar.
FIELDS = (
    "title",
    "kind",
    "owner",
    "audience",
    "topic",
    "effective_from",
    "effective_until",
    "review_date",
    "revises",
)


def publish_upload(
    zeroji: Zeroji, filename: str, data: bytes, author: str, said: Mapping[str, Any]
) -> dict[str, Any]:
    """Ingest a document. What was ``said`` becomes its sidecar, so that it stays true later.

    A document of the same file name that was uploaded before gets a new revision, and keeps its
    sidecar unless something else is said now.
    """
    name = Path(filename.replace("\\", "/")).name
    if name.endswith(".meta.yaml"):
        raise InvalidInput("Upload the document itself; a sidecar is made from the form.")
    fields = {key: str(said[key]).strip() for key in FIELDS if str(said.get(key) or "").strip()}
    if fields:
        zeroji.settings.uploads.mkdir(parents=True, exist_ok=True)
        text = yaml.safe_dump(fields, allow_unicode=True)
        sidecar_path(zeroji.settings.uploads / name).write_text(text, encoding="utf-8")
    return zeroji.upload(name, data, author)
