"""Limits of a message as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evals.loopback.slack.limits.blocks import block
from evals.loopback.slack.limits.shapes import Params, items, problem

LONGEST_TEXT = 40_000
MOST_BLOCKS = 50
LONGEST_MARKDOWN = 12_000
LONGEST_TABLE = 10_000
#: Not documented: what Slack was seen to refuse (bolt-js issue 2509), a little below.
LONGEST_BLOCKS = 13_100


def of_message(text: str | None, blocks: list[Params] | None) -> tuple[str, list[str]]:
    """Slack's error of a message and what is wrong; empty when it fits."""
    if text and len(text) > LONGEST_TEXT:
        return "msg_too_long", []
    problems = list(of_blocks(blocks, MOST_BLOCKS))
    if problems:
        return "invalid_blocks", problems
    if sum(map(len, written(blocks))) > LONGEST_BLOCKS:
        return "msg_blocks_too_long", []
    if not (text or blocks):
        return "no_text", []
    return "", []


def of_blocks(blocks: Any, most: int) -> Iterator[str]:
    yield from items(blocks, "/blocks", most, block, least=0)
    if not isinstance(blocks, list):
        return
    blocks = [b for b in blocks if isinstance(b, dict)]
    yield from _twice([b.get("block_id") for b in blocks])
    tables = [b for b in blocks if b.get("type") == "table"]
    if len(tables) > 1:
        yield problem("only_one_table_allowed", "/blocks")
    for table in tables:
        if sum(map(len, written(table.get("rows")))) > LONGEST_TABLE:
            yield problem(f"a table has no more than {LONGEST_TABLE} characters", "/blocks")
    markdown = [str(b.get("text", "")) for b in blocks if b.get("type") == "markdown"]
    if sum(map(len, markdown)) > LONGEST_MARKDOWN:
        yield problem(f"markdown has no more than {LONGEST_MARKDOWN} characters", "/blocks")


def _twice(names: list[Any]) -> Iterator[str]:
    known = [name for name in names if name]
    for name in {name for name in known if known.count(name) > 1}:
        yield problem(f"`block_id` {name} already exists", "/blocks")


def written(value: Any) -> Iterator[str]:
    """All texts that an object shows."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "text" and isinstance(inner, str):
                yield inner
            else:
                yield from written(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from written(inner)
