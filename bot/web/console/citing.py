"""Passages that a reply may rest on: the nearest, those searched for, those ticked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce
from typing import Any

from sqlalchemy import select

from bot.desk.ticket import Ticket, place_of
from bot.web.links import manual_url, section_anchor
from bot.web.visitors import Visitor
from bot.wiring import Zeroji
from knowledge import schema as kb
from knowledge.errors import InvalidInput, NotFound
from knowledge.library import Library
from knowledge.model import EVERYONE, Passage, SearchRequest

#: Hits of a search, and passages that a draft is written from.
HITS, SHOWN = 6, 5
_LONGEST_QUERY = 300
#: Askers on Slack, where replies may stand in a channel.
_SLACK = "slack-"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A passage with a box to tick."""

    place: dict[str, Any]
    url: str
    #: Empty where everybody may read the manual.
    audience: str
    chosen: bool


def search(zeroji: Zeroji, visitor: Visitor, query: str) -> list[dict[str, Any]]:
    """Places that a search finds among what the visitor may read, best first."""
    words = query.strip()[:_LONGEST_QUERY]
    if not words:
        return []
    request = SearchRequest(query=words, audiences=_readable(zeroji, visitor), top=HITS)
    return [place_of(passage) for passage in zeroji.searcher.search(request).passages]


def for_askers(zeroji: Zeroji, visitor: Visitor, ticket: Ticket) -> Sequence[Passage]:
    """The passages nearest to a ticket, of what its askers and the visitor may all read."""
    audiences = [_readable(zeroji, visitor), *(_of(zeroji, a.asker) for a in ticket.askers)]
    shared = reduce(frozenset.intersection, audiences)
    request = SearchRequest(query=ticket.question[:_LONGEST_QUERY], audiences=shared, top=SHOWN)
    return zeroji.searcher.search(request).passages


def choices(
    zeroji: Zeroji, places: Iterable[dict[str, Any]], ticked: Iterable[str] = ()
) -> list[Choice]:
    listed, chosen = list(places), set(ticked)
    if not listed:
        return []
    manuals = {m.id: m for m in zeroji.library.manuals(include_retired=True)}
    anchors = {n: _anchors(zeroji, n) for n in {place["manual_id"] for place in listed}}
    return [
        Choice(
            place=place,
            url=manual_url(n := place["manual_id"]) + anchors[n].get(place["section"], ""),
            audience="" if manuals[n].audience == EVERYONE else manuals[n].audience,
            chosen=place["chunk_id"] in chosen,
        )
        for place in listed
    ]


def ticked_places(
    zeroji: Zeroji, visitor: Visitor, ticket: Ticket, chunk_ids: Sequence[str]
) -> list[dict[str, Any]]:
    """The places of ticked passages, each once.

    Raises InvalidInput where one is gone or is not the visitor's to read.
    """
    wanted = list(dict.fromkeys(chunk_ids))
    near = {place["chunk_id"]: place for place in ticket.nearest}
    found = _stored(zeroji, wanted) | {n: near[n] for n in wanted if n in near}
    audiences = {m.id: m.audience for m in zeroji.library.manuals(include_retired=True)}
    places = [found[n] for n in wanted if n in found]
    if len(places) < len(wanted) or not all(
        visitor.may_read(audiences[place["manual_id"]]) for place in places
    ):
        raise InvalidInput(
            "A ticked passage is not there any more. Choose the passages again.",
            "選んだ記載の中に、いまは使えないものがあります。根拠を選び直してください。",
        )
    return places


def _stored(zeroji: Zeroji, chunk_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    chunk, section, manual = kb.chunks.c, kb.sections.c, kb.manuals.c
    query = (
        select(chunk.id, chunk.text, chunk.manual_id, section.heading_path)
        .add_columns(manual.title, manual.path)
        .join(
            kb.sections,
            (section.hash == chunk.section_hash) & (section.manual_id == chunk.manual_id),
        )
        .join(kb.manuals, manual.id == chunk.manual_id)
        .where(chunk.id.in_(chunk_ids))
    )
    with zeroji.database.connect() as tx:
        rows = tx.execute(query).all()
    return {
        row.id: {
            "manual": row.title,
            "manual_id": row.manual_id,
            "section": " > ".join(row.heading_path),
            "page": None,
            "text": row.text,
            "path": row.path,
            "chunk_id": row.id,
        }
        for row in rows
    }


def _readable(zeroji: Zeroji, visitor: Visitor) -> frozenset[str]:
    audiences = {manual.audience for manual in zeroji.library.manuals()}
    return frozenset(one for one in audiences if visitor.may_read(one))


def _of(zeroji: Zeroji, asker: str) -> frozenset[str]:
    """What an asker may read; guests, and who asks where others read along, what everybody may."""
    if asker.startswith(_SLACK):
        return frozenset({EVERYONE})
    try:
        user = zeroji.accounts.user(asker)
    except NotFound:
        return frozenset({EVERYONE})
    return user.audiences if user.active else frozenset({EVERYONE})


def _anchors(zeroji: Zeroji, manual_id: int) -> Mapping[str, str]:
    """``{heading: "#s-…"}`` of the revision in force today."""
    revision = zeroji.library.revision_on(manual_id, date.today())
    return _anchors_of(zeroji.library, revision.id) if revision else {}


@lru_cache(maxsize=512)
def _anchors_of(library: Library, revision: int) -> Mapping[str, str]:
    """Kept, as a revision never changes and all its text is read for it."""
    sections = library.sections(revision)
    return {section.heading: f"#{section_anchor(section.hash)}" for section in reversed(sections)}
