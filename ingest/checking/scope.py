"""What a check looks at: the manuals as they are on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ingest.checking.finding import InForce
from knowledge.library import Library
from knowledge.model import Manual


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Everything that a check may look at."""

    library: Library
    day: date
    #: Manuals in use, whether or not they are in force on the day.
    manuals: tuple[Manual, ...]
    #: Those in force on the day, by title.
    documents: tuple[InForce, ...]

    def document(self, manual_id: int) -> InForce | None:
        return next((d for d in self.documents if d.manual.id == manual_id), None)


def scope_on(library: Library, day: date) -> Scope:
    manuals = tuple(library.manuals())
    in_force = ((manual, library.revision_on(manual.id, day)) for manual in manuals)
    documents = tuple(
        InForce(manual=manual, revision=revision, sections=tuple(library.sections(revision.id)))
        for manual, revision in in_force
        if revision is not None
    )
    return Scope(library=library, day=day, manuals=manuals, documents=documents)
