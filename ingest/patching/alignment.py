"""What differs between two texts: which lines belong together, and which words changed in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

#: Numbers and words change as a whole: a reader of the change sees 5,000 → 6,000, not 5 → 6.
_TOKEN = re.compile(
    r"[0-9０-９]+(?:[,，.．:：][0-9０-９]+)*|[A-Za-zＡ-Ｚａ-ｚ]+|[ァ-ヴー]+|\s|.",
    re.DOTALL,
)
#: Lines that have less in common are another line, not the same one changed.
_ALIKE = 0.4
#: In lines that have less in common, so few characters between two changes are part of the change:
#: a reader of the change would not see what is meant.
_MUCH = 0.6
_BETWEEN = 2

Pair = tuple[int | None, int | None]
#: Replace ``old[start:end]`` by a text.
Change = tuple[int, int, str]


def pairs(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Which lines belong together, in order: ``(old, None)`` goes and ``(None, new)`` comes."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    found: list[Pair] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            found += zip(range(i1, i2), range(j1, j2), strict=True)
        elif i2 - i1 == j2 - j1 == 1:
            found.append((i1, j1))
        else:
            found += _alike(old, new, (i1, i2), (j1, j2))
    return found


def changes(old: str, new: str) -> list[Change]:
    """What to replace in ``old`` to get ``new``, from left to right."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    starts = _starts(before)
    found: list[Change] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            found.append((starts[i1], starts[i2], "".join(after[j1:j2])))
    is_alike = SequenceMatcher(None, before, after, autojunk=False).ratio() >= _MUCH
    return found if is_alike else list(_joined(old, found))


def _starts(tokens: Sequence[str]) -> list[int]:
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token))
    return starts


def _joined(old: str, found: Sequence[Change]) -> Iterator[Change]:
    """Neighbouring changes with next to nothing between them as one."""
    last: Change | None = None
    for start, end, text in found:
        if last is None:
            last = (start, end, text)
        elif start - last[1] <= _BETWEEN:
            last = (last[0], end, last[2] + old[last[1] : start] + text)
        else:
            yield last
            last = (start, end, text)
    if last is not None:
        yield last


def _alike(
    old: Sequence[str], new: Sequence[str], olds: tuple[int, int], news: tuple[int, int]
) -> list[Pair]:
    """The pairs of two runs of lines that have most in common, in order."""
    rows, columns = range(*olds), range(*news)
    best = [[0.0] * (len(columns) + 1) for _ in range(len(rows) + 1)]
    alike = [[_likeness(old[i], new[j]) for j in columns] for i in rows]
    for i in range(len(rows) - 1, -1, -1):
        for j in range(len(columns) - 1, -1, -1):
            taken = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= _ALIKE else 0.0
            best[i][j] = max(taken, best[i + 1][j], best[i][j + 1])
    found: list[Pair] = []
    i = j = 0
    while i < len(rows) and j < len(columns):
        if best[i][j] == best[i + 1][j]:
            found.append((rows[i], None))
            i += 1
        elif best[i][j] == best[i][j + 1]:
            found.append((None, columns[j]))
            j += 1
        else:
            found.append((rows[i], columns[j]))
            i, j = i + 1, j + 1
    found += [(n, None) for n in rows[i:]]
    return found + [(None, n) for n in columns[j:]]


def _likeness(one: str, other: str) -> float:
    if one.startswith("|") != other.startswith("|"):
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
