"""Messages of a line or two."""

from __future__ import annotations

from typing import Any

from bot.outcomes import Language
from bot.slack.messages import wording
from bot.slack.messages.blocks import Message, messages, paragraphs


def say(key: str, language: Language, **names: Any) -> list[Message]:
    """One of the texts of wording.yaml. Raises KeyError for one that there is not."""
    return line(wording.text(key, language, **names))


def line(text: str) -> list[Message]:
    return messages(text, paragraphs(text))
