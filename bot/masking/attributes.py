"""Masks what is said of a question where others than the asker read it: traces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.masking import mask


def mask_attributes(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """The same names with all texts masked, at any depth.

    What is the same in two of them gets the same placeholder.
    """
    known: dict[str, str] = {}
    return {name: _masked(value, known) for name, value in attributes.items()}


def _masked(value: Any, known: dict[str, str]) -> Any:
    match value:
        case str():
            masked = mask(value, known)
            known |= masked.replaced
            return masked.text
        case list() | tuple():
            return [_masked(one, known) for one in value]
        case dict():
            return {name: _masked(one, known) for name, one in value.items()}
    return value
