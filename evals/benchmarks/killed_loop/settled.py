"""Whether nothing is left half done once a server has started again after a kill."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from bot import schema
from bot.audit import verify
from bot.desk.proposal import Proposal
from evals.benchmarks.killed_loop.published import other_files, other_places
from evals.benchmarks.killed_loop.state import State, database_of, state_of

#: The status of a ticket after what the log says of it, or of its proposal.
_AFTER = {
    "ticket.opened": "open",
    "ticket.claimed": "claimed",
    "ticket.released": "open",
    "ticket.handed_over": "claimed",
    "ticket.answered": "answered",
    "ticket.dismissed": "dismissed",
    "ticket.reopened": "open",
    "proposal.created": "proposed",
    "proposal.rejected": "answered",
    "proposal.published": "published",
}
_KINDS = ("published", "corrected", "taken_back")
_PUBLISHED = ("published", "taking_back", "taken_back")


class _Told(NamedTuple):
    """A notification of a change."""

    proposal: int
    kind: str
    conversation: str
    exchange: int | None

    @property
    def where(self) -> tuple[str, int | None]:
        return self.conversation, self.exchange


def half_done(home: Path, addenda: Path) -> list[str]:
    """What is neither as it was nor as it is to be, once a server has started again."""
    state = state_of(home)
    with database_of(home) as database:
        with database.connect() as tx:
            found = [
                *_under_way(state),
                *_not_followed(tx, state),
                *_not_told_of_changes(tx, state),
                *_exchanges_without_ticket(tx),
            ]
        damage = verify(database).broken
        found += [f"The log is broken: {damage}"] if damage else []
        return [*found, *other_files(database), *other_places(database, state, addenda)]


def _under_way(state: State) -> Iterator[str]:
    for proposal in state.proposals_in("publishing", "taking_back"):
        yield f"proposal {proposal.id} is {proposal.status} for ever"
    running = [p.id for p in state.proposals if p.gate_status == "running"]
    if len(running) > 1:
        yield f"the gates of {running} run at once"


def _not_followed(tx: Connection, state: State) -> Iterator[str]:
    """Tickets that are not what the log says."""
    of_proposal = {p.id: p.ticket_id for p in state.proposals}
    status: dict[int, str] = {}
    table = schema.events.c
    for row in tx.execute(select(table.action, table.subject).order_by(table.id)):
        kind, _, number = row.subject.partition(":")
        ticket = of_proposal.get(int(number)) if kind == "proposal" else None
        ticket = int(number) if kind == "ticket" else ticket
        if ticket is None:
            continue
        if row.action in _AFTER:
            status[ticket] = _AFTER[row.action]
        elif row.action == "proposal.taken_back" and status.get(ticket) == "published":
            status[ticket] = "claimed"
    for one in state.tickets:
        if one.status != status.get(one.id):
            yield f"ticket {one.id} is {one.status}, by the log {status.get(one.id)}"
        if [asker.joined for asker in one.askers].count("first") != 1:
            yield f"ticket {one.id} has not one who asked first"


def _not_told_of_changes(tx: Connection, state: State) -> Iterator[str]:
    """Who is concerned by a change is told once of it, and once that it was taken back."""
    table, log = schema.notifications.c, schema.events.c
    query = select(table.proposal_id, table.kind, table.conversation, table.exchange_id)
    told = Counter(_Told(*row) for row in tx.execute(query.where(table.proposal_id.is_not(None))))
    yield from (f"{one}: told {count} times" for one, count in told.items() if count > 1)
    logged = Counter(map(tuple, tx.execute(select(log.action, log.subject)).all()))
    for one in state.proposals:
        mine = [each for each in told if each.proposal == one.id]
        yield from _otherwise_logged(one, logged)
        yield from _otherwise_told(one, mine)


def _otherwise_logged(one: Proposal, logged: Counter[Any]) -> Iterator[str]:
    wanted = {
        "proposal.published": one.status in _PUBLISHED,
        "proposal.taken_back": one.status == "taken_back",
    }
    for action, times in wanted.items():
        if (kept := logged[action, f"proposal:{one.id}"]) != times:
            yield f"proposal {one.id} is {one.status}; the log says {action} {kept} times"


def _otherwise_told(one: Proposal, told: Sequence[_Told]) -> Iterator[str]:
    by_kind = {kind: {t.where for t in told if t.kind == kind} for kind in _KINDS}
    published, corrected, again = (by_kind[kind] for kind in _KINDS)
    is_published = one.status in _PUBLISHED
    concerned = {entry["exchange"] for entry in one.impact} - set(one.withheld)
    if bool(published) != (is_published and one.ticket_id is not None):
        yield f"proposal {one.id} is {one.status}; askers told: {published}"
    if {exchange for _, exchange in corrected} != (concerned if is_published else set()):
        yield f"proposal {one.id}: corrected {corrected}, to be corrected {concerned}"
    if again != (published | corrected if one.status == "taken_back" else set()):
        yield f"proposal {one.id} is {one.status}; of its end were told {again}"


def _exchanges_without_ticket(tx: Connection) -> Iterator[str]:
    table, asked = schema.exchanges.c, schema.ticket_askers.c
    having = Counter(tx.scalars(select(asked.exchange_id)))
    for row in tx.execute(select(table.id, table.kind, table.outcome)):
        promised = row.outcome.get("ticket") is not None
        if having[row.id] != promised:
            yield f"exchange {row.id} is with {having[row.id]} tickets, promised {promised}"
