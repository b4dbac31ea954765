"""The words in which something was asked whose place is known: of eval cases, of replied tickets
whose reply names the section that it rests on, and of the entries of FAQs.

Nothing that was asked in confidence is among them, nor what only goes on with a question before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from bot import schema
from bot.desk import events
from bot.masking import mask
from knowledge import japanese
from knowledge.index import Snapshot

#: Statuses of tickets whose reply still stands.
_REPLIED = ("answered", "proposed", "published")
#: The newest are known, of all that were ever asked.
_MOST = 20_000
_FORGOTTEN, _RESTORED = "wording.forgotten", "wording.restored"
#: What changes which wordings are known, beside a publication.
_ACTIONS = frozenset(
    "case.drafted case.reviewed case.withdrawn ticket.answered ticket.reopened ticket.split"
    " ticket.confided ticket.dismissed proposal.published proposal.taken_back".split()
) | {_FORGOTTEN, _RESTORED}


#: The source of the questions that FAQs themselves ask.
ENTRY = "entry"
#: A manual and the hash of a section.
SectionId = tuple[int, str]
#: The same with the section's last heading.
_Place = tuple[int, str, str]
#: What was asked, where it leads, and what knows it.
_Found = tuple[str, _Place, str]


@dataclass(frozen=True)
class Said:
    """A question without what is personal."""

    text: str
    #: Without the marks and spaces in which the same words differ.
    alike: str


@dataclass(frozen=True)
class Wording:
    """How somebody asked, and the section that answers it."""

    said: Said
    manual_id: int
    section_hash: str
    #: Its last heading.
    heading: str
    #: ``case:12``, ``ticket:7`` or ENTRY.
    source: str

    @property
    def text(self) -> str:
        return self.said.text

    @property
    def place(self) -> SectionId:
        return self.manual_id, self.section_hash

    @property
    def key(self) -> str:
        """The same for the same words that lead to the same heading, whoever used them."""
        said = f"{self.said.alike}\n{self.manual_id}\n{self.heading}"
        return sha256(said.encode(errors="surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known at a moment."""

    wordings: tuple[Wording, ...]
    #: Places from which staff answered the same question.
    same: tuple[tuple[SectionId, SectionId], ...]
    #: What FAQs ask themselves, each in words that no person is known to have used.
    entries: tuple[Wording, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Sections:
    """The sections that hold on a day."""

    #: Manual and section by chunk, and the last heading of each section.
    chunks: Mapping[str, tuple[int, str]]
    headings: Mapping[tuple[int, str], str]
    #: Those with a heading, by manual and that heading.
    named: Mapping[tuple[int, str], frozenset[str]]
    #: Manuals by the name of their file.
    files: Mapping[str, tuple[int, ...]]
    #: Questions of FAQs, and the sections that answer them.
    entries: Mapping[_Place, str]


class Texts:
    """Questions as they are remembered; one that was read before costs nothing again.

    What was read is known by its hash alone: what is personal stays in the database.
    """

    def __init__(self) -> None:
        self._said: dict[bytes, Said] = {}

    def said(self, question: str) -> Said:
        key = sha256(question.encode(errors="surrogatepass")).digest()
        if key not in self._said:
            text = mask(question).text.strip()
            self._said[key] = Said(text, said_alike(text))
        return self._said[key]


def said_alike(text: str) -> str:
    return "".join(c for c in japanese.normalize(text) if c.isalnum())


def sections_on(snapshot: Snapshot, day: date) -> Sections:
    chunks: dict[str, tuple[int, str]] = {}
    headings: dict[tuple[int, str], str] = {}
    named: dict[tuple[int, str], set[str]] = {}
    entries: dict[_Place, str] = {}
    for entry in snapshot.entries:
        if not entry.valid_from <= day or (entry.valid_until and entry.valid_until <= day):
            continue
        place = entry.manual_id, entry.chunk.section_hash
        heading = entry.chunk.heading_path[-1] if entry.chunk.heading_path else ""
        chunks[entry.chunk.id] = place
        headings[place] = heading
        named.setdefault((entry.manual_id, heading), set()).add(entry.chunk.section_hash)
        if entry.chunk.question:
            entries[*place, heading] = entry.chunk.question
    files: dict[str, tuple[int, ...]] = {}
    for manual in snapshot.manuals.values():
        name = Path(manual.source).name
        files[name] = (*files.get(name, ()), manual.id)
    return Sections(
        chunks=chunks,
        headings=headings,
        named={key: frozenset(hashes) for key, hashes in named.items()},
        files=files,
        entries=entries,
    )


def known_wordings(tx: Connection, sections: Sections, texts: Texts) -> Known:
    """What is known and was not forgotten; each once."""
    known, left_out = all_wordings(tx, sections, texts), forgotten(tx)
    kept = tuple(w for w in known.wordings if w.key not in left_out)
    return replace(known, wordings=kept, entries=tuple(_entries(sections, texts, known, left_out)))


def _entries(
    sections: Sections, texts: Texts, known: Known, left_out: Collection[str]
) -> Iterator[Wording]:
    said = {wording.said.alike for wording in known.wordings}
    for place, question in sections.entries.items():
        wording = Wording(texts.said(question), *place, ENTRY)
        if wording.said.alike and wording.said.alike not in said and wording.key not in left_out:
            yield wording


def all_wordings(tx: Connection, sections: Sections, texts: Texts) -> Known:
    """What people asked, with what was forgotten; each once, the newest source of each."""
    cases, of_ticket = _cases(tx, sections)
    tickets, same = _tickets(tx, sections, of_ticket)
    found: dict[tuple[str, int, str], Wording] = {}
    for question, place, source in (*cases, *tickets):
        said = texts.said(question)
        if said.alike:
            found.setdefault((said.alike, *place[:2]), Wording(said, *place, source))
    return Known(wordings=tuple(found.values()), same=tuple(dict.fromkeys(same)))


def forget(tx: Connection, key: str, by: str) -> None:
    """Answer nothing by a wording any more. It stays in its ticket or case."""
    if key not in forgotten(tx):
        events.record(tx, by, _FORGOTTEN, f"wording:{key}")


def restore(tx: Connection, key: str, by: str) -> None:
    """Answer by a wording again that was forgotten."""
    if key in forgotten(tx):
        events.record(tx, by, _RESTORED, f"wording:{key}")


def forget_complained(tx: Connection, examined: Mapping[str, Any], by: str) -> None:
    """Forget the wording that an answer was given by, since its asker says that it is wrong."""
    if key := examined.get("wording"):
        forget(tx, str(key), by)


def last_event(tx: Connection) -> int:
    return int(tx.execute(select(func.max(schema.events.c.id))).scalar_one() or 0)


def newer_event(tx: Connection, since: int) -> tuple[int, bool]:
    """The last event, and whether one after ``since`` is such that other wordings are known."""
    table = schema.events.c
    rows = tx.execute(select(table.id, table.action).where(table.id > since)).all()
    return max((row.id for row in rows), default=since), any(r.action in _ACTIONS for r in rows)


def forgotten(tx: Connection) -> dict[str, str]:
    """The keys of the wordings by which nothing is answered now, and who said so."""
    table = schema.events.c
    query = (
        select(table.subject, table.action, table.actor)
        .where(table.subject >= "wording:", table.subject < "wording;")
        .where(table.action.in_((_FORGOTTEN, _RESTORED)))
        .order_by(table.id)
    )
    by: dict[str, str] = {}
    for row in tx.execute(query):
        key = row.subject.removeprefix("wording:")
        if row.action == _FORGOTTEN:
            by[key] = row.actor
        else:
            by.pop(key, None)
    return by


def _cases(tx: Connection, sections: Sections) -> tuple[list[_Found], dict[int, _Place]]:
    """What cases know, and where the cases of tickets lead."""
    table = schema.eval_cases.c
    query = (
        select(table.id, table.ticket_id, table.manual_id)
        .add_columns(table.question, table.paraphrases, table.gold)
        .where(table.status != "withdrawn")
        .order_by(table.id.desc())
        .limit(_MOST)
    )
    found: list[_Found] = []
    of_ticket: dict[int, _Place] = {}
    for row in tx.execute(query):
        place = _gold_place(row.manual_id, row.gold, sections)
        if place is not None:
            found += [(text, place, f"case:{row.id}") for text in (row.question, *row.paraphrases)]
            of_ticket[row.ticket_id] = place
    return found, of_ticket


def _gold_place(
    manual_id: int, gold: Iterable[Mapping[str, str]], sections: Sections
) -> _Place | None:
    """The one section with the gold heading, in the manual or its addendum; None for several."""
    places = list(gold)
    if len(places) != 1:
        return None
    heading, file = places[0]["heading"], places[0]["file"]
    manuals = sections.files.get(file, ())
    manual = manual_id if manual_id in manuals or len(manuals) != 1 else manuals[0]
    hashes = sections.named.get((manual, heading), frozenset())
    return (manual, next(iter(hashes)), heading) if heading and len(hashes) == 1 else None


def _tickets(
    tx: Connection, sections: Sections, of_ticket: Mapping[int, _Place]
) -> tuple[list[_Found], list[tuple[SectionId, SectionId]]]:
    """What tickets know, and which places are the same: of the reply and of what came of it."""
    asked, ticket, exchange = schema.ticket_askers.c, schema.tickets.c, schema.exchanges.c
    query = (
        select(asked.question, asked.ticket_id, ticket.citations)
        .join(schema.tickets, ticket.id == asked.ticket_id)
        .join(schema.exchanges, exchange.id == asked.exchange_id)
        .where(ticket.status.in_(_REPLIED), ~ticket.private, ticket.reason != "sensitive")
        # A refusal was in confidence. What went on with another question says nothing alone.
        .where(exchange.kind != "refusal")
        .where(exchange.outcome["standalone"].as_string() == asked.question)
        .order_by(asked.exchange_id.desc())
        .limit(_MOST)
    )
    found: list[_Found] = []
    same: list[tuple[SectionId, SectionId]] = []
    for row in tx.execute(query):
        cited, published = _cited_place(row.citations, sections), of_ticket.get(row.ticket_id)
        if place := published or cited:
            found.append((row.question, place, f"ticket:{row.ticket_id}"))
        if published and cited:
            same.append((published[:2], cited[:2]))
    return found, same


def _cited_place(citations: Iterable[Mapping[str, Any]], sections: Sections) -> _Place | None:
    """The one section that a reply rests on, if it still says what it said then."""
    cited = {sections.chunks.get(str(citation.get("chunk_id"))) for citation in citations}
    if len(cited) != 1 or (place := next(iter(cited))) is None:
        return None
    return (*place, sections.headings[place])
