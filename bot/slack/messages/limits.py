"""What Slack takes, and texts cut to it without hurting a word or a figure."""

from __future__ import annotations

from itertools import takewhile

from knowledge.morphology import uncached

#: Of a message, and of a modal or a home.
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
#: Characters of all texts of a message. Slack documents no such limit but refuses longer ones
#: (``msg_blocks_too_long``, measured by others at about 13,200, less for each block).
MESSAGE_CHARACTERS = 12_000
#: Counted for a block besides its texts.
BLOCK_CHARACTERS = 125
#: Of a message's text beside its blocks, which notifications show and screen readers read.
NOTICE = 3_000

SECTION = 3_000
HEADER = 150
FIELD = 2_000
FIELDS = 10
ACTIONS = 25
BUTTON = 75
VALUE = 2_000
URL = 3_000
TABLE_ROWS = 100
TABLE_COLUMNS = 20
#: Of all cells of a table.
TABLE_CHARACTERS = 10_000
TITLE = 24
LABEL = 2_000
OPTION = 75
OPTIONS = 100
#: Radio buttons and checkboxes.
CHOICES = 10
INPUT = 3_000
METADATA = 3_000

#: How far before a limit an end of a word is looked for.
_WINDOW = 200
_DIGITS = "0123456789０１２３４５６７８９〇一二三四五六七八九十百千万億"
_IN_FIGURES = f"{_DIGITS},.，．"
#: Never first on a line.
_CLOSING = "、。，．,.）)」』】］〉》!?！？ー々・：；:;%％"
#: Never last on a line.
_OPENING = "（(「『【［〈《¥￥$"
#: Belongs to the character before it: marks, variation selectors, skin tones.
_JOINED = (0x0300, 0x036F), (0x3099, 0x309A), (0xFE00, 0xFE0F), (0x1F3FB, 0x1F3FF)


def length(text: str) -> int:
    """Characters as Slack counts at most: one outside of the first plane counts twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, longest: int) -> str:
    """A text on one line, shortened behind a whole word where it is too long."""
    line = " ".join(text.split())
    if length(line) <= longest:
        return line
    return f"{line[: end_of_word(line, longest - 1)].rstrip()}…"


def cut_lines(text: str, longest: int) -> str:
    """The same of a text of several lines."""
    if length(text) <= longest:
        return text
    return f"{text[: end_of_word(text, longest - 1)].rstrip()}…"


def end_of_word(text: str, longest: int) -> int:
    """Where a text can be cut within a length: never in a word, nor a figure, nor before its unit.

    A single word that is longer is cut at the length.
    """
    most = _characters(text, longest)
    if most >= len(text):
        return len(text)
    begin = max(most - _WINDOW, 0)
    # What follows the limit says whether the last word is over there.
    ends = [begin + token.end for token in uncached(text[begin : most + _WINDOW])]
    within = list(takewhile(lambda end: end <= most, ends))
    return next((end for end in reversed(within) if end > begin and _is_end(text, end)), most)


def _characters(text: str, longest: int) -> int:
    """How many characters of a text are within a length."""
    count = used = 0
    for char in text:
        used += 2 if ord(char) > 0xFFFF else 1
        if used > longest:
            break
        count += 1
    return count


def _is_end(text: str, end: int) -> bool:
    before, after = text[end - 1], text[end]
    if before in _OPENING or after in _CLOSING:
        return False
    if after.isspace():
        return True
    if _is_joined(after):
        return False
    # 12 of 12,000円, and 12,000 of it: a figure stays whole and keeps its unit.
    return before not in _IN_FIGURES or (before not in _DIGITS and after not in _DIGITS)


def _is_joined(char: str) -> bool:
    return any(first <= ord(char) <= last for first, last in _JOINED)
