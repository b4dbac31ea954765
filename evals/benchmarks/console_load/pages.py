"""Every page of the console, looked at alone, one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection, func, select

from bot import schema
from evals.benchmarks.console_load.browsing import Member
from knowledge import schema as kb
from knowledge.database import connect, sqlite_url

#: Each page that may be looked at, in the shapes in which it is likely to be slow.
PAGES = (
    "/console",
    "/console?status=all",
    "/console?status=answered",
    "/console?owner=me",
    "/console?owner=nobody&overdue=true",
    "/console?status=all&topic={topic}",
    "/console?status=all&reason={reason}",
    "/console?q=有給休暇",
    "/console?status=all&q=有給休暇",
    "/console?status=all&q=申請+期限+札幌工場",
    "/console?status=all&q=見当たらない言葉",
    "/console?q=%23{answered}",
    "/console?status=all&offset=10000",
    "/console/notices",
    "/console/notices/count",
    "/console/tickets/{waiting}",
    "/console/tickets/{answered}",
    "/console/tickets/{waiting}/passages?find=有給休暇の申請",
    "/console/tickets/{answered}/propose",
    "/console/proposals",
    "/console/proposals?status=proposed",
    "/console/proposals/{proposal}",
    "/console/proposals/{proposal}/gate",
    "/console/manuals",
    "/console/manuals/{manual}",
    "/console/manuals/runs",
    "/console/checking",
    "/console/checking/dismissed",
    "/console/owners",
    "/console/gaps",
    "/console/numbers",
    "/console/numbers/export",
    "/console/cases",
    "/console/cases/{case}",
    "/console/cases/export",
    "/console/cases/wordings",
    "/console/traces",
    "/console/audit",
    "/console/audit?action=ticket.answered&actor=member001",
    "/console/audit/export",
    "/console/members",
    "/console/members/member001",
    "/console/slack",
    "/",
)


def addresses(home: Path) -> dict[str, str]:
    """The address of each page, by how it is written above."""
    database = connect(sqlite_url(home / "zeroji.sqlite3"))
    with database.connect() as tx:
        names = _names(tx)
    database.dispose()
    return {page: page.format(**names) for page in PAGES}


async def look(member: Member, pages: Mapping[str, str], times: int, warm_up: int = 2) -> None:
    """Look at each page so often in turn; the first looks do not count."""
    for n in range(warm_up + times):
        for page, address in pages.items():
            await member.get(page, address)
        if n < warm_up:
            member.tally.took.clear()


def _names(tx: Connection) -> dict[str, object]:
    ticket, proposal = schema.tickets.c, schema.proposals.c
    public = select(func.max(ticket.id)).where(~ticket.private)
    return {
        "waiting": tx.execute(public.where(ticket.status == "open")).scalar(),
        "answered": tx.execute(public.where(ticket.status == "answered")).scalar(),
        "topic": tx.execute(public.with_only_columns(func.max(ticket.topic))).scalar(),
        "reason": tx.execute(public.with_only_columns(func.max(ticket.reason))).scalar(),
        "proposal": tx.execute(
            select(func.max(proposal.id)).where(proposal.status == "proposed")
        ).scalar(),
        "case": tx.execute(select(func.max(schema.eval_cases.c.id))).scalar(),
        "manual": tx.execute(select(func.min(kb.manuals.c.id))).scalar(),
    }
