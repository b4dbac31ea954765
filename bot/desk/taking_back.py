"""Takes a published change back: the source file says what it said, and everybody is told again.

What was changed in the file since stands. Like publishing, a chain of steps that may be repeated.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Engine

from bot.desk import addenda, cases, events, notices, rebasing, staging, telling
from bot.desk.change import Change, change_of
from bot.desk.deadlines import Deadlines
from bot.desk.kept import stage_again
from bot.desk.moving import take_up_again
from bot.desk.proposal import Proposal, expect, keep, proposal_of
from bot.desk.publication import Sources
from bot.desk.staging import Swap
from bot.desk.ticket import ticket_of
from ingest.patching import PlaceNotFound
from knowledge.database import now, writing
from knowledge.errors import Conflict, InvalidInput
from knowledge.library import Library
from knowledge.model import Manual

_LONGEST_REASON = 500


class TakingBack:
    """Takes published proposals back, one at a time."""

    def __init__(
        self,
        database: Engine,
        library: Library,
        sources: Sources,
        deadlines: Deadlines,
    ) -> None:
        self._database = database
        self._library = library
        self._sources = sources
        self._deadlines = deadlines

    def begin(self, proposal_id: int, by: str, because: str) -> None:
        """Decide it, and stage the file as it will be; :meth:`carry_out` does the rest.

        Raises InvalidInput without a reason, Conflict where it is not published, its place says
        something else by now or another file says what holds.
        """
        reason = _checked(because)
        with self._sources.changing:
            with self._database.connect() as tx:
                proposal = proposal_of(tx, proposal_id)
                expect(proposal, ("published",))
                rebasing.check_holds(tx, proposal)
            at = now()
            self._stage(proposal, by, at)
            with writing(self._database) as tx:
                expect(proposal_of(tx, proposal_id), ("published",))
                values = {"taken_back_by": by, "taken_back_because": reason, "taken_back_at": at}
                keep(tx, proposal_id, status="taking_back", **values)
                events.record(tx, by, "proposal.taking_back", f"proposal:{proposal_id}")

    def carry_out(self, proposal_id: int) -> None:
        """Raises Conflict, with the proposal published as before, where it cannot be done."""
        with self._sources.changing:
            with self._database.connect() as tx:
                proposal = proposal_of(tx, proposal_id)
            if proposal.status != "taking_back":
                return  # somebody else has finished it meanwhile
            manual = self._library.manual(proposal.manual_id)
            swap = self._swap(proposal, manual)
            try:
                self._put_back(swap)
                self._ingest(proposal, swap)
            except Conflict:
                self._give_up(proposal)
                raise
            self._finish(proposal, manual)

    def _stage(self, proposal: Proposal, by: str, at: datetime) -> None:
        manual = self._library.manual(proposal.manual_id)
        change = self._change(proposal, manual)
        published = self._sources.swap(f"proposal-{proposal.id}", change.path)
        if not published.is_staged:
            with self._database.connect() as tx:
                stage_again(tx, self._sources, proposal, change, published)
        data = staging.present(change.path)
        after = (
            published.before if published.is_in_place else _undone(change, published, data, by, at)
        )
        self._sources.keep_present(change.path)
        self._swap(proposal, manual).stage(data, after)

    def _put_back(self, swap: Swap) -> None:
        if not swap.is_in_place:
            swap.forward()

    def _ingest(self, proposal: Proposal, swap: Swap) -> None:
        """Raises Conflict, with the file as it was, if what is left cannot be read."""
        if not swap.after:
            self._sources.retire([proposal.published_in or proposal.manual_id])
            return
        note = f"proposal {proposal.id} taken back"
        report = self._sources.ingest(swap.path, str(proposal.taken_back_by), note)
        if failed := report["manuals"]["failed"]:
            swap.back()
            raise Conflict(
                f"Without the change the file cannot be read, so it stands. {failed[0]['error']}",
                "変更を取り消したファイルを読み取れなかったため、取り消していません。"
                f"{staging.why_unread(failed[0])}",
            )

    def _give_up(self, proposal: Proposal) -> None:
        with writing(self._database) as tx:
            values = {"taken_back_by": None, "taken_back_because": None, "taken_back_at": None}
            keep(tx, proposal.id, status="published", **values)
            events.record(tx, "zeroji", "proposal.not_taken_back", f"proposal:{proposal.id}")

    def _finish(self, proposal: Proposal, manual: Manual) -> None:
        subject = f"proposal:{proposal.id}"
        because = str(proposal.taken_back_because)
        with writing(self._database) as tx:
            if proposal_of(tx, proposal.id).status != "taking_back":
                return
            keep(tx, proposal.id, status="taken_back")
            addenda.unlink(tx, proposal.id)
            cases.withdraw(tx, proposal.id)
            follows = self._reopen(tx, proposal)
            telling.tell_taken_back(tx, proposal, manual, because, follows=follows)
            rebasing.refresh_others(tx, proposal, manual, self._sources.addenda)
            for name in {proposal.author, proposal.approver, proposal.second_approver}:
                if name is not None and name != proposal.taken_back_by:
                    key = f"{subject}:taken_back"
                    notices.tell(tx, name, "taken_back", key, proposal_id=proposal.id)
            events.record(tx, str(proposal.taken_back_by), "proposal.taken_back", subject)

    def _reopen(self, tx: Connection, proposal: Proposal) -> bool:
        """Whether its ticket waits for a reply again."""
        if proposal.ticket_id is None:
            return False
        if ticket_of(tx, proposal.ticket_id, private=True).status != "published":
            return False  # somebody has taken it up again already
        take_up_again(tx, proposal.ticket_id, self._deadlines.due(now()))
        return True

    def _swap(self, proposal: Proposal, manual: Manual) -> Swap:
        change = self._change(proposal, manual)
        return self._sources.swap(f"proposal-{proposal.id}.back", change.path)

    def _change(self, proposal: Proposal, manual: Manual) -> Change:
        return change_of(proposal, manual, self._sources.addenda)


def _undone(change: Change, published: Swap, data: bytes, by: str, at: datetime) -> bytes:
    """A file that was changed again since, without the change."""
    try:
        return change.reversed(published, data, by, at)
    except PlaceNotFound as error:
        raise Conflict(
            f"{change.path.name} was changed again since at this place ({error}). Propose a "
            "change of what it says now instead.",
            f"その後、{change.path.name} のこの箇所がさらに変更されているため、自動では取り消せま"
            "せん。今の文面を直す改定案を新しく出してください。",
        ) from error


def _checked(because: str) -> str:
    reason = because.strip()
    if not reason:
        raise InvalidInput(
            "Say why: everybody who was told of the change is told the reason.",
            "取り消す理由を入力してください。お知らせした人にも伝わります。",
        )
    if len(reason) > _LONGEST_REASON:
        raise InvalidInput(
            f"The reason is longer than {_LONGEST_REASON} characters.",
            f"理由は{_LONGEST_REASON}文字以内にしてください。",
        )
    return reason
