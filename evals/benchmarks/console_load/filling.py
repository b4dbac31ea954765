"""A home with very many tickets of three years, and all that hangs on them.

One ticket in 17 waits, and a few of those are overdue, as where a team keeps up; the others were
replied to, dismissed or published. Each says what a real question came to.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from bot import schema
from bot.desk import events
from bot.desk.joining import terms_of
from bot.permissions import Role
from bot.wiring import Zeroji
from evals.benchmarks.console_load.proposed import fill_proposals
from evals.benchmarks.console_load.samples import Samples, samples
from knowledge.database import now, writing

_AT_ONCE = 5_000
_YEARS = timedelta(days=3 * 365)
_PEOPLE = 3_000
#: Of a hundred tickets: how many wait, are private, are asked by a second, and have a note.
_WAITING, _PRIVATE, _JOINED, _NOTED = 6, 1, 15, 20
_THINGS = (
    "東京本社 大阪支社 名古屋支店 福岡営業所 札幌工場 仙台センター 横浜店 広島倉庫 新人 管理職"
    " 契約社員 パート 嘱託 役員 秘書 営業 開発 製造 物流 経理"
).split()
#: What the members of the console are, in turn; the first is everything.
_ROLES: tuple[tuple[Role, ...], ...] = (
    ("staff",),
    ("staff",),
    ("staff", "owner"),
    ("staff", "approver"),
    ("staff", "lead"),
    ("staff", "evaluator"),
)
ADMIN: tuple[Role, ...] = ("staff", "lead", "owner", "approver", "evaluator", "admin", "counselor")


def member(number: int) -> str:
    """The name of a member of the console."""
    return f"member{number:03}"


def fill(zeroji: Zeroji, tickets: int, proposals: int, members: int) -> None:
    """Fill a home that has the sample company's manuals and nothing else."""
    for n in range(members):
        roles = _ROLES[n % len(_ROLES)] if n else ADMIN
        zeroji.accounts.add(member(n), f"担当 {n}", roles, ("managers",))
    found = samples(zeroji)
    with zeroji.database.connect() as tx:
        first_ticket = (tx.execute(select(func.max(schema.tickets.c.id))).scalar() or 0) + 1
        exchange = (tx.execute(select(func.max(schema.exchanges.c.id))).scalar() or 0) + 1
    made = _tickets(found, first_ticket, exchange, tickets, members)
    while several := list(islice(made, _AT_ONCE)):
        with writing(zeroji.database) as tx:
            for table in _ORDER:
                _insert(tx, table, [row for one in several for row in one.get(table.name, ())])
            _record(tx, [row for one in several for row in one["events"]])
    _answered(zeroji, found, tickets)
    fill_proposals(zeroji, proposals, [member(n) for n in range(members)])


_ORDER: tuple[Table, ...] = (
    schema.conversations,
    schema.exchanges,
    schema.tickets,
    schema.ticket_askers,
    schema.ticket_terms,
    schema.ticket_notes,
    schema.notifications,
)


def _tickets(
    found: Samples, first_ticket: int, exchange: int, count: int, members: int
) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """The rows of each ticket by table, those of ``events`` without number and hash."""
    chance, present = random.Random(0), now()
    for n in range(count):
        of_exchange, of_ticket = found.handed_over[n % len(found.handed_over)]
        ticket = _ticket(n, count, dict(of_ticket), members, chance, present)
        ticket["id"] = first_ticket + n
        askers = 1 + (chance.randrange(100) < _JOINED) + (chance.randrange(100) < _JOINED // 3)
        rows: dict[str, list[dict[str, Any]]] = {"tickets": [ticket], "events": _moves(ticket)}
        for k in range(askers):
            _ask(rows, dict(of_exchange), ticket, exchange, k)
            exchange += 1
        if not ticket["private"]:
            terms = sorted(terms_of(ticket["question"]))
            rows["ticket_terms"] = [{"term": t, "ticket_id": ticket["id"]} for t in terms]
        if chance.randrange(100) < _NOTED:
            rows["ticket_notes"] = [_note(ticket, member(chance.randrange(members)))]
        yield rows


def _ticket(
    n: int, count: int, ticket: dict[str, Any], members: int, chance: random.Random, at: datetime
) -> dict[str, Any]:
    thing, number = _THINGS[n % len(_THINGS)], n // len(_THINGS) % 97 + 1
    opened = at - _YEARS * (1 - n / count)
    waits = n >= count - max(2, count * _WAITING // 100)
    status = chance.choice(("open", "claimed")) if waits else _done(chance)
    owner = None if status == "open" else member(chance.randrange(members))
    has_reply = status == "answered"
    replied = opened + timedelta(hours=chance.uniform(1, 70)) if not waits else None
    late = chance.randrange(50) == 0
    due = at + timedelta(hours=-20 if late else chance.uniform(30, 400))
    return ticket | {
        "question": f"{thing}の第{number}係です。{ticket['question']}",
        "status": status,
        "private": chance.randrange(100) < _PRIVATE,
        "owner": owner,
        "reply": "お問い合わせの件は、規程のとおりです。申請書を総務へお出しください。"
        if has_reply
        else None,
        "citations": ticket["nearest"][:1] if has_reply else [],
        "dismissed_because": "対象外のため" if status == "dismissed" else None,
        "opened_at": opened,
        "due_at": due if waits else opened + timedelta(days=2),
        "claimed_at": opened + timedelta(minutes=30) if owner else None,
        "answered_at": replied if has_reply else None,
        "closed_at": replied if status == "dismissed" else None,
    }


def _done(chance: random.Random) -> str:
    return "answered" if chance.random() < 0.8 else "dismissed"


def _ask(
    rows: dict[str, list[dict[str, Any]]],
    sample: dict[str, Any],
    ticket: dict[str, Any],
    number: int,
    k: int,
) -> None:
    asker, talk, at = f"p{number % _PEOPLE}", f"load-{number}", ticket["opened_at"]
    _add(rows, "conversations", {"id": talk, "asker": asker, "created_at": at})
    outcome = sample["outcome"] | {"ticket": ticket["id"], "standalone": ticket["question"]}
    asked = {"conversation": talk, "asker": asker, "question": ticket["question"]}
    of_day = {"on_date": at.date(), "asked_at": at, "outcome": outcome}
    _add(rows, "exchanges", sample | asked | of_day | {"id": number})
    joined = {"joined": "similar" if k else "first", "similarity": 0.8 if k else None}
    _add(rows, "ticket_askers", asked | joined | {"ticket_id": ticket["id"], "exchange_id": number})
    if ticket["reply"] or ticket["dismissed_because"]:
        kind = "reply" if ticket["reply"] else "dismissed"
        told = {
            "key": f"ticket:{ticket['id']}:{kind}:{talk}",
            "recipient": asker,
            "conversation": talk,
            "ticket_id": ticket["id"],
            "kind": kind,
            "text": ticket["reply"] or ticket["dismissed_because"],
            "created_at": at,
            "delivered_at": at,
        }
        _add(rows, "notifications", told)


def _moves(ticket: dict[str, Any]) -> list[dict[str, Any]]:
    owner, subject = ticket["owner"], f"ticket:{ticket['id']}"
    moves = [("ticket.opened", "zeroji")]
    moves += [("ticket.claimed", owner)] if owner else []
    moves += [("ticket.answered", owner)] if ticket["reply"] else []
    moves += [("ticket.dismissed", owner)] if ticket["status"] == "dismissed" else []
    at = ticket["opened_at"]
    return [{"at": at, "actor": a, "action": m, "subject": subject, "detail": {}} for m, a in moves]


def _note(ticket: Mapping[str, Any], author: str) -> dict[str, Any]:
    return {
        "ticket_id": ticket["id"],
        "kind": "note",
        "author": author,
        "text": "担当部署に確かめています。",
        "created_at": ticket["opened_at"],
    }


def _answered(zeroji: Zeroji, found: Samples, count: int) -> None:
    """As many questions again that were answered at once."""
    at, chance = now(), random.Random(1)
    for start in range(0, count, _AT_ONCE):
        talks, asked = [], []
        for n in range(start, min(start + _AT_ONCE, count)):
            talk, asker, when = f"told-{n}", f"p{n % _PEOPLE}", at - _YEARS * (1 - n / count)
            talks.append({"id": talk, "asker": asker, "created_at": when})
            row = {k: v for k, v in chance.choice(found.answered).items() if k != "id"}
            of_day = {"on_date": when.date(), "asked_at": when}
            asked.append(row | of_day | {"conversation": talk, "asker": asker})
        with writing(zeroji.database) as tx:
            _insert(tx, schema.conversations, talks)
            _insert(tx, schema.exchanges, asked)


def _record(tx: Connection, rows: list[dict[str, Any]]) -> None:
    """As :func:`bot.desk.events.record`, many at once."""
    table = schema.events
    last = tx.execute(select(table.c.id, table.c.hash).order_by(table.c.id.desc()).limit(1)).first()
    number, before = (last.id, last.hash) if last else (0, "")
    for row in rows:
        number += 1
        before = events.chained(before, id=number, **row)
        row |= {"id": number, "hash": before}
    _insert(tx, table, rows)


def _add(rows: dict[str, list[dict[str, Any]]], table: str, row: dict[str, Any]) -> None:
    rows.setdefault(table, []).append(row)


def _insert(tx: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        tx.execute(insert(table), rows)
