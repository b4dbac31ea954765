"""What staff tell somebody who asked."""

from __future__ import annotations

from bot.slack.messages import wording
from bot.slack.messages.blocks import (
    Message,
    context,
    language_of,
    messages,
    paragraphs,
    person,
    rich,
    words,
)
from bot.slack.messages.brief import about


def told(kind: str, text: str, *, user: str, question: str = "") -> list[Message]:
    """``kind`` as in :data:`bot.desk.notifications.Kind`; the user is mentioned.

    ``question``: what they had asked, where the thread does not show it.
    """
    language = language_of(text)
    heading = wording.text(f"told.{kind}", language)
    blocks = [
        rich(person(user), words(f" {heading}", bold=True)),
        *(context(about(question, language)) if question else ()),
        *paragraphs(text),
    ]
    return messages(f"{heading}\n{text}", blocks)
