"""What stands below a ticket's card: what was asked since, what askers were told, notes."""

from __future__ import annotations

from collections.abc import Sequence

from bot.outcomes import Language
from bot.slack.messages import limits, wording
from bot.slack.messages.blocks import (
    Message,
    link,
    listed,
    messages,
    paragraphs,
    quote,
    rich,
    words,
)
from bot.slack.messages.texts import clean

#: Characters of a text; more is in the console.
_TEXT = 2_500


def entry(heading: str, text: str = "") -> list[Message]:
    """A line, and what somebody wrote."""
    said = quote(limits.cut_lines(clean(text), _TEXT)) if text.strip() else []
    return messages(heading, [rich(words(heading, bold=True)), *said])


def notice(text: str, kept: str = "") -> list[Message]:
    """To a member of staff alone; ``kept`` is what they had typed, whole."""
    return messages(text, [*paragraphs(text), *(quote(kept) if kept.strip() else ())])


def made_private(ticket: int, urls: Sequence[str], language: Language) -> list[Message]:
    """To a member alone: which of their messages below a card only they can delete."""
    said = wording.text("note.made_private", language, ticket=ticket, count=len(urls))
    items = [
        [link(wording.text("note.message", language, number=number), url)]
        for number, url in enumerate(urls, 1)
    ]
    return messages(said, [*paragraphs(said), *listed(items)])


def asked(text: str, *, by_same: bool, language: Language) -> list[Message]:
    key = "thread.asked_more" if by_same else "thread.asked_too"
    return entry(wording.text(key, language), text)
