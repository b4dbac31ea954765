"""What stands around a number, as signals of a learned model."""

from __future__ import annotations

import re

from bot.masking.forms import form_of
from bot.masking.kinds import PLACEHOLDER
from bot.masking.shapes import Shape

#: Characters before and after a number: those of the text, and those that are looked at.
_BEFORE, _AFTER = (64, 24), (32, 12)
#: Longest pieces of what is right beside, and of what is somewhere near.
_LONGEST, _LONGEST_NEAR = 4, 3
#: Other numbers, masked or not, are all the same.
_NUMBER = re.compile(
    rf"{re.sub(r'[?]P<[a-z]+>', '?:', PLACEHOLDER.pattern)}|[0-9](?:[0-9,.-]*[0-9])?"
)


def signals(view: str, shape: Shape) -> set[str]:
    """The names of what holds of a number in a text in plain spelling."""
    before = _NUMBER.sub("9", view[max(0, shape.start - _BEFORE[0]) : shape.start]).lower()
    after = _NUMBER.sub("9", view[shape.end : shape.end + _AFTER[0]]).lower()
    found = {f"form {form_of(shape)}", f"shape {shape.name}", f"digits {len(shape.digits)}"}
    found.update(["near " + piece for piece in _pieces(before, 2, _LONGEST_NEAR)])
    found.update(["near " + piece for piece in _pieces(after, 2, _LONGEST_NEAR)])
    before, after = before[-_BEFORE[1] :], after[: _AFTER[1]]
    found.update(["before " + piece for piece in _pieces(before, 1, _LONGEST)])
    found.update(["after " + piece for piece in _pieces(after, 1, _LONGEST)])
    found.update(f"{before[-size:]}|" for size in range(1, _LONGEST + 3))
    found.update(f"|{after[:size]}" for size in range(1, _LONGEST + 1))
    return found


def _pieces(text: str, shortest: int, longest: int) -> list[str]:
    sizes = range(shortest, longest + 1)
    return [text[at : at + size] for size in sizes for at in range(len(text) - size + 1)]
