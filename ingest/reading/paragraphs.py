"""Which printed lines go on from the line above."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.reading.page import Line
from ingest.structure.numbered import starts_piece

#: What cannot be parted at a line's end: a word, or a character and the punctuation behind it.
_FIRST_PIECE = re.compile(r"[「『（(【]*(?:[!-~]+|.)[、。，．」』）)】・ー々ぁぃぅぇぉっゃゅょ]*")
#: Space between paragraphs, against the pitch of lines.
_WIDER = 1.12
_SAME_SIZE = 0.2
_SENTENCE_ENDS = ("。", "．", ".", "：", ":", "）", ")")


@dataclass(frozen=True, kw_only=True)
class Measure:
    """Size of the body's type, where its lines end, and how far apart they stand."""

    size: float
    left: float
    right: float
    pitch: float


def measure(lines: Sequence[Line]) -> Measure:
    if not lines:
        return Measure(size=1, left=0, right=0, pitch=1)
    sizes: Counter[int] = Counter()
    for line in lines:
        sizes[round(line.size)] += len(line.text)
    common = sizes.most_common(1)[0][0]
    body = [line for line in lines if round(line.size) == common]
    size = sum(line.size for line in body) / len(body)
    ends = sorted(line.x1 for line in body)
    gaps = sorted(
        b.top - a.top
        for a, b in pairwise(body)
        if a.page == b.page and size * 0.8 < b.top - a.top < size * 4
    )
    return Measure(
        size=size,
        left=min(line.x0 for line in body),
        right=ends[int(len(ends) * 0.97)] if len(ends) > 1 else ends[0],
        pitch=gaps[len(gaps) // 10] if gaps else size * 1.5,
    )


def goes_on(paragraph: Sequence[Line], line: Line, body: Measure) -> bool:
    """Whether ``line`` belongs to the paragraph whose lines are given."""
    last = paragraph[-1]
    if abs(line.size - last.size) > body.size * _SAME_SIZE or line.bold != last.bold:
        return False
    is_leader = line.text.startswith("・・") or (last.text + line.text[:1]).endswith("・・")
    if (starts_piece(line.text) and not is_leader) or _is_set_right(last, body):
        return False
    if not (_is_full(last, line, body) or _is_open("".join(line.text for line in paragraph))):
        return False
    if line.page != last.page:
        return line.page == last.page + 1
    if line.column != last.column:
        return line.column == last.column + 1
    scale = max(1.0, last.size / body.size)
    return abs(line.top - last.top) <= body.pitch * _WIDER * scale


def _is_set_right(line: Line, body: Measure) -> bool:
    """Whether a line stands at the right, as dates and senders of letters do."""
    return line.x0 > body.left + (body.right - body.left) * 0.45


def _is_open(text: str) -> bool:
    """Whether a bracket waits to be closed."""
    return sum(map(text.count, "（「(")) > sum(map(text.count, "）」)"))


def _is_full(last: Line, line: Line, body: Measure) -> bool:
    """Whether the first piece of ``line`` had no room at the end of ``last``."""
    match = _FIRST_PIECE.match(line.text)
    piece = match[0] if match else ""
    room = sum(0.5 if character.isascii() else 1.0 for character in piece) * line.size
    spare = 0.3 if last.text.endswith(_SENTENCE_ENDS) else 1.5
    right = body.right if last.limit is None else last.limit
    return last.x1 + room > right - body.size * spare
