"""One spelling for every character of a text, place by place, so that patterns stay short."""

from __future__ import annotations

import re

_HYPHENS = "‐‑‒–—―⁃−﹣－ｰ─━˗⁻"
#: Spaces, and marks that show nothing; phones copied from an address book stand between such.
_SPACES = "\t\u00a0\u2000\u2001\u2002\u2003\u2009\u200a\u202f\u3000"
_UNSEEN = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_KANJI_DIGITS = "〇一二三四五六七八九"

_ONE_SPELLING = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {ord(hyphen): "-" for hyphen in _HYPHENS}
    | {ord(space): " " for space in _SPACES + _UNSEEN}
    | {ord("．"): ".", ord("｡"): "。", ord("､"): "、", ord("’"): "'"}
)
_DIGITS = {ord(kanji): str(value) for value, kanji in enumerate(_KANJI_DIGITS)} | {ord("零"): "0"}
#: 03ー1234, 090の1234 and 1一2 are typed for 03-1234, 090-1234 and 1-2.
_JOINED = re.compile(r"(?<=[0-9])[ーの一](?=[0-9])")
#: So many digits in kanji are a telephone number or an account; fewer are words (一部, 三三〇円).
_IN_KANJI = re.compile(r"[〇零一二三四五六七八九](?:[- ()ー]?[〇零一二三四五六七八九]){6,11}")


def plain(text: str) -> str:
    """The text in half width with one kind of hyphen and space, as long as it was."""
    spelled = text.translate(_ONE_SPELLING)
    spelled = _IN_KANJI.sub(lambda run: run[0].translate(_DIGITS), spelled)
    return _JOINED.sub("-", spelled)
