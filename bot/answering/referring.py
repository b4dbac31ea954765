"""Leaves a sensitive matter to people, and quotes where the manuals say who they are."""

from __future__ import annotations

import re
from collections.abc import Set

from bot.answering import wording
from bot.answering.composing.extraction import cite
from bot.answering.understanding import Understanding
from bot.answering.understanding.sensitivity import WHO_HELPS, Topic, names_contact
from bot.outcomes import Question, Refusal
from knowledge.model import Passage, SearchRequest
from knowledge.search import Searcher

#: Passages searched for whom to turn to.
_CONTACTS = 12
_BETWEEN = re.compile(r" |の|に関する")
_OF_EVERY_QUERY = {"窓口", "相談窓口", "問い合わせ窓口", "従業員", "緊急"}


def refer(
    searcher: Searcher, question: Question, reading: Understanding, topic: Topic, contact: str
) -> Refusal:
    """A kind text without a judgment; ``contact`` is whom to turn to in confidence."""
    found = _whom(searcher, question, reading, WHO_HELPS[topic]) if topic in WHO_HELPS else None
    return Refusal(
        text=wording.care(topic, contact, reading.language),
        reason="sensitive",
        citations=(cite(found, found.chunk.text),) if found else (),
    )


def _whom(
    searcher: Searcher, question: Question, reading: Understanding, query: str
) -> Passage | None:
    """Where the manuals say whom to turn to about that: no desk for expenses about one's pay."""
    matters = set(_BETWEEN.split(query)) - _OF_EVERY_QUERY
    request = SearchRequest(query=query, audiences=question.audiences, on=reading.on, top=_CONTACTS)
    passages = searcher.search(request).passages
    # What commands a machine is no longer in the section (see knowledge.sections).
    named = (p for p in passages if p.chunk.text in p.section.text and names_contact(p.chunk.text))
    return next((p for p in named if not matters or _speaks_of(p, matters)), None)


def _speaks_of(passage: Passage, matters: Set[str]) -> bool:
    said = " ".join((*passage.chunk.heading_path, passage.chunk.text))
    return any(matter in said for matter in matters)
