"""Limits of the elements of blocks: buttons, menus, inputs."""

from __future__ import annotations

from typing import Any

from evals.loopback.slack.limits.shapes import (
    Params,
    Problems,
    Shape,
    items,
    of_types,
    one_of,
    plain,
    problem,
    string,
    strings,
    text,
)

_FIELD = "action_id confirm focus_on_load placeholder"
_LONGEST_INPUT = 3000


def element(value: Any, at: str) -> Problems:
    return of_types(ELEMENTS, value, at)


def _common(value: Params, at: str) -> Problems:
    yield from strings(value, at, action_id=255)
    yield from plain(value.get("placeholder"), f"{at}/placeholder", 150)
    confirm = value.get("confirm")
    if confirm is not None:
        yield from _CONFIRM.problems(confirm, f"{at}/confirm")


def _confirm(value: Params, at: str) -> Problems:
    yield from plain(value["title"], f"{at}/title", 100)
    yield from text(value["text"], f"{at}/text", 300)
    for key in ("confirm", "deny"):
        yield from plain(value[key], f"{at}/{key}", 30)


_CONFIRM = Shape("title text confirm deny", "style", _confirm)


def _button(value: Params, at: str) -> Problems:
    yield from _common(value, at)
    yield from plain(value["text"], f"{at}/text", 75)
    yield from strings(value, at, value=2000, url=3000, accessibility_label=75)
    yield from one_of(value.get("style"), f"{at}/style", "primary", "danger")


def _feedback(value: Params, at: str) -> Problems:
    yield from strings(value, at, action_id=255)
    for key in ("positive_button", "negative_button"):
        yield from _FEEDBACK_BUTTON.problems(value[key], f"{at}/{key}")


def _feedback_button(value: Params, at: str) -> Problems:
    yield from plain(value["text"], f"{at}/text", 75)
    yield from strings(value, at, value=2000, accessibility_label=75)


_FEEDBACK_BUTTON = Shape("text value", "accessibility_label", _feedback_button)


def _icon_button(value: Params, at: str) -> Problems:
    yield from _common(value, at)
    yield from plain(value["text"], f"{at}/text", 75)
    yield from strings(value, at, value=2000, accessibility_label=75)


def _image(value: Params, at: str) -> Problems:
    yield from strings(value, at, image_url=3000, alt_text=2000)
    if ("image_url" in value) == ("slack_file" in value):
        yield problem("must have image_url or slack_file", at)


def _option(value: Any, at: str) -> Problems:
    yield from Shape("text value", "description url").problems(value, at)
    yield from text(value.get("text"), f"{at}/text", 75)
    yield from text(value.get("description"), f"{at}/description", 75)
    yield from strings(value, at, value=75, url=3000)


def _group(value: Any, at: str) -> Problems:
    yield from Shape("label options").problems(value, at)
    yield from plain(value.get("label"), f"{at}/label", 75)
    yield from items(value.get("options"), f"{at}/options", 100, _option)


def _options(most: int) -> Any:
    def check(value: Params, at: str) -> Problems:
        yield from _common(value, at)
        groups = value.get("option_groups")
        if (groups is None) == (value.get("options") is None):
            yield problem("must have options or option_groups", at)
        yield from items(value.get("options"), f"{at}/options", most, _option)
        yield from items(groups, f"{at}/option_groups", 100, _group)
        yield from _initial(value, at)

    return check


def _initial(value: Params, at: str) -> Problems:
    groups = value.get("option_groups") or []
    offered = [*(value.get("options") or []), *(o for g in groups for o in g["options"])]
    chosen = value.get("initial_options") or [value.get("initial_option")]
    for option in chosen:
        if option is not None and option not in offered:
            yield problem("initial option is not one of the options", at)


def _overflow(value: Params, at: str) -> Problems:
    yield from _common(value, at)
    yield from items(value["options"], f"{at}/options", 5, _option)


def _text_input(value: Params, at: str) -> Problems:
    yield from _common(value, at)
    longest = value.get("max_length", _LONGEST_INPUT)
    if not 1 <= longest <= _LONGEST_INPUT or value.get("min_length", 0) > longest:
        yield problem("must be between 1 and 3000", f"{at}/max_length")
    yield from string(value.get("initial_value"), f"{at}/initial_value", longest)


_MENU = f"{_FIELD} options option_groups"
_INPUT = "action_id placeholder initial_value focus_on_load dispatch_action_config"
_OF_SLACK = ("users", "conversations", "channels")

ELEMENTS: dict[str, Shape] = {
    "button": Shape(
        "text", "action_id value url style confirm accessibility_label agents", _button
    ),
    "feedback_buttons": Shape("positive_button negative_button", "action_id", _feedback),
    "icon_button": Shape(
        "icon text",
        "action_id value confirm accessibility_label visible_to_user_ids",
        _icon_button,
    ),
    "image": Shape("alt_text", "image_url slack_file", _image),
    "static_select": Shape("", f"{_MENU} initial_option", _options(100)),
    "multi_static_select": Shape("", f"{_MENU} initial_options max_selected_items", _options(100)),
    "radio_buttons": Shape(
        "options", "action_id confirm focus_on_load initial_option", _options(10)
    ),
    "checkboxes": Shape("options", "action_id confirm focus_on_load initial_options", _options(10)),
    "overflow": Shape("options", "action_id confirm", _overflow),
    "plain_text_input": Shape("", f"{_INPUT} multiline min_length max_length", _text_input),
    "email_text_input": Shape("", _INPUT, _common),
    "url_text_input": Shape("", _INPUT, _common),
    "number_input": Shape("is_decimal_allowed", f"{_INPUT} min_value max_value", _common),
    "datepicker": Shape("", f"{_FIELD} initial_date", _common),
    "timepicker": Shape("", f"{_FIELD} initial_time timezone", _common),
    "datetimepicker": Shape("", "action_id confirm focus_on_load initial_date_time", _common),
}
for _what in _OF_SLACK:
    _name = _what.removesuffix("s")
    _more = " filter default_to_current_conversation" if _what == "conversations" else ""
    ELEMENTS[f"{_what}_select"] = Shape(
        "", f"{_FIELD} initial_{_name} response_url_enabled{_more}", _common
    )
    ELEMENTS[f"multi_{_what}_select"] = Shape(
        "", f"{_FIELD} initial_{_what} max_selected_items{_more}", _common
    )

INPUTS = frozenset(ELEMENTS) - {"button", "feedback_buttons", "icon_button", "image", "overflow"}
IN_ACTIONS = frozenset(ELEMENTS) - {
    "feedback_buttons",
    "icon_button",
    "image",
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
}
ACCESSORIES = (IN_ACTIONS | {"image"}) - {"datetimepicker"}
