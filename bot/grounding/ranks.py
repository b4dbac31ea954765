"""Ranks that stand in longer ranks and are others: a 副部長 is no 部長, a 課長代理 no 課長."""

from __future__ import annotations

import re

#: What makes another rank of one, before it and after it.
BEFORE = "副|准|サブ"
AFTER = "代理|代行|補佐|補(?![助充償佐])"

_NO_PART = rf"(?<![副准])(?<!サブ)(?<!本(?=部長)){{}}(?!{AFTER}|長)"


def stands(rank: str, text: str) -> bool:
    """Whether a plain text names somebody of a rank: 看護部長 is a 部長, 副部長 is none."""
    return re.search(_NO_PART.format(re.escape(rank)), text) is not None
