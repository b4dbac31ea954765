"""The names that Slack gives to blocks and elements that come without."""

from __future__ import annotations

import copy
import itertools
from typing import Any

Params = dict[str, Any]

_numbers = itertools.count(1)


def named(blocks: list[Params]) -> list[Params]:
    """A copy of blocks in which each block and each interactive element has an id."""
    blocks = copy.deepcopy(blocks)
    for block in blocks:
        block.setdefault("block_id", f"b{next(_numbers)}")
        for element in elements_of(block):
            if element.get("type") != "image":
                element.setdefault("action_id", f"a{next(_numbers)}")
    return blocks


def elements_of(block: Params) -> list[Params]:
    """The buttons, menus and inputs of a block."""
    if block["type"] in ("actions", "context_actions"):
        return list(block["elements"])
    return [block[key] for key in ("accessory", "element") if key in block]
