"""Eval cases made from published tickets: what was once asked in vain must go on being answered.

draft → reviewed, or withdrawn: with the change that it came from, or by whoever reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select, update

from bot import schema
from bot.desk import events
from bot.desk.corrections import changed_lines
from bot.desk.proposal import Proposal, proposal_of
from bot.grounding.claim import Claim
from bot.grounding.reading import claims
from bot.masking import mask
from knowledge import japanese
from knowledge import schema as kb
from knowledge.database import now, writing
from knowledge.errors import Conflict, InvalidInput, NotFound

STATUSES = ("draft", "reviewed", "withdrawn")
MOST_PARAPHRASES = 10
_LONGEST = 2000
#: Figures that say nothing by themselves, or are looked up by their name.
_NO_FACTS = frozenset({"code", "number", "ordinal"})
#: Of which rules write 1万円 as well.
_TEN_THOUSANDS = re.compile(r"(\d+)0000(円|人|株)")


@dataclass(frozen=True, kw_only=True)
class Case:
    id: int
    ticket_id: int | None
    proposal_id: int | None
    #: The manual that it is about, and for whom that is.
    manual_id: int
    manual: str
    audience: str
    question: str
    paraphrases: tuple[str, ...]
    #: ``{"file", "heading", "quote"}``, as evals.cases.Gold.
    gold: tuple[dict[str, str], ...]
    #: Each in its spellings, separated by ``|``.
    facts: tuple[str, ...]
    status: str
    reviewed_by: str | None
    created_at: datetime
    reviewed_at: datetime | None

    @property
    def asked(self) -> tuple[str, ...]:
        """The question in all its wordings."""
        return (self.question, *self.paraphrases)


class Cases:
    """Reads and reviews cases."""

    def __init__(self, database: Engine) -> None:
        self._database = database

    def cases(self, status: str | None = None) -> list[Case]:
        """Newest first; without those that were withdrawn unless they are asked for."""
        table = schema.eval_cases.c
        query = _SELECT.order_by(table.id.desc())
        if status is not None and status not in STATUSES:
            raise InvalidInput(
                f"No case has the status {status!r}: {', '.join(STATUSES)}.",
                f"「{status}」という状態の評価ケースはありません。一覧から選び直してください。",
            )
        chosen = table.status == status if status else table.status != "withdrawn"
        with self._database.connect() as tx:
            return [_case(row) for row in tx.execute(query.where(chosen))]

    def case(self, case_id: int) -> Case:
        with self._database.connect() as tx:
            return _case_of(tx, case_id)

    def review(
        self,
        case_id: int,
        by: str,
        *,
        question: str,
        paraphrases: Sequence[str],
        facts: Sequence[str],
    ) -> Case:
        """Accept a case as it is now worded. Raises InvalidInput, Conflict once withdrawn."""
        values = {
            "question": _checked_question(question),
            "paraphrases": _checked_list(paraphrases),
            "facts": _checked_list(facts),
            "status": "reviewed",
            "reviewed_by": by,
            "reviewed_at": now(),
        }
        with writing(self._database) as tx:
            _expect_in_use(_case_of(tx, case_id))
            _set(tx, case_id, **values)
            events.record(tx, by, "case.reviewed", f"case:{case_id}")
        return self.case(case_id)

    def withdraw(self, case_id: int, by: str) -> Case:
        """Ask a case no longer."""
        with writing(self._database) as tx:
            _expect_in_use(_case_of(tx, case_id))
            _set(tx, case_id, status="withdrawn", reviewed_by=by, reviewed_at=now())
            events.record(tx, by, "case.withdrawn", f"case:{case_id}")
        return self.case(case_id)


def from_ticket(tx: Connection, proposal_id: int, revision_number: int) -> int | None:
    """Draft the case of a ticket whose change is published; the case's id.

    None where there is no ticket, or a private one. Called again it makes no second case.
    """
    table = schema.eval_cases
    known = select(table.c.id).where(table.c.proposal_id == proposal_id)
    if (found := tx.execute(known).scalar_one_or_none()) is not None:
        return int(found)
    proposal = proposal_of(tx, proposal_id)
    ticket = _ticket(tx, proposal.ticket_id)
    if ticket is None or ticket.private or ticket.reason == "sensitive":
        return None
    question = mask(ticket.question).text
    values = {
        "ticket_id": ticket.id,
        "proposal_id": proposal.id,
        "manual_id": proposal.manual_id,
        "question": question,
        "paraphrases": _paraphrases(tx, ticket.id, question),
        "gold": [_gold(tx, proposal)],
        "facts": facts(proposal.after, ticket.reply or ""),
        "status": "draft",
        "created_at": now(),
    }
    case_id = int(tx.execute(insert(table).values(values).returning(table.c.id)).scalar_one())
    detail = {"ticket": ticket.id, "proposal": proposal.id, "revision": revision_number}
    events.record(tx, "zeroji", "case.drafted", f"case:{case_id}", detail)
    return case_id


def withdraw(tx: Connection, proposal_id: int) -> None:
    """Ask the case of a change no longer, since the change was taken back."""
    table = schema.eval_cases
    query = update(table).where(table.c.proposal_id == proposal_id).values(status="withdrawn")
    tx.execute(query)


def as_json(tx: Connection, manual_id: int | None = None) -> list[dict[str, Any]]:
    """Cases that are in use, in the shape of evals.cases: one for each way of asking."""
    table = schema.eval_cases.c
    query = _SELECT.where(table.status != "withdrawn").order_by(table.id)
    if manual_id is not None:
        query = query.where(table.manual_id == manual_id)
    return [line for row in tx.execute(query) for line in _lines(_case(row))]


def facts(text: str, reply: str) -> list[str]:
    """Figures and dates that a text and a reply state alike, each in its spellings."""
    spoken = [claim for claim in claims(reply) if claim.kind not in _NO_FACTS]
    found: dict[tuple[object, ...], dict[str, None]] = {}
    for claim in claims(text):
        alike = [one for one in spoken if _measure(one) == _measure(claim)]
        if alike:
            spellings = found.setdefault(_measure(claim), {})
            for one in (claim, *alike):
                spellings |= dict.fromkeys(_spellings(one.shown.strip()))
    return ["|".join(spellings) for spellings in found.values()]


def _spellings(shown: str) -> Iterator[str]:
    yield shown
    if (amount := _TEN_THOUSANDS.fullmatch(shown)) is not None:
        yield f"{amount[1]}万{amount[2]}"


def _measure(claim: Claim) -> tuple[object, ...]:
    return claim.kind, claim.values, claim.unit


def _lines(case: Case) -> Iterator[dict[str, Any]]:
    named = f"ticket-{case.ticket_id}" if case.ticket_id else f"case-{case.id}"
    for number, asked in enumerate(case.asked, start=1):
        yield {
            "id": named if number == 1 else f"{named}~{number}",
            "kind": "answerable",
            "question": asked,
            "gold": list(case.gold),
            "gold_mode": "any",
            "facts": list(case.facts),
            "audience": [] if case.audience == "all" else [case.audience],
            "reviewed": case.status == "reviewed",
        }


def _paraphrases(tx: Connection, ticket_id: int, question: str) -> list[str]:
    """How others asked it, without what is personal; nothing that was asked in confidence."""
    asked, exchange = schema.ticket_askers.c, schema.exchanges.c
    query = (
        select(asked.question, exchange.outcome)
        .join(schema.exchanges, exchange.id == asked.exchange_id)
        .where(asked.ticket_id == ticket_id)
        .order_by(asked.exchange_id)
    )
    said = {japanese.normalize(question): question}
    for row in tx.execute(query):
        if row.outcome.get("reason") != "sensitive":
            masked = mask(row.question).text.strip()
            said.setdefault(japanese.normalize(masked), masked)
    return list(said.values())[1 : MOST_PARAPHRASES + 1]


def _gold(tx: Connection, proposal: Proposal) -> dict[str, str]:
    revision, table = kb.revisions.c, schema.proposals.c
    query = select(revision.source).join(schema.proposals, table.revision_id == revision.id)
    source = tx.execute(query.where(table.id == proposal.id)).scalar() or proposal.source
    # Of a row what it says now is quoted; its other cells were there before.
    is_row = proposal.how == "row"
    said = changed_lines(proposal.before, proposal.after)[1] if is_row else proposal.after
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return {
        "file": Path(source).name,
        "heading": proposal.heading_path[-1] if proposal.heading_path else "",
        "quote": next((line for line in lines if claims(line)), lines[0] if lines else ""),
    }


_SELECT = select(schema.eval_cases, kb.manuals.c.title.label("manual"), kb.manuals.c.audience).join(
    kb.manuals, kb.manuals.c.id == schema.eval_cases.c.manual_id
)


def _case_of(tx: Connection, case_id: int) -> Case:
    row = tx.execute(_SELECT.where(schema.eval_cases.c.id == case_id)).one_or_none()
    if row is None:
        raise NotFound(
            f"There is no case {case_id}. `zeroji eval cases` shows them.",
            "その確認用の質問はありません。一覧から選んでください。",
        )
    return _case(row)


def _case(row: Row[Any]) -> Case:
    lists = {name: tuple(getattr(row, name)) for name in ("paraphrases", "gold", "facts")}
    return Case(**(dict(row._mapping) | lists))


def _ticket(tx: Connection, ticket_id: int | None) -> Row[Any] | None:
    table = schema.tickets
    return tx.execute(select(table).where(table.c.id == ticket_id)).one_or_none()


def _expect_in_use(case: Case) -> None:
    if case.status == "withdrawn":
        raise Conflict(
            f"Case {case.id} was withdrawn already.",
            "この質問はすでに取り下げられています。画面を再読み込みしてください。",
        )


def _checked_question(text: str) -> str:
    said = " ".join(text.split())
    if not said or len(said) > _LONGEST:
        raise InvalidInput(
            f"A question has 1 to {_LONGEST:,} characters.",
            f"質問を{_LONGEST:,}文字以内で入力してください。",
        )
    return said


def _checked_list(lines: Sequence[str]) -> list[str]:
    """Lines without empty ones and repetitions. Raises InvalidInput for too many or too long."""
    said = list(dict.fromkeys(" ".join(line.split()) for line in lines if line.strip("| 　\r\n")))
    if len(said) > 50 or any(len(line) > _LONGEST for line in said):
        raise InvalidInput(
            f"At most 50 lines of {_LONGEST:,} characters.",
            f"50行まで、1行{_LONGEST:,}文字以内で入力してください。",
        )
    return said


def _set(tx: Connection, case_id: int, **values: Any) -> None:
    table = schema.eval_cases
    tx.execute(update(table).where(table.c.id == case_id).values(**values))
