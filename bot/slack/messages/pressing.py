"""The buttons under an outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.outcomes import Language
from bot.slack.messages import limits, wording
from bot.slack.messages.action_ids import CONFIDE, FEEDBACK, OPTION, PERSON
from bot.slack.messages.blocks import (
    Block,
    Element,
    actions,
    button,
    context,
    listed,
    plain_text,
    words,
)
from bot.slack.messages.texts import clean

Options = Sequence[Mapping[str, str]]


def buttons(
    exchange: int, told: Mapping[str, Any], language: Language, confide: bool
) -> list[Block]:
    """What can be done with an outcome; ``confide``: there are counselors."""
    match told["outcome"]:
        case "answer":
            return [_feedback(exchange, language), *actions([_person(exchange, language)])]
        case "clarification":
            options = actions(_options(exchange, told["options"]))
            return [*options, *actions([_person(exchange, language)])]
        case "refusal" if told["reason"] == "sensitive" and confide:
            label = wording.text("confide", language)
            asked = actions([button(CONFIDE, label, exchange, style="primary")])
            return [*asked, *context(wording.text("confide_hint", language))]
        case "escalation" if confide:
            return actions([button(CONFIDE, wording.text("make_private", language), exchange)])
    return []


def _feedback(exchange: int, language: Language) -> Block:
    """Slack's own buttons for feedback, which show what was pressed."""
    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": FEEDBACK,
                "positive_button": _verdict("helpful", exchange, language),
                "negative_button": _verdict("wrong", exchange, language),
            }
        ],
    }


def feedback_buttons(exchange: int, language: Language) -> list[Element]:
    """The same as buttons like others, for what only one person sees."""
    return [
        button(f"{FEEDBACK}:{kind}", wording.text(kind, language), f"{kind}:{exchange}")
        for kind in ("helpful", "wrong")
    ]


def _verdict(kind: str, exchange: int, language: Language) -> Element:
    label = wording.text(kind, language)
    return {"text": plain_text(label), "accessibility_label": label, "value": f"{kind}:{exchange}"}


def _person(exchange: int, language: Language) -> Element:
    return button(PERSON, wording.text("person", language), exchange)


def _options(exchange: int, options: Options) -> list[Element]:
    long = _are_long(options)
    return [
        button(
            f"{OPTION}:{number}",
            f"{number + 1}. {option['label']}" if long else option["label"],
            exchange,
        )
        for number, option in enumerate(options)
    ]


def options_in_full(options: Options) -> list[Block]:
    """The options as a list, where a button does not hold all of one."""
    if not _are_long(options):
        return []
    return listed([[words(clean(option["label"]))] for option in options], numbered=True)


def _are_long(options: Options) -> bool:
    return any(limits.length(clean(option["label"])) > limits.BUTTON for option in options)
