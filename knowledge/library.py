"""The library: what manuals there are, their revisions, and what each says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, func, select

from knowledge import schema, timeline
from knowledge.errors import NotFound
from knowledge.model import Block, Manual, Revision, Section
from knowledge.timeline import Period

#: A section by the id of a revision and its hash.
Place = tuple[int, str]

_MANUAL = [c for c in schema.manuals.c if c.name not in ("created_at", "given")]
_REVISION = [c for c in schema.revisions.c if c.name != "warnings"]
#: Sections of revisions, with the pages that they have in them.
_SECTIONS = select(
    schema.revision_sections.c.revision_id,
    schema.revision_sections.c.section_hash,
    schema.revision_sections.c.pages,
    schema.sections.c.heading_path,
    schema.sections.c.question,
    schema.sections.c.blocks,
).select_from(
    schema.revision_sections.join(
        schema.revisions, schema.revisions.c.id == schema.revision_sections.c.revision_id
    ).join(
        schema.sections,
        (schema.sections.c.hash == schema.revision_sections.c.section_hash)
        & (schema.sections.c.manual_id == schema.revisions.c.manual_id),
    )
)
#: Those at some places, made once because each question asks for some. Of a section that stands
#: twice in a revision the first comes last.
_SECTIONS_AT = _SECTIONS.where(
    schema.revision_sections.c.revision_id.in_(bindparam("revisions", expanding=True)),
    schema.revision_sections.c.section_hash.in_(bindparam("hashes", expanding=True)),
).order_by(schema.revision_sections.c.position.desc())


@dataclass(frozen=True)
class SectionChange:
    """A section that differs between two revisions; None where it does not exist."""

    heading: str
    before: str | None
    after: str | None


class Library:
    """Reads manuals from the database; :mod:`ingest.publishing` is what changes them."""

    def __init__(self, database: Engine) -> None:
        self._database = database

    def manuals(self, include_retired: bool = False) -> list[Manual]:
        with self._database.connect() as tx:
            return manuals_in(tx, include_retired)

    def manual(self, manual_id: int) -> Manual:
        query = select(*_MANUAL).where(schema.manuals.c.id == manual_id)
        with self._database.connect() as tx:
            row = tx.execute(query).one_or_none()
        if row is None:
            raise NotFound(
                f"There is no manual {manual_id}. `zeroji manuals list` shows them.",
                "その文書はありません。文書の一覧から選んでください。",
            )
        return _manual(row)

    def history(self, manual_id: int) -> list[Revision]:
        """All revisions, oldest first."""
        with self._database.connect() as tx:
            return revisions_of(tx, manual_id)

    def revision_on(self, manual_id: int, day: date) -> Revision | None:
        return timeline.in_force(self.history(manual_id), day)

    def periods(self, manual_id: int) -> list[tuple[Period, Revision]]:
        """When each revision is in force, in order of time."""
        return timeline.periods(self.history(manual_id))

    def sections(self, revision_id: int) -> list[Section]:
        with self._database.connect() as tx:
            return sections_of(tx, revision_id)

    def warnings(self, revision_id: int) -> list[str]:
        query = select(schema.revisions.c.warnings).where(schema.revisions.c.id == revision_id)
        with self._database.connect() as tx:
            return list(tx.execute(query).scalar_one())

    def sections_at(self, places: Collection[Place]) -> dict[Place, Section]:
        """The sections at some places, each with the pages that it has in that revision."""
        asked = {
            "revisions": sorted({revision_id for revision_id, _ in places}),
            "hashes": sorted({section_hash for _, section_hash in places}),
        }
        with self._database.connect() as tx:
            rows = tx.execute(_SECTIONS_AT, asked)
            return {(row.revision_id, row.section_hash): _section(row) for row in rows}

    def sections_in(self, revision_ids: Collection[int]) -> dict[Place, Section]:
        """All sections of some revisions, each with the pages that it has there."""
        listed = schema.revision_sections.c
        query = _SECTIONS.where(listed.revision_id.in_(revision_ids))
        with self._database.connect() as tx:
            # Of a section that stands twice in a revision the first comes last.
            rows = tx.execute(query.order_by(listed.position.desc()))
            return {(row.revision_id, row.section_hash): _section(row) for row in rows}

    def diff(self, manual_id: int, before: int, after: int) -> list[SectionChange]:
        """Section by section, what changed between two revision numbers."""
        numbers = {revision.number: revision.id for revision in self.history(manual_id)}
        for number in (before, after):
            if number not in numbers:
                raise NotFound(
                    f"Manual {manual_id} has no revision {number}. "
                    f"It has {', '.join(map(str, sorted(numbers)))}.",
                    f"この文書に第{number}版はありません。版の一覧から選んでください。",
                )
        return section_changes(self.sections(numbers[before]), self.sections(numbers[after]))

    def count(self) -> tuple[int, int]:
        """How many manuals are in use, and how many chunks are in force at some time."""
        in_use = select(func.count()).where(schema.manuals.c.retired_at.is_(None))
        entries = select(func.count(func.distinct(schema.entries.c.chunk_id)))
        with self._database.connect() as tx:
            return tx.execute(in_use).scalar_one(), tx.execute(entries).scalar_one()


def manuals_in(tx: Connection, include_retired: bool) -> list[Manual]:
    query = select(*_MANUAL).order_by(schema.manuals.c.title)
    if not include_retired:
        query = query.where(schema.manuals.c.retired_at.is_(None))
    return [_manual(row) for row in tx.execute(query)]


def revisions_by_manual(tx: Connection) -> dict[int, list[Revision]]:
    """All revisions of each manual, oldest first."""
    found: dict[int, list[Revision]] = {}
    for row in tx.execute(select(*_REVISION).order_by(schema.revisions.c.number)):
        found.setdefault(row.manual_id, []).append(Revision(**row._mapping))
    return found


def revisions_of(tx: Connection, manual_id: int) -> list[Revision]:
    table = schema.revisions.c
    query = select(*_REVISION).where(table.manual_id == manual_id).order_by(table.number)
    return [Revision(**row._mapping) for row in tx.execute(query)]


def sections_of(tx: Connection, revision_id: int) -> list[Section]:
    """A revision's sections in reading order, with its pages."""
    listed = schema.revision_sections.c
    query = _SECTIONS.where(listed.revision_id == revision_id).order_by(listed.position)
    return [_section(row) for row in tx.execute(query)]


def section_changes(before: Sequence[Section], after: Sequence[Section]) -> list[SectionChange]:
    """Sections are matched by heading; one whose heading is new or gone has one side only."""
    old, new = _texts(before), _texts(after)
    headings = dict.fromkeys([*new, *old])
    return [
        SectionChange(heading, old.get(heading), new.get(heading))
        for heading in headings
        if old.get(heading) != new.get(heading)
    ]


def _texts(sections: Iterable[Section]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for section in sections:
        said = texts.get(section.heading)
        texts[section.heading] = section.text if said is None else f"{said}\n{section.text}"
    return texts


def _manual(row: Row[Any]) -> Manual:
    return Manual(**row._mapping)


def _section(row: Any) -> Section:
    return Section(
        heading_path=tuple(row.heading_path),
        question=row.question,
        blocks=tuple(
            Block(kind=kind, text=text, page=page)
            for (kind, text), page in zip(row.blocks, row.pages, strict=True)
        ),
    )
