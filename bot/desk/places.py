"""Places in the manuals where a staff reply may go; :mod:`bot.desk.suggesting` chooses some."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from bot.desk import versions
from ingest import patching
from ingest.fetching.addresses import is_url
from ingest.patching import PlaceNotFound, Row
from knowledge.errors import Conflict, ZerojiError
from knowledge.library import Library
from knowledge.model import Manual, Section

How = Literal["in_place", "row", "tracked", "addendum"]

#: Bytes of a file, and rows of a table, up to which a plain table is changed row by row.
_LARGEST_TABLE, _MOST_ROWS = 2_000_000, 500
_NEW_ENTRY = "（新しい項目として追加）"


@dataclass(frozen=True, kw_only=True)
class Target:
    """The file that a change goes to, and when it holds."""

    #: As people know it.
    file: str
    #: From when on the change would hold, where that is after today.
    from_day: date | None
    #: Later versions that have the same place, since when and in which file: they stay as they are.
    later: tuple[tuple[date, str], ...]


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a reply might go."""

    manual_id: int
    manual: str
    heading: str
    #: The text as an owner edits it, in the source file where that can be changed; empty for a new
    #: entry.
    before: str
    patchable: bool
    #: Why it cannot be changed now, and what to do about it.
    why_not: ZerojiError | None
    #: None for a new entry.
    section_hash: str | None
    #: Empty for a new entry.
    heading_path: tuple[str, ...]
    how: How
    #: Why it is suggested; the page words it as ``place.why.<why>``.
    why: str
    #: None where the manual's own files are not changed.
    target: Target | None
    #: Of a plain table, which is changed row by row.
    rows: tuple[Row, ...] = ()
    #: Whether enough speaks for it to be called the best one, and not only a candidate.
    is_sure: bool = False


def section_with(library: Library, manual_id: int, section_hash: str) -> Section | None:
    """A section of the revision that holds today, None when it has changed since."""
    sections = versions.sections_of(library, manual_id)
    return next((section for section in sections if section.hash == section_hash), None)


def place_at(
    library: Library, manual_id: int, section_hash: str | None, why: str = "chosen"
) -> Place:
    """A section as it is now, or a new entry. Raises NotFound, Conflict where it is gone."""
    manual = library.manual(manual_id)
    if section_hash is None:
        return new_entry(library, manual, why)
    section = section_with(library, manual_id, section_hash)
    if section is None:
        raise Conflict(
            f"「{manual.title}」 no longer has that section. Choose the place again.",
            f"「{manual.title}」のその箇所は変更されています。場所を選び直してください。",
        )
    return place_of(library, manual, section, why)


def place_of(library: Library, manual: Manual, section: Section, why: str) -> Place:
    """The place of a section of the revision that holds today."""
    source = versions.present(library.history(manual.id)).source
    how = how_at(library, manual.id, source, section)
    rows = _rows(source, section) if how == "row" else ()
    how = "addendum" if how == "row" and not rows else how
    before, objection = _text_at(source, section, how)
    return Place(
        manual_id=manual.id,
        manual=manual.title,
        heading=section.heading,
        heading_path=section.heading_path,
        before=before,
        patchable=objection is None,
        why_not=objection,
        section_hash=section.hash,
        how=how,
        why=why,
        target=target_of(library, manual.id, source, how, section.heading_path),
        rows=rows,
    )


def new_entry(library: Library, manual: Manual, why: str) -> Place:
    source = versions.present(library.history(manual.id)).source
    how, objection = how_at(library, manual.id, source, None), why_not(source)
    return Place(
        manual_id=manual.id,
        manual=manual.title,
        heading=_NEW_ENTRY,
        heading_path=(),
        before="",
        patchable=objection is None,
        why_not=objection,
        section_hash=None,
        how=how,
        why=why,
        target=target_of(library, manual.id, source, how),
    )


def target_of(
    library: Library, manual_id: int, source: str, how: str, heading_path: tuple[str, ...] = ()
) -> Target | None:
    """Where a change of a place goes; None for an addendum."""
    if how == "addendum":
        return None
    return Target(
        file=versions.name_of(source),
        from_day=versions.takes_effect(library.history(manual_id), source),
        later=tuple(versions.later_with(library, manual_id, source, heading_path)),
    )


def how_of(source: str) -> How:
    """How a manual is changed: where it is, as a tracked change, or by an addendum beside it."""
    if is_url(source) or not patching.patchable(Path(source)):
        return "addendum"
    return "tracked" if patching.is_tracked(Path(source)) else "in_place"


def how_at(library: Library, manual_id: int, source: str, section: Section | None) -> How:
    """The same for a section, or a new entry (None): plain tables are changed row by row, and
    what is no row of them gets an addendum."""
    how = how_of(source)
    if how != "in_place" or not patching.has_rows(Path(source)):
        return how
    if section is not None:
        return how if section.question else "row"
    is_faq = any(one.question for one in versions.sections_of(library, manual_id))
    return how if is_faq else "addendum"


def why_not(source: str) -> Conflict | None:
    """Why a manual cannot be changed now, and what to do about it; None when it can."""
    path = Path(source)
    if how_of(source) == "addendum":
        return None
    if not path.is_file():
        return Conflict(
            f"{path.name} is not there. Put it back and try again.",
            f"{path.name} が見つかりません。元の場所に戻してから、もう一度お試しください。",
        )
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return Conflict(
            f"{path.name} cannot be changed. Check the permissions of the file and its folder.",
            f"{path.name} に書き込めません。ファイルとフォルダーの権限を確認してください。",
        )
    return None


def _text_at(source: str, section: Section, how: How) -> tuple[str, ZerojiError | None]:
    """The text to edit, and why it cannot be edited (None when it can)."""
    if objection := why_not(source):
        return section.text, objection
    if how in ("addendum", "row"):
        return section.text, None
    path = Path(source)
    try:
        return patching.text_at(path, patching.Place(heading_path=section.heading_path)), None
    except (PlaceNotFound, OSError) as error:
        return section.text, Conflict(f"{path.name}: {error}", f"{path.name}：{_ja(error)}")


def _rows(source: str, section: Section) -> tuple[Row, ...]:
    """The rows of a section's tables; none where its file is not there, is not read so, or is
    larger than what a page can offer at once."""
    path = Path(source)
    try:
        if path.stat().st_size > _LARGEST_TABLE:
            return ()
        rows = patching.rows(path, path.read_bytes(), section.heading_path)
    except (PlaceNotFound, OSError):
        return ()
    return tuple(rows) if len(rows) <= _MOST_ROWS else ()


def _ja(error: Exception) -> str:
    return error.ja if isinstance(error, PlaceNotFound) else "ファイルを読めません。"
