"""Proposals: a staff reply becomes a reviewed change of the source manual.

The change is approved by somebody other than who wrote it, once the gate has tried it. Then it is
carried out in steps that may be repeated, so a crash in the middle is finished by the next start
(:meth:`Proposals.resume`); so is taking it back.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import Connection, Engine, insert, null, select

from bot import schema
from bot.desk import deciding, events, rebasing, staging
from bot.desk.change import change_of
from bot.desk.deadlines import Deadlines
from bot.desk.moving import set_status
from bot.desk.places import Place
from bot.desk.proposal import (
    SELECT,
    STATUSES,
    UNDECIDED,
    Proposal,
    expect,
    keep,
    proposal_from,
    proposal_of,
)
from bot.desk.proposing import Draft, Drafting, as_read, checked, text_in
from bot.desk.publication import Publication, Sources
from bot.desk.suggesting import suggest
from bot.desk.taking_back import TakingBack
from bot.desk.ticket import ticket_of
from knowledge.database import now, writing
from knowledge.errors import Conflict, InvalidInput, ZerojiError
from knowledge.library import Library
from knowledge.model import EVERYONE
from knowledge.search import Searcher

_log = logging.getLogger(__name__)


class Proposals:
    def __init__(
        self,
        database: Engine,
        library: Library,
        searcher: Searcher,
        sources: Sources,
        deadlines: Deadlines,
    ) -> None:
        self._database = database
        self._searcher = searcher
        self._library = library
        self._addenda = sources.addenda
        self._drafting = Drafting(library, sources.addenda)
        self._publication = Publication(database, library, sources)
        self._taking_back = TakingBack(database, library, sources, deadlines)

    def suggest(
        self, ticket_id: int, audiences: frozenset[str] = frozenset({EVERYONE})
    ) -> list[Place]:
        """Places for a ticket's reply, the most fitting first, in what some may read."""
        with self._database.connect() as tx:
            ticket = ticket_of(tx, ticket_id)
        return suggest(
            self._library,
            self._searcher,
            question=ticket.question,
            reply=ticket.reply or "",
            nearest=ticket.nearest,
            audiences=audiences,
        )

    def sheets(self, manual_id: int, question: str, answer: str) -> list[str]:
        """Sheets that a new entry may go to, the most fitting first; none outside of workbooks."""
        return self._drafting.sheets(manual_id, question, answer)

    def create(
        self,
        ticket_id: int | None,
        place: tuple[int, str | None],
        after: str,
        author: str,
        question: str | None = None,
        sheet: str = "",
        row: str | None = None,
    ) -> Proposal:
        """Propose a change. ``place`` is a manual and the hash of a section, None for a new one.

        A new entry needs its ``question`` (its heading), and in a workbook goes to a ``sheet``, the
        most fitting one unless told. In a plain table it is a ``row`` that is changed, by its text,
        or added (empty); an addendum to the table without one. Raises InvalidInput when the text is
        empty or unchanged, Conflict when the place or the ticket has moved on.
        """
        draft = self._drafting.draft(*place, after, question, sheet, row)
        with writing(self._database) as tx:
            if ticket_id is not None:
                _move_ticket(tx, ticket_id)
            proposal = _written(tx, draft, ticket_id, author)
            events.record(tx, author, "proposal.created", f"proposal:{proposal.id}")
            deciding.ask_for_decision(tx, proposal)
        return proposal

    def revise(self, proposal_id: int, after: str, by: str) -> Proposal:
        """Change the text of a proposal that waits for a decision; its gate runs again.

        Who revises it does not approve it. Raises InvalidInput, Conflict.
        """
        with writing(self._database) as tx:
            proposal = proposal_of(tx, proposal_id)
            expect(proposal, UNDECIDED)
            manual = self._library.manual(proposal.manual_id)
            rebasing.check_holds(tx, proposal)
            change = change_of(proposal, manual, self._addenda)
            data = change.base()
            before = text_in(change.path, data, proposal.place)
            text = checked(before, after)
            if proposal.place.row is not None:
                place = replace(proposal.place, row=before)
                text = checked(before, as_read(change.path, data, place, text))
            if text == proposal.after and before == proposal.before:
                raise InvalidInput(
                    "The proposal says this already.", "改定案の文面が変わっていません。"
                )
            rebasing.reset(tx, proposal_id)
            base_hash = staging.hash_of(data)
            keep(tx, proposal_id, before=before, after=text, base_hash=base_hash)
            events.record(tx, by, "proposal.revised", f"proposal:{proposal_id}")
            return proposal_of(tx, proposal_id)

    def refresh(self, proposal_id: int) -> Proposal:
        """Put a proposal on the present file where its place says what it said.

        Raises Conflict where that was changed too.
        """
        with writing(self._database) as tx:
            proposal = proposal_of(tx, proposal_id)
            if proposal.status in UNDECIDED:
                self._refresh(tx, proposal)
            return proposal_of(tx, proposal_id)

    def proposals(
        self,
        status: str | None = None,
        *,
        ticket_id: int | None = None,
        ids: Collection[int] | None = None,
    ) -> list[Proposal]:
        """Newest first, without what their gates found; of a ticket, or some of them."""
        if status is not None and status not in STATUSES:
            raise InvalidInput(
                f"No proposal has the status {status!r}: {', '.join(STATUSES)}.",
                f"「{status}」という状態の改定案はありません。一覧から選び直してください。",
            )
        table = schema.proposals.c
        query = _LISTED.order_by(table.id.desc())
        if status is not None:
            query = query.where(table.status == status)
        if ticket_id is not None:
            query = query.where(table.ticket_id == ticket_id)
        if ids is not None:
            query = query.where(table.id.in_(ids))
        with self._database.connect() as tx:
            return [proposal_from(row) for row in tx.execute(query)]

    def outlines(self) -> list[tuple[int, str, int]]:
        """Number, status and manual of each, newest first: what a list is chosen by."""
        table = schema.proposals.c
        query = select(table.id, table.status, table.manual_id).order_by(table.id.desc())
        with self._database.connect() as tx:
            return [(row.id, row.status, row.manual_id) for row in tx.execute(query)]

    def proposal(self, proposal_id: int) -> Proposal:
        with self._database.connect() as tx:
            return proposal_of(tx, proposal_id)

    def writers(self, proposal_id: int) -> frozenset[str]:
        """Its author and whoever revised it: none of them approves it."""
        with self._database.connect() as tx:
            return deciding.writers(tx, proposal_of(tx, proposal_id))

    def diff(self, proposal_id: int) -> str:
        """A unified diff of the section."""
        return self.proposal(proposal_id).diff()

    def approve(
        self,
        proposal_id: int,
        by: str,
        *,
        withhold: Collection[int] | None = None,
        reason: str = "",
        seen: str | None = None,
    ) -> Proposal:
        """Publish a proposal; against a red gate, once a second approver does the same.

        ``seen`` is the digest of what the approver has read. Raises NotAllowed for who wrote it,
        Conflict while its gate runs or when it is out of date, InvalidInput without a reason
        where one is needed.
        """
        with writing(self._database) as tx:
            proposal = proposal_of(tx, proposal_id)
            expect(proposal, UNDECIDED)
            _expect_seen(proposal, seen)
            if is_stale := self._refresh(tx, proposal):
                is_decided = False
            else:
                is_decided = deciding.approve(tx, proposal, by, withhold, reason)
        if is_stale:
            raise _stale(proposal)
        if is_decided:
            self._publication.carry_out(proposal_id)
        return self.proposal(proposal_id)

    def reject(self, proposal_id: int, by: str, reason: str) -> Proposal:
        """Turn a proposal down; its ticket goes back to answered."""
        with writing(self._database) as tx:
            deciding.reject(tx, proposal_of(tx, proposal_id), by, reason)
        return self.proposal(proposal_id)

    def take_back(self, proposal_id: int, by: str, because: str) -> Proposal:
        """Undo a published change and tell everybody who was told of it, with the reason.

        Its ticket waits for a reply again. Raises InvalidInput without a reason, Conflict where
        its place was changed again since.
        """
        self._taking_back.begin(proposal_id, by, because)
        self._taking_back.carry_out(proposal_id)
        return self.proposal(proposal_id)

    def go_on(self, proposal_id: int) -> Proposal:
        """Carry out what was begun and interrupted, for instance because a model was not there."""
        self._publication.carry_out(proposal_id)
        self._taking_back.carry_out(proposal_id)
        return self.proposal(proposal_id)

    def resume(self) -> list[int]:
        """Finish what a crash left half done; the ids of those proposals.

        What cannot be finished is as it was before: up for decision, or published.
        """
        begun = [*self.proposals("publishing"), *self.proposals("taking_back")]
        for proposal in begun:
            try:
                self.go_on(proposal.id)
            except ZerojiError as problem:
                _log.warning("Proposal %d is not %s: %s", proposal.id, proposal.status, problem)
        return [proposal.id for proposal in begun]

    def _refresh(self, tx: Connection, proposal: Proposal) -> bool:
        manual = self._library.manual(proposal.manual_id)
        return rebasing.refresh(tx, proposal, manual, self._addenda)


_LISTED = SELECT.with_only_columns(
    *(null().label("gate") if c.name == "gate" else c for c in SELECT.selected_columns),
    maintain_column_froms=True,
)


def _written(tx: Connection, draft: Draft, ticket_id: int | None, author: str) -> Proposal:
    values = {
        "ticket_id": ticket_id,
        "manual_id": draft.manual.id,
        "how": draft.how,
        "base_hash": draft.base_hash,
        "base_revision": draft.base_revision,
        "heading_path": list(draft.heading_path),
        "before": draft.before,
        "after": draft.after,
        "author": author,
        "status": "proposed",
        "gate_status": "waiting",
        "withheld": [],
        "created_at": now(),
    }
    made = insert(schema.proposals).values(values).returning(schema.proposals.c.id)
    return proposal_of(tx, int(tx.execute(made).scalar_one()))


def _move_ticket(tx: Connection, ticket_id: int) -> None:
    ticket = ticket_of(tx, ticket_id)
    if ticket.status in ("proposed", "published"):
        raise Conflict(
            f"A change was proposed for ticket {ticket_id} already. Look at it on the ticket's "
            "page, or ask its author to revise it.",
            "この問い合わせの改定案は、すでに出ています。問い合わせの画面から開いて、そちらを"
            "直してください。",
        )
    if ticket.status != "answered":
        raise Conflict(
            f"Ticket {ticket_id} is {ticket.status}: reply to the asker before you propose.",
            "先に質問者へ回答してから、マニュアルへの反映を提案してください。",
        )
    set_status(tx, ticket_id, "proposed")


def _expect_seen(proposal: Proposal, seen: str | None) -> None:
    if seen is not None and seen != proposal.digest:
        raise Conflict(
            f"Proposal {proposal.id} was revised since you read it. Read it again.",
            "画面を開いた後に改定案が変わっています。再読み込みして、内容を確かめてください。",
        )


def _stale(proposal: Proposal) -> Conflict:
    return Conflict(
        f"The file of proposal {proposal.id} has been changed since it was checked. It is being "
        "checked again: decide on what that finds.",
        "公開前の確認の後に、元の文書が変更されていました。もう一度確認していますので、少し"
        "待ってから結果を見て決めてください。",
    )
