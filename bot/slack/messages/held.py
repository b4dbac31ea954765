"""An answer that is held for staff, who send it, change it, or do not send it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.outcomes import Language
from bot.slack.messages import limits, times, wording
from bot.slack.messages.action_ids import DECLINE, REWRITE, SEND
from bot.slack.messages.blocks import (
    Block,
    Element,
    Message,
    actions,
    button,
    context,
    fields,
    header,
    messages,
    paragraphs,
    quote,
    rich,
    words,
)
from bot.slack.messages.outcome import without_buttons
from bot.slack.messages.texts import clean

_QUESTION = 2_500


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
    said = wording.text(f"held.{shown.mode}", language)
    blocks = [
        header(wording.text("held.title", language)),
        *_state(shown, said),
        *_labelled("held.question", language),
        *quote(limits.cut_lines(clean(shown.question), _QUESTION)),
        *_labelled("held.answer", language),
        *_answer(shown),
        *_buttons(shown),
    ]
    return messages(f"{said}　{shown.question}", blocks)


def _state(shown: Held, said: str) -> list[Block]:
    if shown.status != "waiting":
        return paragraphs(wording.text(f"held.{shown.status}", shown.language, by=shown.by))
    due = wording.text("due", shown.language)
    when = [(due, times.moment(shown.due_at, shown.language))] if shown.due_at else []
    return [*context(said), *fields(when)]


def _answer(shown: Held) -> list[Block]:
    if shown.status == "rewritten":
        return paragraphs(shown.text)
    return [block for one in without_buttons(shown.answer) for block in one.blocks]


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
