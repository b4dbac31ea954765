"""Answers in a channel that only the asker sees, and what the channel sees instead."""

from __future__ import annotations

from collections.abc import Sequence

from bot.outcomes import Language
from bot.slack.messages import wording
from bot.slack.messages.action_ids import SHARE
from bot.slack.messages.blocks import (
    BUTTONS,
    Message,
    actions,
    button,
    context,
    messages,
    person,
    rich,
    words,
)
from bot.slack.messages.brief import say
from bot.slack.messages.outcome import without_buttons
from bot.slack.messages.pressing import feedback_buttons


def whispered(shown: Sequence[Message], exchange: int, language: Language) -> list[Message]:
    """An answer that Slack shows to one person only, who may show it to everybody.

    Slack's buttons for feedback are documented for messages; what only one person sees has
    ordinary ones in their place.
    """
    blocks = [block for one in shown for block in one.blocks]
    verdict = [block for block in blocks if block["type"] == "context_actions"]
    said = [block for block in blocks if block["type"] not in BUTTONS]
    pressed = [e for block in blocks if block["type"] == "actions" for e in block["elements"]]
    share = button(SHARE, wording.text("share", language), exchange)
    asked = [*(feedback_buttons(exchange, language) if verdict else ()), *pressed, share]
    note = context(wording.text("only_you", language))
    return messages(shown[0].text, [*note, *said, *actions(asked)])


def shared(shown: Sequence[Message], user: str, language: Language) -> list[Message]:
    """The same for everybody, once its asker said so."""
    by = rich(person(user), words(wording.text("shared_by", language)))
    said = [block for one in without_buttons(shown) for block in one.blocks]
    return messages(shown[0].text, [by, *said])


def moved(language: Language) -> list[Message]:
    """What a channel sees of a matter that is none of its business."""
    return say("moved", language)
