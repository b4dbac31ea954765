"""Text as a reader sees it: without the characters that have no form of their own."""

from __future__ import annotations

import re

#: NUL, which Postgres does not store; zero-width and soft hyphens, marks that turn the direction
#: of writing, fillers, interlinear marks, Unicode tags; variation selectors where several follow
#: each other, which no sign needs.
_UNSEEN = re.compile(
    "[\x00\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
    "|(?<=[\ufe00-\ufe0f\U000e0100-\U000e01ef])[\ufe00-\ufe0f\U000e0100-\U000e01ef]+"
)


def visible(text: str) -> str:
    """The text without what nobody sees; a plain text comes back as it is."""
    return text if text.isascii() and "\x00" not in text else _UNSEEN.sub("", text)
