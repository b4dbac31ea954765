"""Which lines of a passage a quote is of."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bot.grounding.source import IS_ROW, Line, Source
from bot.grounding.spelling import plain
from knowledge.sentences import sentences

#: Of a quote that goes over the end of a line, so much is looked for at either end.
_PART = 12


def bare(text: str) -> str:
    """Text without what copying changes: width, spaces, line ends."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def stands_in(quote: str, heading: str, passage: str) -> bool:
    """Whether a quote stands verbatim in a passage."""
    return bare(quote) in bare(f"{heading}\n{passage}")


_MARK = re.compile(r"[\W\d一二三四五六七八九十]{0,4}")
#: What a line adds in brackets at its end, which restricts nothing.
_ASIDE = re.compile(
    r"[(](?:(?!限|除|だけ|のみ|しか|場合|とき|以[上下内外]|未満|超|ただし|但し|不可|ない|[()]).)+[)]$"
)


def is_verbatim(text: str, passage: str) -> bool:
    """Whether a text is whole sentences of a passage word for word, but for their marks."""
    lines = _lines(passage)
    said = [_bared(sentence) for sentence in sentences(text)]
    return (
        all(said) and bool(said) and all(any(_is_line(one, line) for line in lines) for one in said)
    )


@lru_cache(maxsize=512)
def _lines(passage: str) -> frozenset[str]:
    """The sentences and the rows of a passage, bare."""
    whole = [block for block in passage.splitlines() if IS_ROW.search(plain(block).strip())]
    found = {_bared(one) for one in (*sentences(passage), *whole)}
    return frozenset(found | {_ASIDE.sub("", line) for line in found})


def _bared(sentence: str) -> str:
    return bare(plain(sentence)).rstrip("。")


def _is_line(said: str, line: str) -> bool:
    return line.endswith(said) and _MARK.fullmatch(line.removesuffix(said)) is not None


def quoted_lines(quote: str, whole: Source) -> list[Line]:
    """The lines that a quote stands in, or that stand in it; all where none can be told."""
    said = bare(plain(quote))
    lines = [(line, bare(line.text)) for line in whole.lines]
    found = [line for line, text in lines if said in text or text in said]
    parts = [line for line, text in lines if said[:_PART] in text or said[-_PART:] in text]
    return found or parts or list(whole.lines)
