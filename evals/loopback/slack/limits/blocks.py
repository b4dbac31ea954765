"""Limits of blocks, one by one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from evals.loopback.slack.limits.elements import ACCESSORIES, IN_ACTIONS, INPUTS, element
from evals.loopback.slack.limits.shapes import (
    Check,
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


def block(value: Any, at: str) -> Problems:
    yield from of_types(BLOCKS, value, at)
    if isinstance(value, dict):
        yield from strings(value, at, block_id=255)


def _only(kinds: Collection[str], check: Check) -> Check:
    def checked(value: Any, at: str) -> Problems:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind not in kinds:
            yield problem(f"unsupported type: {kind}", f"{at}/type")
        else:
            yield from check(value, at)

    return checked


def _section(value: Params, at: str) -> Problems:
    if not value.get("text") and not value.get("fields"):
        yield problem("must have text or fields", at)
    yield from text(value.get("text"), f"{at}/text")
    yield from items(value.get("fields"), f"{at}/fields", 10, lambda v, a: text(v, a, 2000))
    if "accessory" in value:
        yield from _only(ACCESSORIES, element)(value["accessory"], f"{at}/accessory")


def _context_element(value: Any, at: str) -> Problems:
    if isinstance(value, dict) and value.get("type") == "image":
        return element(value, at)
    return text(value, at)


def _actions(value: Params, at: str) -> Problems:
    yield from items(value["elements"], f"{at}/elements", 25, _only(IN_ACTIONS, element))
    yield from _unique(value["elements"], "action_id", at)


def _context_actions(value: Params, at: str) -> Problems:
    allowed = ("feedback_buttons", "icon_button")
    yield from items(value["elements"], f"{at}/elements", 5, _only(allowed, element))
    yield from _unique(value["elements"], "action_id", at)


def _unique(values: list[Params], key: str, at: str) -> Problems:
    known = [value[key] for value in values if isinstance(value, dict) and value.get(key)]
    for name in {name for name in known if known.count(name) > 1}:
        yield problem(f"`{key}` {name} already exists for another element", at)


def _input(value: Params, at: str) -> Problems:
    yield from plain(value["label"], f"{at}/label", 2000)
    yield from plain(value.get("hint"), f"{at}/hint", 2000)
    yield from _only(INPUTS, element)(value["element"], f"{at}/element")


def _image(value: Params, at: str) -> Problems:
    yield from strings(value, at, image_url=3000, alt_text=2000)
    yield from plain(value.get("title"), f"{at}/title", 2000)
    if ("image_url" in value) == ("slack_file" in value):
        yield problem("must have image_url or slack_file", at)


def _alert(value: Params, at: str) -> Problems:
    yield from text(value["text"], f"{at}/text")
    levels = ("default", "info", "warning", "error", "success")
    yield from one_of(value.get("level"), f"{at}/level", *levels)


_STYLED = Shape("elements", "border indent style")
_RICH = dict.fromkeys(("rich_text_section", "rich_text_quote", "rich_text_preformatted"), _STYLED)
_RICH["rich_text_list"] = Shape("elements style", "border indent offset")
_RICH_TEXT = {
    "text": Shape("text", "style"),
    "link": Shape("url", "text style unsafe"),
    "user": Shape("user_id", "style"),
    "usergroup": Shape("usergroup_id", "style"),
    "channel": Shape("channel_id", "style"),
    "emoji": Shape("name", "unicode style url"),
    "date": Shape("timestamp format", "url fallback style"),
    "broadcast": Shape("range", "style"),
    "color": Shape("value", "style"),
}


def _rich_text(value: Params, at: str) -> Problems:
    yield from items(value["elements"], f"{at}/elements", 1000, _rich_element, least=0)


def _rich_element(value: Any, at: str) -> Problems:
    yield from of_types(_RICH, value, at)
    inner = _rich_element if value.get("type") == "rich_text_list" else _rich_leaf
    yield from items(value.get("elements"), f"{at}/elements", 1000, inner, least=0)


def _rich_leaf(value: Any, at: str) -> Problems:
    return of_types(_RICH_TEXT, value, at)


_CELLS = {
    "raw_text": Shape("text", "", lambda v, at: string(v["text"], f"{at}/text", 10_000, least=1)),
    "raw_number": Shape("value", "text"),
    "rich_text": Shape("elements", "block_id", _rich_text),
}


def _table(value: Params, at: str) -> Problems:
    def row(cells: Any, at: str) -> Problems:
        yield from items(cells, at, 20, lambda cell, a: of_types(_CELLS, cell, a))

    yield from items(value["rows"], f"{at}/rows", 100, row)
    settings = value.get("column_settings")
    yield from items(settings, f"{at}/column_settings", 20, _column, least=0)


def _column(value: Any, at: str) -> Problems:
    if value is not None:  # a column may be left as it is
        yield from Shape("", "align is_wrapped").problems(value, at)
        yield from one_of(value.get("align"), f"{at}/align", "left", "center", "right")


BLOCKS: dict[str, Shape] = {
    "section": Shape("", "block_id text fields accessory expand", _section),
    "header": Shape("text", "block_id level", lambda v, at: plain(v["text"], f"{at}/text", 150)),
    "divider": Shape("", "block_id"),
    "context": Shape(
        "elements",
        "block_id",
        lambda v, at: items(v["elements"], f"{at}/elements", 10, _context_element),
    ),
    "context_actions": Shape("elements", "block_id", _context_actions),
    "actions": Shape("elements", "block_id", _actions),
    "input": Shape("label element", "block_id hint optional dispatch_action", _input),
    "image": Shape("alt_text", "block_id image_url slack_file title", _image),
    "markdown": Shape(
        "text", "block_id", lambda v, at: string(v["text"], f"{at}/text", 12_000, least=1)
    ),
    "rich_text": Shape("elements", "block_id", _rich_text),
    "table": Shape("rows", "block_id column_settings", _table),
    "alert": Shape("text", "block_id level", _alert),
}
ONLY_IN_MESSAGES = frozenset({"context_actions", "markdown", "table"})
