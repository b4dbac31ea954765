"""Outcomes as Slack messages: answers, questions back, what is handed over, refusals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.outcomes import Language
from bot.slack.messages.blocks import BUTTONS, Block, Message, language_of, messages
from bot.slack.messages.citations import Cited, bare, sources
from bot.slack.messages.paragraphing import paragraphed
from bot.slack.messages.parts import named, parts, refers
from bot.slack.messages.pressing import buttons, options_in_full


def outcome(
    exchange: int,
    told: Mapping[str, Any],
    cited: Sequence[Cited] = (),
    *,
    nearest: Sequence[Cited] = (),
    confide: bool = False,
    language: Language | None = None,
) -> list[Message]:
    """An outcome in the shape of ``zeroji ask --json``.

    ``cited``: its citations as they are shown, in their order; ``nearest``: what is worth reading
    until a person answers, which the text names already; ``confide``: there are counselors;
    ``language``: of who asked, where it is known, as what answers may quote another.
    """
    language = language or language_of(told["text"])
    known = tuple(cited) or tuple(map(bare, told["citations"]))
    blocks = [*_said(told, known, nearest, language), *buttons(exchange, told, language, confide)]
    return messages(told["text"], blocks)


def without_buttons(shown: Sequence[Message]) -> list[Message]:
    """The same to be read only."""
    kept = [[b for b in one.blocks if b["type"] not in BUTTONS] for one in shown]
    return [
        Message(text=one.text, blocks=blocks)
        for one, blocks in zip(shown, kept, strict=True)
        if blocks
    ]


def _said(
    told: Mapping[str, Any], cited: Sequence[Cited], nearest: Sequence[Cited], language: Language
) -> list[Block]:
    shown = told.get("parts") or ()
    if not shown:
        return [
            *paragraphed(told["text"], nearest),
            *options_in_full(told["options"]),
            *_sources(told, dict(enumerate(cited)), language, numbered=False),
        ]
    above = named(shown)
    rest = {number: one for number, one in enumerate(cited) if number not in above}
    numbered = refers(shown, cited)
    return [*parts(shown, cited, language), *_sources(told, rest, language, numbered=numbered)]


def _sources(
    told: Mapping[str, Any], cited: Mapping[int, Cited], language: Language, *, numbered: bool
) -> list[Block]:
    title = "sources.sensitive" if told["reason"] == "sensitive" else "sources"
    return sources(cited, told["text"], language, numbered=numbered, title=title)
