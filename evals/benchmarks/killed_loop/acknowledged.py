"""Whether what people were told was done is there, once, and what they were refused is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, select

from bot import schema
from evals.benchmarks.killed_loop.people import Move, People
from evals.benchmarks.killed_loop.state import database_of


def lost(home: Path, people: People) -> list[str]:
    """What was acknowledged and is not there once, or is there though it was refused."""
    with database_of(home) as database, database.connect() as tx:
        return [
            *_unlogged(tx, people),
            *_unasked(tx, people),
            *_untold(tx, people),
            *_unwritten(tx, people),
        ]


def _unlogged(tx: Connection, people: People) -> Iterator[str]:
    """Each acknowledged move is in the log once, each lost one at most once, no refused one."""
    table = schema.events.c
    rows = tx.execute(select(table.action, table.subject, table.actor))
    kept = Counter((row.action, row.subject, row.actor) for row in rows)
    told, at_most = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]]()
    for move, said in people.done:
        key = (move.action, move.subject, move.person)
        told[key] += bool(move.action) and said == "done"
        # What cannot be published is refused after it was approved.
        at_most[key] += said != "refused" or move.kind in ("approve", "take back")
    for key, most in at_most.items():
        if key[0] and not told[key] <= kept[key] <= most:
            yield f"{key}: told {told[key]} times, at most {most}, kept {kept[key]}"


def _unasked(tx: Connection, people: People) -> Iterator[str]:
    table = schema.exchanges.c
    kept = Counter(map(tuple, tx.execute(select(table.asker, table.question)).all()))
    told, at_most = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for move, said in people.done:
        if move.kind == "ask":
            key = (move.person, move.form["question"])
            told[key] += said == "done"
            at_most[key] += said != "refused"
    for key, most in at_most.items():
        if not told[key] <= kept[key] <= most:
            yield f"{key}: asked {told[key]} times, at most {most}, kept {kept[key]}"


def _untold(tx: Connection, people: People) -> Iterator[str]:
    """A reply is in the log and with each asker once, or nowhere; so is a note."""
    log, told, note = schema.events.c, schema.notifications.c, schema.ticket_notes.c
    answered = select(log.detail).where(log.action == "ticket.answered")
    digests = Counter(detail["sha256"] for detail in tx.scalars(answered))
    replies = tx.execute(select(told.text, told.conversation).where(told.kind == "reply")).all()
    by_text = Counter((row.text.partition("：")[0], row.conversation) for row in replies)
    reached = Counter(text for text, _ in by_text)
    yield from (f"{key}: told {n} times" for key, n in by_text.items() if n > 1)
    notes = Counter(tx.scalars(select(note.text)))
    for move, said in people.done:
        if move.kind == "reply":
            kept = digests[sha256(move.text.encode()).hexdigest()]
            is_told = reached[move.text.partition("：")[0]] > 0
            if kept > 1 or bool(kept) != is_told or (said == "done") > kept:
                yield f"{move.text}: {said}, in the log {kept} times, told to askers: {is_told}"
        if move.kind in ("note", "hand over"):
            yield from _once(move, said, notes[move.text])


def _unwritten(tx: Connection, people: People) -> Iterator[str]:
    """Proposals by what they first said; who revised one has written it anew."""
    created = select(schema.events.c.subject).where(schema.events.c.action == "proposal.created")
    begun = Counter(tx.scalars(created))
    table = schema.proposals.c
    rows = tx.execute(select(table.id, table.after)).all()
    yield from (
        f"proposal {r.id}: begun {begun[f'proposal:{r.id}']} times"
        for r in rows
        if begun[f"proposal:{r.id}"] != 1
    )
    moves = [(move, said) for move, said in people.done if move.kind == "propose"]
    told = sum(said == "done" for _, said in moves)
    at_most = sum(said != "refused" for _, said in moves)
    if not told <= len(rows) <= at_most:
        yield f"{told} proposals were told, at most {at_most}, {len(rows)} are kept"
    texts = Counter(row.after.strip().splitlines()[-1] for row in rows)
    yield from (f"{text}: proposed {n} times" for text, n in texts.items() if n > 1)


def _once(move: Move, said: str, kept: int) -> Iterator[str]:
    if not (said == "done") <= kept <= (said != "refused"):
        yield f"{move.kind} {move.text}: {said}, kept {kept} times"
