"""Writes a proposal: where the change goes, what it says there now, and what it shall say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.desk import places, sheets, staging, versions
from bot.desk.addenda import Addenda
from ingest import patching
from ingest.patching import PlaceNotFound
from knowledge.errors import Conflict, InvalidInput
from knowledge.library import Library
from knowledge.model import Manual, Revision, Section

_LONGEST = 1_000_000
_LONGEST_QUESTION = 500


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A change as it is written down."""

    manual: Manual
    how: str
    heading_path: tuple[str, ...]
    before: str
    after: str
    #: Of the file that ``before`` was taken from.
    base_hash: str
    #: The revision whose file is changed; None for an addendum.
    base_revision: int | None


class Drafting:
    def __init__(self, library: Library, addenda: Addenda) -> None:
        self._library = library
        self._addenda = addenda

    def draft(
        self,
        manual_id: int,
        section_hash: str | None,
        after: str,
        question: str | None,
        sheet: str = "",
        row: str | None = None,
    ) -> Draft:
        """A change of a section, or a new one under its question (or heading).

        In a workbook a new one goes to a ``sheet``, to the one that it fits where none is named.
        Of a plain table a ``row`` is changed, told by its text, or added (empty); without one the
        table gets an addendum.
        Raises InvalidInput when the text is empty or unchanged, Conflict when the section or the
        file is gone.
        """
        manual = self._library.manual(manual_id)
        base = versions.present(self._library.history(manual_id))
        if objection := places.why_not(base.source):
            raise objection
        section = self._section(manual, section_hash)
        heading_path = section.heading_path if section else ()
        how = places.how_at(self._library, manual_id, base.source, section)
        if how == "row" and section is not None and row is not None:
            return _row(manual, section, base, row, after)
        if how in ("addendum", "row"):
            return self._addendum(manual, heading_path, after, question)
        path = Path(base.source)
        data = present(path)
        if heading_path:
            place = patching.Place(heading_path=heading_path)
        else:
            place = self._new_entry(manual_id, path, data, (_heading(question), after), sheet)
        _expect_free(path, data, place)
        before = text_in(path, data, place)
        return Draft(
            manual=manual,
            how=how,
            heading_path=place.heading_path,
            before=before,
            after=checked(before, after),
            base_hash=staging.hash_of(data),
            base_revision=base.id,
        )

    def sheets(self, manual_id: int, question: str, answer: str) -> list[str]:
        """Sheets that a new entry may go to, the most fitting first; none outside of workbooks."""
        source = versions.present(self._library.history(manual_id)).source
        path, how = Path(source), places.how_at(self._library, manual_id, source, None)
        data = staging.present(path) if how == "in_place" else b""
        return self._sheets(manual_id, path, data, (question, answer)) if data else []

    def _new_entry(
        self, manual_id: int, path: Path, data: bytes, entry: tuple[str, str], sheet: str
    ) -> patching.Place:
        """Where an entry goes, told by its heading and text."""
        fitting = self._sheets(manual_id, path, data, entry)
        return patching.Place(heading_path=(*_chosen(fitting, sheet), entry[0]), new=True)

    def _sheets(self, manual_id: int, path: Path, data: bytes, entry: tuple[str, str]) -> list[str]:
        try:
            there = patching.sheets(path, data)
        except PlaceNotFound:
            return []  # whatever reads or changes the file next says so
        return sheets.ordered(there, versions.sections_of(self._library, manual_id), *entry)

    def _addendum(
        self, manual: Manual, heading_path: tuple[str, ...], after: str, question: str | None
    ) -> Draft:
        asked = "" if heading_path else _heading(question)
        text = checked("", after)
        place = self._addenda.place(manual, heading_path, asked)
        return Draft(
            manual=manual,
            how="addendum",
            heading_path=place.heading_path,
            before="",
            after=self._addenda.text(manual, heading_path, text),
            base_hash=staging.hash_of(self._addenda.data(manual)),
            base_revision=None,
        )

    def _section(self, manual: Manual, section_hash: str | None) -> Section | None:
        """As it is now; None for a new one."""
        if section_hash is None:
            return None
        section = places.section_with(self._library, manual.id, section_hash)
        if section is None:
            raise Conflict(
                f"「{manual.title}」 no longer has that section. Choose the place again.",
                f"「{manual.title}」のその箇所は変更されています。場所を選び直してください。",
            )
        return section


def _row(manual: Manual, section: Section, base: Revision, row: str, after: str) -> Draft:
    path = Path(base.source)
    data = present(path)
    place = patching.Place(heading_path=section.heading_path, new=not row, row=row)
    if text_in(path, data, place) != row:
        raise Conflict(
            "That row was changed meanwhile. Choose it again.",
            "その行は変更されています。行を選び直してください。",
        )
    text = as_read(path, data, place, checked(row, after))
    _expect_free(path, data, replace(place, row=text))
    return Draft(
        manual=manual,
        how="row",
        heading_path=place.heading_path,
        before=row,
        after=checked(row, text),
        base_hash=staging.hash_of(data),
        base_revision=base.id,
    )


def as_read(path: Path, data: bytes, place: patching.Place, text: str) -> str:
    """The new text of a row as its file will have it. Raises InvalidInput where it cannot."""
    try:
        return patching.row_as_read(path, data, place, text)
    except PlaceNotFound as error:
        raise InvalidInput(f"{path.name}: {error}", error.ja) from error


def _chosen(fitting: Sequence[str], sheet: str) -> tuple[str, ...]:
    """The sheet that was chosen, else the best one, if there are any. Raises InvalidInput."""
    if sheet and sheet not in fitting:
        raise InvalidInput(
            f"There is no sheet 「{sheet}」 for new entries. Choose another one.",
            f"新しい項目を追加できるシート「{sheet}」はありません。選び直してください。",
        )
    return (sheet,) if sheet else tuple(fitting[:1])


def present(path: Path) -> bytes:
    """Raises Conflict where there is no file."""
    data = staging.present(path)
    if not data:
        raise Conflict(
            f"{path.name} is not there. Put it back and try again.",
            f"{path.name} が見つかりません。元の場所に戻してから、もう一度お試しください。",
        )
    return data


def text_in(path: Path, data: bytes, place: patching.Place) -> str:
    """The text at a place. Raises Conflict where there is no such place."""
    try:
        return patching.text_in(path, data, place)
    except PlaceNotFound as error:
        raise Conflict(f"{path.name}: {error}", f"{path.name}：{error.ja}") from error


def _expect_free(path: Path, data: bytes, place: patching.Place) -> None:
    """A new section has a heading of its own, a new row a name, or neither could be found by it."""
    if not place.new:
        return
    try:
        patching.text_in(path, data, replace(place, new=False))
    except PlaceNotFound:
        return
    heading = place.heading if place.row is None else place.row.split("\n")[0]
    raise Conflict(
        f"{path.name} has 「{heading}」 already: change that place, or use another heading.",
        f"{path.name} にはすでに「{heading}」があります。その箇所を直すか、別の見出しに"
        "してください。",
    )


def checked(before: str, after: str) -> str:
    """The new text. Raises InvalidInput where it is none or says what stands there."""
    text = after.strip()
    if not text:
        raise InvalidInput("The new text is empty.", "新しい文面を入力してください。")
    if len(text) > _LONGEST:
        raise InvalidInput(
            f"The new text is longer than {_LONGEST:,} characters.",
            f"新しい文面は{_LONGEST:,}文字以内にしてください。",
        )
    if text == before.strip():
        raise InvalidInput(
            "The new text is the same as the present one.",
            "今の文面と同じです。変更してから提案してください。",
        )
    return text


def _heading(question: str | None) -> str:
    heading = " ".join((question or "").split())
    if not heading:
        raise InvalidInput(
            "A new entry needs its question (or heading).",
            "新しい項目の質問（見出し）を入力してください。",
        )
    if len(heading) > _LONGEST_QUESTION:
        raise InvalidInput(
            f"The heading is longer than {_LONGEST_QUESTION} characters.",
            f"見出しは{_LONGEST_QUESTION}文字以内にしてください。",
        )
    return heading
