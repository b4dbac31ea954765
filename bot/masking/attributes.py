"""Masks what is said of a question where others than the asker read it: traces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.masking import mask


def mask_attributes(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """The same names with all texts masked, at any depth."""
    return {name: _masked(value) for name, value in attributes.items()}


def _masked(value: Any) -> Any:
    match value:
        case str():
            return mask(value).text
        case list() | tuple():
            return [_masked(one) for one in value]
        case dict():
            return mask_attributes(value)
    return value
