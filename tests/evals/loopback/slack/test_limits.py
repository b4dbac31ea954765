"""Each limit: what just fits, and what is one too many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from evals.loopback.slack import Params
from evals.loopback.slack.limits import of_message, of_view
from evals.loopback.slack.samples import MODAL, plain

Of = Callable[[int], Params]


def mrkdwn(text: str) -> Params:
    return {"type": "mrkdwn", "text": text}


def button(**more: Any) -> Params:
    return {"type": "button", "text": plain("押す")} | more


def actions(*elements: Params) -> Params:
    return {"type": "actions", "elements": list(elements)}


def option(text: str = "一", value: str = "1") -> Params:
    return {"text": plain(text), "value": value}


def select(**more: Any) -> Params:
    return {"type": "static_select", "options": [option()]} | more


def options(kind: str) -> Of:
    return lambda n: actions({"type": kind, "options": [option(value=str(i)) for i in range(n)]})


def cells(rows: int, columns: int = 1) -> Params:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "セル"}] * columns] * rows}


CONFIRM = ("title", "text", "confirm", "deny")

BLOCKS: dict[str, tuple[int, Of]] = {
    "section": (3000, lambda n: {"type": "section", "text": mrkdwn("あ" * n)}),
    "section of fields": (10, lambda n: {"type": "section", "fields": [plain("x")] * n}),
    "field": (2000, lambda n: {"type": "section", "fields": [plain("x" * n)]}),
    "header": (150, lambda n: {"type": "header", "text": plain("x" * n)}),
    "context": (10, lambda n: {"type": "context", "elements": [plain("x")] * n}),
    "actions": (25, lambda n: actions(*[button()] * n)),
    "label of a button": (75, lambda n: actions(button(text=plain("x" * n)))),
    "value of a button": (2000, lambda n: actions(button(value="x" * n))),
    "url of a button": (3000, lambda n: actions(button(url="x" * n))),
    "action_id": (255, lambda n: actions(button(action_id="x" * n))),
    "block_id": (255, lambda n: {"type": "divider", "block_id": "x" * n}),
    "options of a menu": (100, options("static_select")),
    "radio buttons": (10, options("radio_buttons")),
    "checkboxes": (10, options("checkboxes")),
    "overflow": (5, options("overflow")),
    "text of an option": (75, lambda n: actions(select(options=[option("x" * n)]))),
    "placeholder": (150, lambda n: actions(select(placeholder=plain("x" * n)))),
    "rows of a table": (100, cells),
    "columns of a table": (20, lambda n: cells(1, n)),
    "markdown": (12_000, lambda n: {"type": "markdown", "text": "x" * n}),
    "title of an image": (
        2000,
        lambda n: {
            "type": "image",
            "alt_text": "x",
            "image_url": "https://example.jp/x.png",
            "title": plain("x" * n),
        },
    ),
    "title of a confirmation": (
        100,
        lambda n: actions(
            button(confirm={k: plain("x" * (n if k == "title" else 1)) for k in CONFIRM})
        ),
    ),
}


@pytest.mark.parametrize(("most", "of"), BLOCKS.values(), ids=BLOCKS.keys())
def test_a_block_has_no_more_than(most: int, of: Of) -> None:
    assert of_message("x", [of(most)]) == ("", [])
    error, problems = of_message("x", [of(most + 1)])
    assert error == "invalid_blocks"
    assert problems[0].startswith("[ERROR] ")


WRONG: dict[str, Params] = {
    "an unknown block": {"type": "sections"},
    "an unknown field": {"type": "divider", "texts": "x"},
    "no text": {"type": "section"},
    "an empty text": {"type": "section", "text": plain("")},
    "mrkdwn in a header": {"type": "header", "text": mrkdwn("x")},
    "mrkdwn on a button": actions(button(text=mrkdwn("x"))),
    "a style that is none": actions(button(style="default")),
    "the same action_id twice": actions(button(action_id="a"), button(action_id="a")),
    "no elements": actions(),
    "a button in a context": {"type": "context", "elements": [button()]},
    "an empty cell": {"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]},
    "a text input among buttons": actions({"type": "plain_text_input"}),
    "an initial option that is not offered": actions(select(initial_option=option("二", "2"))),
    "a select without options": actions({"type": "static_select"}),
    "feedback without a value": {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "positive_button": {"text": plain("よい"), "value": "1"},
                "negative_button": {"text": plain("わるい")},
            }
        ],
    },
}


@pytest.mark.parametrize("block", WRONG.values(), ids=WRONG.keys())
def test_a_block_that_slack_refuses(block: Params) -> None:
    assert of_message("x", [block])[0] == "invalid_blocks"


def test_a_message_has_fifty_blocks_one_table_and_so_much_text() -> None:
    divider = {"type": "divider"}
    assert of_message("x", [divider] * 50) == ("", [])
    assert of_message("x", [divider] * 51)[0] == "invalid_blocks"
    assert of_message("x", [cells(1), cells(1)])[0] == "invalid_blocks"
    half = {"type": "markdown", "text": "x" * 6001}
    assert of_message("x", [half, half])[0] == "invalid_blocks"
    same = {"type": "divider", "block_id": "same"}
    assert of_message("x", [same, same])[0] == "invalid_blocks"
    assert of_message("x" * 40_000, None) == ("", [])
    assert of_message("x" * 40_001, None) == ("msg_too_long", [])
    assert of_message("", []) == ("no_text", [])


@pytest.mark.parametrize(
    ("key", "value", "fits"),
    [
        ("title", plain("x" * 24), True),
        ("title", plain("x" * 25), False),
        ("submit", plain("x" * 25), False),
        ("submit", None, False),
        ("close", plain("x" * 25), False),
        ("private_metadata", "x" * 3000, True),
        ("private_metadata", "x" * 3001, False),
        ("callback_id", "x" * 256, False),
        ("blocks", [{"type": "divider"}] * 100, True),
        ("blocks", [{"type": "divider"}] * 101, False),
        ("blocks", [{"type": "markdown", "text": "x"}], False),
        ("blocks", [cells(1)], False),
        ("colour", "red", False),
    ],
)
def test_a_modal(key: str, value: Any, fits: bool) -> None:
    error, _ = of_view(MODAL | {key: value}, "modal")
    assert error == ("" if fits else "invalid_arguments")


def test_a_home_is_no_modal() -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    assert of_view(home, "home") == ("", [])
    assert of_view(home, "modal")[0] == "invalid_arguments"
    assert of_view(home | {"title": plain("x")}, "home")[0] == "invalid_arguments"


def test_a_view_has_no_more_than_250_kb() -> None:
    large = [{"type": "section", "text": plain("あ" * 3000)}] * 30
    assert of_view({"type": "home", "blocks": large}, "home")[0] == "view_too_large"
