"""Leaves a sensitive matter to people, and quotes where the manuals say who they are."""

from __future__ import annotations

from bot.answering import wording
from bot.answering.composing.extraction import cite
from bot.answering.understanding import Understanding
from bot.answering.understanding.sensitivity import WHO_HELPS, Topic, names_contact
from bot.outcomes import Question, Refusal
from knowledge.model import SearchRequest
from knowledge.search import Searcher

#: Passages searched for whom to turn to.
_CONTACTS = 12


def refer(
    searcher: Searcher, question: Question, reading: Understanding, topic: Topic, contact: str
) -> Refusal:
    """A kind text without a judgment; ``contact`` is whom to turn to in confidence."""
    request = SearchRequest(
        query=WHO_HELPS[topic], audiences=question.audiences, on=reading.on, top=_CONTACTS
    )
    passages = searcher.search(request).passages
    # What commands a machine is no longer in the section (see knowledge.sections).
    named = (p for p in passages if p.chunk.text in p.section.text and names_contact(p.chunk.text))
    found = next(named, None)
    return Refusal(
        text=wording.care(topic, contact, reading.language),
        reason="sensitive",
        citations=(cite(found, found.chunk.text),) if found else (),
    )
