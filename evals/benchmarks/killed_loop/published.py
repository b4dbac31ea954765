"""Whether source files say what was published, and what that is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, select

from bot import schema
from bot.desk.addenda import Addenda
from bot.desk.change import change_of
from bot.desk.proposal import Proposal
from evals.benchmarks.killed_loop.state import State, database_of, state_of
from ingest import patching, sources
from ingest.patching import PlaceNotFound
from knowledge import schema as kb
from knowledge.library import Library


def standing(home: Path) -> list[str]:
    """What was published and neither taken back nor changed again: the last line of each place."""
    newest = {(p.manual_id, p.heading_path): p for p in state_of(home).proposals_in("published")}
    return ["".join(p.after.strip().splitlines()[-1].split()) for p in newest.values()]


def newest_published(home: Path) -> Proposal | None:
    """What was published last and stands."""
    table = schema.events.c
    query = select(table.subject).where(table.action == "proposal.published")
    with database_of(home) as database, database.connect() as tx:
        order = [int(s.partition(":")[2]) for s in tx.scalars(query.order_by(table.id.desc()))]
    standing = {p.id: p for p in state_of(home).proposals_in("published")}
    return next((standing[number] for number in order if number in standing), None)


def other_files(database: Engine) -> Iterator[str]:
    """Each file is the one that the newest revision was read from; no file, no manual."""
    newest: dict[str, tuple[str, bool]] = {}
    table, manual = kb.revisions.c, kb.manuals.c
    query = select(table.source, table.file_hash, manual.retired_at).join(
        kb.manuals, manual.id == table.manual_id
    )
    with database.connect() as tx:
        for row in tx.execute(query.order_by(table.id)):
            newest[row.source] = row.file_hash, row.retired_at is not None
    for source, (wanted, retired) in newest.items():
        path = Path(source)
        if not path.exists():
            if not retired:
                yield f"{path.name} is gone and still in search"
        elif retired or sources.describe(path).hash != wanted:
            yield f"{path.name} is not what the last revision says"
        if path.with_name(f"{path.name}.partial").exists():
            yield f"half of {path.name} lies beside it"


def other_places(database: Engine, state: State, addenda: Path) -> Iterator[str]:
    """Each place that was changed says what was published last, or what it said before."""
    by_id = {proposal.id: proposal for proposal in state.proposals}
    library, log = Library(database), schema.events.c
    query = select(log.subject, log.action).where(
        log.action.in_(("proposal.published", "proposal.taken_back"))
    )
    said: dict[tuple[Path, tuple[str, ...]], str | None] = {}
    with database.connect() as tx:
        rows = tx.execute(query.order_by(log.id)).all()
    for row in rows:
        one = by_id[int(row.subject.partition(":")[2])]
        change = change_of(one, library.manual(one.manual_id), Addenda(library, addenda))
        is_back = row.action == "proposal.taken_back"
        said[change.path, one.heading_path] = (one.before or None) if is_back else one.after
    for (path, heading), text in said.items():
        if (there := _text_at(path, heading)) != (text.strip() if text else None):
            yield f"{path.name} {heading}: says {there!r}, was published {text!r}"


def _text_at(path: Path, heading: tuple[str, ...]) -> str | None:
    if not path.exists():
        return None
    try:
        place = patching.Place(heading_path=heading)
        return patching.text_in(path, path.read_bytes(), place).strip()
    except PlaceNotFound:
        return None
