"""Leaves a sensitive matter to people, and quotes where the manuals say who they are."""

from __future__ import annotations

from bot.answering import wording
from bot.answering.composing.extraction import cite
from bot.answering.understanding import Understanding
from bot.answering.understanding.sensitivity import WHO_HELPS, Topic, names_contact
from bot.outcomes import Question, Refusal
from knowledge.model import Passage, SearchRequest
from knowledge.search import Searcher

#: Passages searched for whom to turn to.
_CONTACTS = 12


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
    """Where the manuals say whom to turn to."""
    request = SearchRequest(query=query, audiences=question.audiences, on=reading.on, top=_CONTACTS)
    passages = searcher.search(request).passages
    # What commands a machine is no longer in the section (see knowledge.sections).
    named = (p for p in passages if p.chunk.text in p.section.text and names_contact(p.chunk.text))
    return next(named, None)
