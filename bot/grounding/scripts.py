"""Words of scripts that no check reads: Hangul, Cyrillic, Thai, Arabic."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby

from bot.grounding.objection import Objection

#: Scripts that are read, and letters of none, as ``unicodedata.name`` begins.
_READ = frozenset("LATIN HIRAGANA KATAKANA KATAKANA-HIRAGANA CJK IDEOGRAPHIC MODIFIER".split())


def unread_words(sentence: str, known: str) -> Iterator[Objection]:
    """Those of a plain sentence that do not stand in ``known``: nothing proves what they say."""
    missing = next((word for word in _unread(sentence) if word not in known), "")
    if missing:
        yield Objection(
            kind="language",
            english=f"says {missing}, in a script that the passage does not have",
            japanese=f"「{missing}」は原文にない文字で書かれています",
        )


def _unread(text: str) -> Iterator[str]:
    for is_unread, letters in groupby(text, key=_is_unread):
        if is_unread:
            yield "".join(letters)


def _is_unread(letter: str) -> bool:
    if letter.isascii() or not unicodedata.category(letter).startswith("L"):
        return False
    return unicodedata.name(letter, "").partition(" ")[0] not in _READ
