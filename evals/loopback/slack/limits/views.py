"""Limits of modals and of the App Home."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from evals.loopback.slack.limits.blocks import ONLY_IN_MESSAGES
from evals.loopback.slack.limits.messages import of_blocks
from evals.loopback.slack.limits.shapes import Params, Shape, plain, problem, strings

MOST_BLOCKS = 100
LARGEST = 250_000

_COMMON = "private_metadata callback_id external_id"
_MODAL = Shape(
    "title blocks", f"{_COMMON} close submit clear_on_close notify_on_close submit_disabled"
)
_HOME = Shape("blocks", _COMMON)


def of_view(view: Any, kind: str) -> tuple[str, list[str]]:
    """Slack's error of a view and what is wrong; empty when it fits. Kinds: modal, home."""
    problems = list(_of_view(view, kind))
    if problems:
        return "invalid_arguments", problems
    if len(json.dumps(view, ensure_ascii=False).encode()) > LARGEST:
        return "view_too_large", []
    return "", []


def _of_view(view: Any, kind: str) -> Iterator[str]:
    if not isinstance(view, dict) or view.get("type") != kind:
        yield problem(f"must be a view of type {kind}", "/view")
        return
    yield from (_MODAL if kind == "modal" else _HOME).problems(view, "/view")
    yield from strings(view, "/view", private_metadata=3000, callback_id=255, external_id=255)
    if kind == "modal":
        for key in ("title", "submit", "close"):
            yield from plain(view.get(key), f"/view/{key}", 24)
    blocks = view.get("blocks") or []
    yield from of_blocks(blocks, MOST_BLOCKS)
    yield from _in_views(blocks, kind, view)


def _in_views(blocks: list[Params], kind: str, view: Params) -> Iterator[str]:
    kinds = [b.get("type") for b in blocks if isinstance(b, dict)]
    for only in ONLY_IN_MESSAGES.intersection(kinds):
        yield problem(f"unsupported type: {only}", "/view/blocks")
    if kind == "modal" and "input" in kinds and not view.get("submit"):
        yield problem("submit is required when there is an input", "/view")
