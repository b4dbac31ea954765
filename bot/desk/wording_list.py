"""The known wordings as people look at them: by section, with where each comes from and its use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from bot import schema
from bot.desk.wordings import Wording, forgotten
from knowledge import japanese
from knowledge.model import Manual


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A known wording, with what there is to tell of it."""

    wording: Wording
    manual: str
    #: Who may read the manual.
    audience: str
    #: When its case was made, or its ticket replied to.
    since: datetime | None
    #: Answers that were given by it.
    times: int
    #: Who said that nothing is to be answered by it; None while it is in use.
    forgotten_by: str | None

    @property
    def source(self) -> tuple[str, int]:
        """``("case", 12)`` or ``("ticket", 7)``."""
        kind, _, number = self.wording.source.partition(":")
        return kind, int(number)

    def has(self, words: str) -> bool:
        """Whether all words of a search are in it, its section or its manual."""
        said = japanese.normalize(f"{self.wording.text} {self.wording.heading} {self.manual}")
        return all(word in said for word in japanese.normalize(words).split())


def listed(
    tx: Connection, wordings: Iterable[Wording], manuals: Mapping[int, Manual]
) -> list[Listed]:
    """By manual and section; of a section the newest first. The same words are told once."""
    since, times, left_out = _since(tx), _times(tx), forgotten(tx)
    told = {
        wording.key: Listed(
            wording=wording,
            manual=manuals[wording.manual_id].title,
            audience=manuals[wording.manual_id].audience,
            since=since.get(wording.source),
            times=times.get(wording.key, 0),
            forgotten_by=left_out.get(wording.key),
        )
        for wording in reversed(list(wordings))
    }
    newest_first: Sequence[Listed] = list(told.values())[::-1]
    return sorted(newest_first, key=lambda one: (one.manual, one.wording.heading))


def _since(tx: Connection) -> dict[str, datetime]:
    case, ticket = schema.eval_cases.c, schema.tickets.c
    cases = tx.execute(select(case.id, case.created_at)).all()
    tickets = tx.execute(
        select(ticket.id, ticket.answered_at).where(ticket.answered_at.is_not(None))
    ).all()
    return {f"case:{row.id}": row.created_at for row in cases} | {
        f"ticket:{row.id}": row.answered_at for row in tickets
    }


def _times(tx: Connection) -> dict[str, int]:
    """How many answers each wording gave, by its key."""
    exchange = schema.exchanges.c
    key = exchange.examined["wording"].as_string()
    query = (
        select(key.label("wording"), func.count().label("times"))
        .where(exchange.kind == "answer", key.is_not(None))
        .group_by(key)
    )
    return {row.wording: row.times for row in tx.execute(query)}
