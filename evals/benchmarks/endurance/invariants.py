"""What must be true of a home after its process was killed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from evals.benchmarks.endurance.history import COMING, ManualState, source_of
from evals.benchmarks.home import Knowledge
from ingest.chunking import chunks
from knowledge import projection, schema, store
from knowledge.library import sections_of
from knowledge.model import Document, SearchRequest

_EVERYBODY = frozenset({"all", "managers"})
#: Vectors are stored in 32 bits.
_SAME = 0.999


class Broken(Exception):
    """An invariant does not hold."""


def matches(knowledge: Knowledge, states: Sequence[ManualState]) -> bool:
    """Whether the database holds exactly these revisions, and these manuals are retired."""
    return all(
        _recorded(knowledge, manual) == (state.revisions, state.retired)
        for manual, state in enumerate(states)
    )


def check(knowledge: Knowledge, states: Sequence[ManualState], model: str) -> int:
    """Check everything that hangs on the revisions; how many chunks are in force at some time.

    Raises Broken.
    """
    _check_sections(knowledge, states)
    if not projection.is_equal(knowledge.database, knowledge.vectors):
        raise Broken("Chroma holds other entries than the database.")
    _check_entries(knowledge, states, date.today(), [s.today for s in states])
    _check_entries(knowledge, states, COMING, [s.coming for s in states])
    _check_search(knowledge, states)
    return _check_vectors(knowledge, model)


def _recorded(knowledge: Knowledge, manual: int) -> tuple[list[str], bool]:
    found = _manual_id(knowledge, manual)
    if found is None:
        return [], False
    hashes = [revision.content_hash for revision in knowledge.library.history(found)]
    return hashes, knowledge.library.manual(found).retired_at is not None


def _manual_id(knowledge: Knowledge, manual: int) -> int | None:
    query = select(schema.manuals.c.id).where(schema.manuals.c.source == source_of(manual))
    with knowledge.database.connect() as tx:
        return tx.execute(query).scalar_one_or_none()


def _check_sections(knowledge: Knowledge, states: Sequence[ManualState]) -> None:
    """Every revision says all that its document said."""
    for manual, state in enumerate(states):
        found = _manual_id(knowledge, manual)
        history = knowledge.library.history(found) if found else []
        for revision, document in zip(history, state.documents, strict=True):
            with knowledge.database.connect() as tx:
                kept = sections_of(tx, revision.id)
            if [section.text for section in kept] != [s.text for s in document.sections]:
                raise Broken(f"Revision {revision.number} of manual {manual} is not whole.")


def _check_entries(
    knowledge: Knowledge,
    states: Sequence[ManualState],
    day: date,
    documents: Sequence[Document | None],
) -> None:
    """On a day exactly the chunks of the documents in force can be found."""
    expected = sorted(
        text
        for state, document in zip(states, documents, strict=True)
        if document is not None and not state.retired
        for text in _texts(document)
    )
    snapshot = knowledge.index.snapshot()
    visible = snapshot.visible(_EVERYBODY, day)
    found = sorted(
        entry.chunk.text for entry, seen in zip(snapshot.entries, visible, strict=True) if seen
    )
    if found != expected:
        raise Broken(f"On {day} other chunks are in force than those of the revisions.")


def _texts(document: Document) -> set[str]:
    return {chunk.text for section in document.sections for chunk in chunks(section, 0)}


def _check_search(knowledge: Knowledge, states: Sequence[ManualState]) -> None:
    """A search for what a manual says finds it, for those and only those who may read it.

    One manual is asked about, each time another: embedding questions takes longest of all.
    """
    turn = sum(len(state.revisions) for state in states)
    for state in states[turn % len(states) :][:1]:
        if state.today is None:
            continue
        # The audience of a manual is that of its last revision.
        audience = state.documents[-1].meta.audience
        text = state.today.sections[-1].text
        readers = frozenset({"all", audience})
        found = _found(knowledge, text, readers)
        if (text in found) == state.retired:
            raise Broken(f"“{text}” is {'still' if state.retired else 'not'} found.")
        if audience == "managers" and text in _found(knowledge, text, frozenset({"all"})):
            raise Broken(f"“{text}” is found by whom it is not for.")


def _found(knowledge: Knowledge, text: str, audiences: frozenset[str]) -> list[str]:
    request = SearchRequest(query=text, audiences=audiences, top=10)
    return [passage.chunk.text for passage in knowledge.searcher.search(request).passages]


def _check_vectors(knowledge: Knowledge, model: str) -> int:
    """Each entry is found by its own vector."""
    entries = knowledge.index.snapshot().entries
    with knowledge.database.connect() as tx:
        known = store.vectors_of(tx, model, sorted({entry.text_hash for entry in entries}))
    for entry in entries:
        found = knowledge.vectors.nearest(
            known[entry.text_hash], _EVERYBODY, max(entry.valid_from, date(1, 1, 1)), 20
        )
        if found.get(entry.id, 0.0) < _SAME:
            raise Broken(f"“{entry.chunk.text}” is not found by its vector.")
    return len(entries)
