"""Forms (Slack's modals): inputs, and what was typed into them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.outcomes import Language
from bot.slack.messages import limits, wording
from bot.slack.messages.action_ids import INPUT
from bot.slack.messages.blocks import Block, Element, plain_text
from bot.slack.messages.texts import clean

View = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Choice:
    value: str
    label: str
    #: A second line; in lists and checkboxes.
    more: str = ""


def form(
    callback: str,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str = "",
    metadata: Mapping[str, Any] | None = None,
    language: Language,
) -> View:
    """A modal; without ``submit`` it can only be closed.

    ``metadata``, of at most 3,000 characters as JSON, comes back with it.
    """
    kept = json.dumps(metadata or {}, ensure_ascii=False)
    if len(kept) > limits.METADATA:
        raise ValueError("what comes back with a form is too long")
    close = wording.text("cancel" if submit else "close", language)
    view: View = {
        "type": "modal",
        "callback_id": callback,
        "title": _short(title),
        "close": _short(close),
        "blocks": list(blocks[: limits.VIEW_BLOCKS]),
        "private_metadata": kept,
    }
    return view | ({"submit": _short(submit)} if submit else {})


def metadata_of(view: Mapping[str, Any]) -> dict[str, Any]:
    """What :func:`form` was given."""
    found = json.loads(view.get("private_metadata") or "{}")
    return found if isinstance(found, dict) else {}


def typed(view: Mapping[str, Any]) -> dict[str, str]:
    """What a submitted form says, by input (what follows a colon is no part of the name); empty
    where nothing was given."""
    return {name.partition(":")[0]: _value(one) for name, one in _elements(view).items()}


def ticked(view: Mapping[str, Any], name: str) -> list[str]:
    """The values of ticked checkboxes."""
    chosen = _elements(view).get(name, {}).get("selected_options") or ()
    return [option["value"] for option in chosen]


def text_input(
    name: str,
    label: str,
    *,
    initial: str = "",
    hint: str = "",
    optional: bool = False,
    multiline: bool = True,
) -> Block:
    """``initial`` is cut where Slack takes no more: check :func:`fits` first."""
    element: Element = {
        "type": "plain_text_input",
        "action_id": INPUT,
        "multiline": multiline,
        "max_length": limits.INPUT,
    }
    if initial:
        element["initial_value"] = limits.cut_lines(initial, limits.INPUT)
    return _input(name, label, element, hint=hint, optional=optional)


def fits(text: str) -> bool:
    """Whether a text can be edited in an input."""
    return limits.length(text) <= limits.INPUT


def select(
    name: str, label: str, choices: Sequence[Choice], *, chosen: str = "", action: str = INPUT
) -> Block:
    """A list of at most 100; ``action`` other than INPUT tells of a choice at once."""
    options = [_option(choice) for choice in choices[: limits.OPTIONS]]
    element: Element = {"type": "static_select", "action_id": action, "options": options}
    initial = [option for option in options if option["value"] == chosen]
    block = _input(name, label, element | ({"initial_option": initial[0]} if initial else {}))
    return block | ({"dispatch_action": True} if action != INPUT else {})


def radio(name: str, label: str, choices: Sequence[Choice]) -> Block:
    options = [_option(choice) for choice in choices[: limits.CHOICES]]
    element: Element = {"type": "radio_buttons", "action_id": INPUT, "options": options}
    return _input(name, label, element | {"initial_option": options[0]})


def checkboxes(
    name: str, label: str, choices: Sequence[Choice], *, ticked: Sequence[str] = ()
) -> Block:
    options = [_option(choice) for choice in choices[: limits.CHOICES]]
    element: Element = {"type": "checkboxes", "action_id": INPUT, "options": options}
    initial = [option for option in options if option["value"] in ticked]
    return _input(
        name, label, element | ({"initial_options": initial} if initial else {}), optional=True
    )


def _input(
    name: str, label: str, element: Element, *, hint: str = "", optional: bool = False
) -> Block:
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain_text(limits.cut(clean(label), limits.LABEL)),
        "element": element,
        "optional": optional,
    }
    return block | ({"hint": plain_text(limits.cut(clean(hint), limits.LABEL))} if hint else {})


def _option(choice: Choice) -> Element:
    option: Element = {
        "text": plain_text(limits.cut(clean(choice.label), limits.OPTION)),
        "value": choice.value,
    }
    more = limits.cut(clean(choice.more), limits.OPTION)
    return option | ({"description": plain_text(more)} if more else {})


def _short(text: str) -> Element:
    return plain_text(limits.cut(text, limits.TITLE))


def _elements(view: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    values = view.get("state", {}).get("values", {})
    return {name: next(iter(inputs.values()), {}) for name, inputs in values.items()}


def _value(element: Mapping[str, Any]) -> str:
    if "value" in element:
        return clean(element["value"] or "").strip()
    chosen = element.get("selected_option") or {}
    return str(chosen.get("value") or "")
