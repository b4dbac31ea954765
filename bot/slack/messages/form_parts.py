"""What the forms have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.outcomes import Language
from bot.slack.messages import limits, wording
from bot.slack.messages.action_ids import LINK
from bot.slack.messages.blocks import Block, actions, button, emoji, quote, rich, words
from bot.slack.messages.forms import View, form
from bot.slack.messages.texts import clean

#: What comes back with a form.
Metadata = Mapping[str, Any]

#: Characters of a question that is shown above an input, and of why something cannot be done.
_QUESTION, _PROBLEM = 1_500, 500


def titled(
    callback: str,
    title: str,
    submit: str,
    blocks: Sequence[Block],
    metadata: Metadata,
    language: Language,
) -> View:
    """A form whose title and button are texts of the wording; without a button where empty."""
    return form(
        callback,
        wording.text(title, language),
        blocks,
        submit=wording.text(submit, language) if submit else "",
        metadata=metadata,
        language=language,
    )


def problems(text: str) -> list[Block]:
    """Why it was not taken before, if it was not."""
    said = limits.cut_lines(clean(text), _PROBLEM)
    return [rich(emoji("warning"), words(f" {said}", bold=True))] if said.strip() else []


def asked(question: str) -> list[Block]:
    """The question that a form is about."""
    return quote(limits.cut_lines(clean(question), _QUESTION))


def console_link(url: str, language: Language) -> list[Block]:
    """Where the rest can be done; nothing without an address."""
    if not url:
        return []
    label = wording.text("console", language)
    return actions([button(f"{LINK}:console", label, "console", url=url)])
