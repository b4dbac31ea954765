"""Messages of a line or two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.outcomes import Language
from bot.slack.messages import limits, wording
from bot.slack.messages.blocks import Message, context, messages, paragraphs
from bot.slack.messages.texts import clean


def say(key: str, language: Language, **names: Any) -> list[Message]:
    """One of the texts of wording.yaml. Raises KeyError for one that there is not."""
    return line(wording.text(key, language, **names))


def headed(note: str, shown: Sequence[Message]) -> list[Message]:
    """The same messages below a line of small print."""
    blocks = [block for one in shown for block in one.blocks]
    return messages(shown[0].text, [*context(note), *blocks])


def about(question: str, language: Language) -> str:
    """Which question is meant, where what is said does not stand below it."""
    short = limits.cut(clean(question), limits.HEADER)
    return wording.text("about", language, question=short)


def line(text: str) -> list[Message]:
    return messages(text, paragraphs(text))
