"""What members are told beside tickets that wait: proposals, and what did not arrive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.outcomes import Language
from bot.slack.messages import wording
from bot.slack.messages.blocks import Message, link, listed, messages, rich, words

#: What is named; the rest is counted.
_NAMED = 20


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A proposal, or a ticket."""

    number: int
    is_proposal: bool
    #: Of its page; may be empty.
    url: str = ""


def notices(kind: str, subjects: Sequence[Subject], language: Language = "ja") -> list[Message]:
    """``kind`` as in :data:`bot.desk.notices.Kind`, without those of :mod:`reminder`."""
    heading = wording.text(f"notice.{kind}", language)
    items = [[_named(one, language)] for one in subjects[:_NAMED]]
    if len(subjects) > _NAMED:
        more = wording.text("home.queue.more", language, count=len(subjects) - _NAMED)
        items.append([words(more)])
    return messages(heading, [rich(words(heading, bold=True)), *listed(items)])


def _named(one: Subject, language: Language) -> dict[str, object]:
    key = "notice.proposal_number" if one.is_proposal else "ticket"
    return link(wording.text(key, language, number=one.number), one.url)
