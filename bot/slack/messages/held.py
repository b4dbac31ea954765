"""An answer that is held for staff, who send it, change it, or do not send it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.outcomes import Language
from bot.slack.messages import limits, times, wording
from bot.slack.messages.action_ids import DECLINE, OPTION, REWRITE, SEND
from bot.slack.messages.blocks import (
    Block,
    Element,
    Message,
    actions,
    button,
    context,
    fields,
    header,
    listed,
    messages,
    paragraphs,
    quote,
    rich,
    words,
)
from bot.slack.messages.outcome import without_buttons
from bot.slack.messages.texts import clean

_QUESTION = 2_500
#: What stands above the answer once its asker has it.
_ANSWERS = {"sent": "held.told", "rewritten": "held.told"}


@dataclass(frozen=True, kw_only=True)
class Held:
    exchange: int
    mode: Literal["listen", "approve"]
    question: str
    #: What the asker would be shown.
    answer: Sequence[Message]
    #: waiting, sent, rewritten, declined, or to_person: it was passed to a person.
    status: str = "waiting"
    #: What staff wrote instead.
    text: str = ""
    #: Display name of who decided.
    by: str = ""
    due_at: datetime | None = None
    language: Language = field(default="ja")


def held(shown: Held) -> list[Message]:
    language = shown.language
    said = _said(shown)
    blocks = [
        header(wording.text("held.title", language)),
        *_state(shown, said),
        *_labelled("held.question", language),
        *quote(limits.cut_lines(clean(shown.question), _QUESTION)),
        *_labelled(_ANSWERS.get(shown.status, "held.answer"), language),
        *_answer(shown),
        *_buttons(shown),
    ]
    return messages(f"{said}　{shown.question}", blocks)


def _said(shown: Held) -> str:
    """That it waits, or what became of it."""
    if shown.status == "waiting":
        return wording.text(f"held.{shown.mode}", shown.language)
    return wording.text(f"held.{shown.status}", shown.language, by=shown.by)


def _state(shown: Held, said: str) -> list[Block]:
    if shown.status != "waiting":
        return paragraphs(said)
    due = wording.text("due", shown.language)
    when = [(due, times.moment(shown.due_at, shown.language))] if shown.due_at else []
    return [*context(said), *fields(when)]


def _answer(shown: Held) -> list[Block]:
    if shown.status == "rewritten":
        return paragraphs(shown.text)
    said = [block for one in without_buttons(shown.answer) for block in one.blocks]
    return [*said, *_options(shown)]


def _options(shown: Held) -> list[Block]:
    """What a question back offers; where the buttons are numbered, it says so itself."""
    pressed = (
        element
        for one in shown.answer
        for block in one.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    )
    labels = [
        one["text"]["text"] for one in pressed if one["action_id"].partition(":")[0] == OPTION
    ]
    is_numbered = bool(labels) and labels[0].startswith("1. ")
    return [] if is_numbered else listed([[words(label)] for label in labels])


def _labelled(key: str, language: Language) -> list[Block]:
    return [rich(words(wording.text(key, language), bold=True))]


def _buttons(shown: Held) -> list[Block]:
    if shown.status != "waiting":
        return []
    return actions(
        [
            _button(SEND, "send", shown, "primary"),
            _button(REWRITE, "rewrite", shown),
            # Somebody waits for it only where they were told so.
            _button(DECLINE, "to_person" if shown.mode == "approve" else "decline", shown),
        ]
    )


def _button(action: str, label: str, shown: Held, style: str = "") -> Element:
    return button(action, wording.text(label, shown.language), shown.exchange, style=style)
