"""What a manual says about itself: sidecar ``NAME.meta.yaml``, front matter, and defaults."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

import yaml

from ingest.errors import UnreadableDocument
from ingest.structure import Outline
from knowledge.model import ManualKind, ManualMeta

_TEXTS = ("title", "owner", "audience", "topic", "language", "revises")
_DATES = ("effective_from", "effective_until", "review_date")
_KEYS = (*_TEXTS, "kind", *_DATES)
#: Keys that decide who sees a manual and when it holds.
_DECIDING = ("audience", "effective_from", "effective_until")
#: Characters that a text has at most: it stands in lists, and in indexes of the database.
_LONGEST = {"language": 8}
_LONGEST_TEXT = 500
#: Similarity from which a key is taken for a misspelt one.
_CLOSE = 0.8
_JAPANESE = re.compile(r"[\u3040-\u30ff]")
SIDECAR_SUFFIX = ".meta.yaml"


def sidecar_path(path: Path) -> Path:
    """Where a document's sidecar would be: its name without the last extension, .meta.yaml."""
    return path.with_name(path.stem + SIDECAR_SUFFIX)


def sidecar_fields(path: Path) -> dict[str, Any]:
    """The checked fields of a document's sidecar; empty where it has none."""
    sidecar = sidecar_path(path)
    if not sidecar.is_file():
        return {}
    try:
        data = yaml.safe_load(sidecar.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UnreadableDocument(
            sidecar,
            f"The sidecar {sidecar.name} is not YAML in UTF-8 ({_one_line(error)}).",
            "Correct it; it holds lines such as “owner: 人事部労務課”.",
        ) from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise _bad(sidecar, f"{sidecar.name} holds no “key: value” lines.")
    return checked_fields(sidecar, data)


def checked_fields(source: Path, data: Mapping[Any, Any]) -> dict[str, Any]:
    """Fields for ManualMeta from raw YAML. Raises UnreadableDocument that names a bad key."""
    unknown = [str(key) for key in data if key not in _KEYS]
    if unknown:
        raise _bad(source, f"The metadata key “{unknown[0]}” is unknown.")
    return {
        key: _checked(source, key, value) for key, value in data.items() if value not in (None, "")
    }


def front_matter_fields(
    source: Path, data: Mapping[Any, Any]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The checked fields of front matter, and warnings of keys that mean nothing here.

    Front matter also serves other programs (``layout``, ``tags``). Only a misspelt key that would
    show a manual to the wrong people or at the wrong time is an error.
    """
    unknown = [str(key) for key in data if key not in _KEYS]
    for key in unknown:
        meant = difflib.get_close_matches(key.lower(), _KEYS, n=1, cutoff=_CLOSE)
        if meant and meant[0] in _DECIDING:
            raise _bad(source, f"The metadata key “{key}” is unknown; “{meant[0]}” may be meant.")
    known = {key: value for key, value in data.items() if key in _KEYS}
    told = f"Keys of its front matter that Zeroji does not use: {', '.join(unknown)}."
    return checked_fields(source, known), (told,) if unknown else ()


def complete_meta(declared: Mapping[str, Any], outline: Outline) -> ManualMeta:
    """The declared fields, with defaults for the rest from the document itself."""
    defaults: dict[str, Any] = {
        "title": outline.title,
        "kind": outline.kind,
        "language": _language(outline),
    }
    return ManualMeta(**{**defaults, **declared})


def _checked(source: Path, key: str, value: Any) -> object:
    if key in _DATES:
        return _date(source, key, value)
    if not isinstance(value, str | int | float):
        raise _bad(source, f"The metadata key “{key}” must be plain text.")
    text = str(value).strip()
    if key == "kind" and text not in get_args(ManualKind):
        kinds = ", ".join(get_args(ManualKind))
        raise _bad(source, f"The metadata key “kind” is “{text}”, but must be one of {kinds}.")
    longest = _LONGEST.get(key, _LONGEST_TEXT)
    if "\0" in text or len(text) > longest:
        raise _bad(
            source, f"The metadata key “{key}” must be text of at most {longest} characters."
        )
    return text


def _date(source: Path, key: str, value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip().replace("/", "-"))
    except ValueError as error:
        raise _bad(
            source, f"The metadata key “{key}” is “{value}”, which is not a date like 2027-04-01."
        ) from error


def _language(outline: Outline) -> str:
    said = "".join(section.text for section in outline.sections[:200])
    return "ja" if _JAPANESE.search(said) else "en"


def _bad(source: Path, reason: str) -> UnreadableDocument:
    return UnreadableDocument(source, reason, f"Correct it; the keys are {', '.join(_KEYS)}.")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
