"""Places in the manuals where a staff reply might go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest import patching
from ingest.fetching.addresses import is_url
from ingest.patching import PlaceNotFound
from knowledge.errors import Conflict, InvalidInput, ZerojiError
from knowledge.library import Library
from knowledge.model import Manual, Section

_NEW_ENTRY = "（新しい項目として追加）"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a reply might go."""

    manual_id: int
    manual: str
    heading: str
    #: The text as it stands in the source file; empty for a new entry.
    before: str
    patchable: bool
    #: Why it cannot be changed in place, and what to do instead.
    why_not: ZerojiError | None
    #: None for a new entry.
    section_hash: str | None


def suggest(library: Library, nearest: Sequence[dict[str, Any]]) -> list[Place]:
    """Where the nearest passages stand, then a new entry in each FAQ; what can be changed first."""
    places = [_place(library, hit["manual_id"], hit["section"]) for hit in nearest]
    manuals = sorted(library.manuals(), key=lambda manual: manual.kind != "faq")
    places += [_new_entry(manual) for manual in manuals if why_not(manual.source) is None]
    found = {(place.manual_id, place.section_hash): place for place in places if place}
    return sorted(found.values(), key=lambda place: not place.patchable)


def section_with(library: Library, manual_id: int, section_hash: str) -> Section | None:
    """A section of the newest revision, None when it has changed since."""
    revision = library.history(manual_id)[-1]
    sections = library.sections(revision.id)
    return next((section for section in sections if section.hash == section_hash), None)


def why_not(source: str) -> InvalidInput | None:
    """Why a manual cannot be changed where it comes from and what to do instead; None when it
    can."""
    if is_url(source):
        return InvalidInput(
            "This manual comes from a URL: change the page where it is kept and ingest it again, "
            "or add an entry to a FAQ.",
            "この文書は URL から取り込まれています。元のページを直して取り込み直すか、FAQに項目を"
            "追加してください。",
        )
    path = Path(source)
    if patching.patchable(path):
        return None
    kind = path.suffix.upper()[1:]
    return InvalidInput(
        f"{kind} files cannot be changed in place: change the file in its own program and ingest "
        "it again, or add an entry to a FAQ.",
        f"{kind} はここでは直せません。元のソフトで直して取り込み直すか、FAQに項目を追加して"
        "ください。",
    )


def _place(library: Library, manual_id: int, heading: str) -> Place | None:
    """The place of a section as it is now; None when it is gone."""
    manual = library.manual(manual_id)
    revision = library.history(manual_id)[-1]
    sections = library.sections(revision.id)
    section = next((section for section in sections if section.heading == heading), None)
    if section is None:
        return None
    before, objection = _text_at(manual.source, section)
    return Place(
        manual_id=manual_id,
        manual=manual.title,
        heading=heading,
        before=before,
        patchable=objection is None,
        why_not=objection,
        section_hash=section.hash,
    )


def _text_at(source: str, section: Section) -> tuple[str, ZerojiError | None]:
    """The text to edit, and why it cannot be edited (None when it can)."""
    if objection := why_not(source):
        return section.text, objection
    path = Path(source)
    try:
        return patching.text_at(path, patching.Place(heading_path=section.heading_path)), None
    except (PlaceNotFound, OSError) as error:
        return section.text, Conflict(
            f"{path.name}: {error}", f"{path.name} にこの箇所が見つかりません。"
        )


def _new_entry(manual: Manual) -> Place:
    return Place(
        manual_id=manual.id,
        manual=manual.title,
        heading=_NEW_ENTRY,
        before="",
        patchable=True,
        why_not=None,
        section_hash=None,
    )
