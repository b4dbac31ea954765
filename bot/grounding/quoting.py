"""Which lines of a passage a quote is of."""

from __future__ import annotations

import re
import unicodedata

from bot.grounding.source import Line, Source
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


def is_verbatim(text: str, whole: Source) -> bool:
    """Whether a text is whole sentences of a passage word for word, but for their marks."""
    lines = [bare(line.text) for line in whole.lines if not line.is_cell]
    said = [bare(plain(sentence)) for sentence in sentences(text)]
    return bool(said) and all(any(_is_line(one, line) for line in lines) for one in said)


def _is_line(said: str, line: str) -> bool:
    return line.endswith(said) and _MARK.fullmatch(line.removesuffix(said)) is not None


def quoted_lines(quote: str, whole: Source) -> list[Line]:
    """The lines that a quote stands in, or that stand in it; all where none can be told."""
    said = bare(plain(quote))
    lines = [(line, bare(line.text)) for line in whole.lines]
    found = [line for line, text in lines if said in text or text in said]
    parts = [line for line, text in lines if said[:_PART] in text or said[-_PART:] in text]
    return found or parts or list(whole.lines)
