"""The scripted members of the desk: they reply, propose, have the gate run, and approve."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.desk import gate, versions
from bot.desk.proposal import Proposal
from bot.desk.ticket import Ticket, place_of
from bot.wiring import Zeroji
from evals.loop.needs import Need, Wordings
from evals.matching import same_file
from ingest import patching
from knowledge.database import writing
from knowledge.errors import InvalidInput, ZerojiError
from knowledge.model import Manual, SearchRequest, Section

STAFF, APPROVER, SECOND = "staff-1", "approver-1", "approver-2"
_ROLES = {STAFF: ("staff",), APPROVER: ("approver",), SECOND: ("owner", "approver")}
#: More tickets than wait at once.
_MANY = 10_000
#: Passages among which the place of a reply is looked for.
_LOOKED_AT = 60
_REASON = "確認済みの内容のため公開します。"
#: How an entry names the other words in which it was asked.
OTHER_WORDS = "別の聞き方："
_NO_GATE: dict[str, list[object]] = {
    name: [] for name in ("cases", "ticket", "contradictions", "impact", "reasons")
}

#: Runs the gate of a proposal; its status.
Gate = Callable[[int], str]


@dataclass(kw_only=True)
class Staff:
    """Works off tickets. What it did is counted; ``published`` are the needs that it published."""

    zeroji: Zeroji
    needs: Mapping[str, Need]
    #: Which need an exchange asked.
    need_of: Mapping[int, str]
    #: None publishes without a gate.
    gate: Gate | None
    #: What becomes of the words of later tickets of a need that is published.
    wordings: Wordings = "none"
    published: dict[str, str] = field(default_factory=dict)
    gates: Counter[str] = field(default_factory=Counter)
    #: Askers of tickets that ask something else than its question: they get a wrong reply.
    misjoined: list[tuple[int, str, str]] = field(default_factory=list)
    #: What could not be proposed or published, by ticket.
    refused: dict[int, str] = field(default_factory=dict)

    def join_the_company(self) -> None:
        for name, roles in _ROLES.items():
            self.zeroji.accounts.add(name, roles=roles)

    def waiting(self) -> list[Ticket]:
        """Tickets that wait for a reply, the oldest first."""
        found = self.zeroji.desk.tickets("waiting", limit=_MANY)
        return sorted(found, key=lambda ticket: ticket.id)

    def handle(self, ticket: Ticket) -> None:
        """Reply to a ticket, and bring the reply into the manual."""
        need = self.needs[self.need_of[ticket.askers[0].exchange_id]]
        self._note_misjoined(ticket, need)
        self.zeroji.desk.claim(ticket.id, STAFF)
        self.zeroji.desk.reply(ticket.id, STAFF, need.answer, self.cited(need))
        try:
            proposal = self._propose(ticket, need)
            if proposal is not None and self._publish(proposal):
                self.published.setdefault(need.id, proposal.heading)
        except ZerojiError as problem:
            self.refused[ticket.id] = str(problem)

    def cited(self, need: Need) -> list[dict[str, Any]]:
        """Where the reply is from: the entry that was published, or the gold place."""
        file, heading = need.place.file, self.published.get(need.id)
        if heading is None and need.gold is not None:
            file, heading = need.gold.file, need.gold.heading
        if heading is None:
            return []
        found = self.zeroji.searcher.search(SearchRequest(query=heading, top=_LOOKED_AT)).passages
        last = heading.split(" > ")[-1]
        places = (p for p in found if same_file(p.manual.path, file))
        return [place_of(p) for p in places if p.section.heading_path[-1:] == (last,)][:1]

    def _propose(self, ticket: Ticket, need: Need) -> Proposal | None:
        """None where the manual says it already and nothing is to be added."""
        proposals, manual = self.zeroji.proposals, self._manual(need.place.file)
        question = ticket.question
        if need.id in self.published:
            return self._add_wording(manual, ticket, need)
        if need.place.heading is None:
            place = (manual.id, None)
            return proposals.create(ticket.id, place, need.answer, STAFF, question=question)
        entry = self._section(manual, need.place.heading)
        after = f"{_text_at(manual, entry)}\n{need.answer}"
        return proposals.create(ticket.id, (manual.id, entry.hash), after, STAFF)

    def _add_wording(self, manual: Manual, ticket: Ticket, need: Need) -> Proposal | None:
        """The words of a later ticket, where they are not there yet."""
        question, first = ticket.question, self.published[need.id]
        proposals, section = self.zeroji.proposals, self._section(manual, first)
        if self.wordings == "none" or self._has_entry(manual, question):
            return None
        if self.wordings == "entries":
            place = (manual.id, None)
            return proposals.create(ticket.id, place, need.answer, STAFF, question=question)
        text = _text_at(manual, section)
        if question in _wordings(text):
            return None
        after = _with_wording(text, question)
        return proposals.create(ticket.id, (manual.id, section.hash), after, STAFF)

    def _publish(self, proposal: Proposal) -> bool:
        self.gates[self._checked(proposal.id)] += 1
        done = self.zeroji.proposals.approve(proposal.id, APPROVER, reason=_REASON)
        if done.status == "seconding":
            done = self.zeroji.proposals.approve(proposal.id, SECOND, reason=_REASON)
        return done.status == "published"

    def _checked(self, proposal_id: int) -> str:
        if self.gate is not None:
            return self.gate(proposal_id)
        with writing(self.zeroji.database) as tx:
            begun = gate.begin(tx, proposal_id)
            assert begun is not None, "nobody else runs gates here"
            gate.finish(tx, begun, "green", {"seconds": 0.0, **_NO_GATE})
        return "none"

    def _note_misjoined(self, ticket: Ticket, need: Need) -> None:
        for asker in ticket.askers[1:]:
            asked = self.need_of[asker.exchange_id]
            if asked != need.id:
                self.misjoined.append((ticket.id, ticket.question, asker.question))

    def _manual(self, file: str) -> Manual:
        for manual in self.zeroji.library.manuals():
            if same_file(manual.path, file):
                return manual
        raise InvalidInput(f"No manual was ingested from {file}, which needs name as a place.")

    def _has_entry(self, manual: Manual, question: str) -> bool:
        return any(section.heading_path[-1:] == (question,) for section in self._sections(manual))

    def _sections(self, manual: Manual) -> list[Section]:
        return versions.sections_of(self.zeroji.library, manual.id)

    def _section(self, manual: Manual, heading: str) -> Section:
        last = heading.split(" > ")[-1]
        for section in self._sections(manual):
            if section.heading_path and section.heading_path[-1] == last:
                return section
        raise InvalidInput(f"{Path(manual.source).name} has no section {last}.")


def _text_at(manual: Manual, section: Section) -> str:
    """What an owner would edit: without the columns that stand beside a FAQ entry."""
    place = patching.Place(heading_path=section.heading_path)
    return patching.text_at(Path(manual.source), place)


def _wordings(text: str) -> list[str]:
    """The other words that an entry names."""
    return text.partition(OTHER_WORDS)[2].split("／")


def _with_wording(text: str, wording: str) -> str:
    said = " ".join(wording.split())
    between = "／" if OTHER_WORDS in text else f"\n\n{OTHER_WORDS}"
    return f"{text}{between}{said}"
