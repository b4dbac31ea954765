"""Characters of a PDF become lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from pdfplumber.utils.clustering import cluster_objects

from ingest.reading.joining import one_line
from ingest.reading.page import Box, Line

#: Radicals whose NFKC form is not the character that Japanese uses.
_OLD_FORMS = str.maketrans("戶靑黑黃齒齊龜", "戸青黒黄歯斉亀")
#: PDF writers name some characters by their radical or a look-alike; these have no NFKC form.
_RADICALS = str.maketrans(
    "⺠⻁⻄⻆⻉⻋⻑⻒⻘⻝⻣⻤⻨⻩⻫⻭⻯⻲‧",
    "民虎西角貝車長長青食骨鬼麦黄斉歯竜亀・",
)
#: Forms that signs take in vertical writing.
_VERTICAL = str.maketrans(
    "︐︑︒︓︔︕︖︗︘︙︰︱︲︳︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈",
    "，、。：；！？〖〗…‥—–＿（）｛｝〔〕【】《》〈〉「」『』［］",
)
_SAME_LINE = 3.0
#: Kana of at most this part of the size of the line below it give its reading.
_RUBY = 0.65
_KANA = re.compile(r"[\u3041-\u30ff\s]+")
#: No text: numbers of glyphs, private characters, and what a wrong encoding makes of Japanese.
_GARBLED = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\xff]")
_MOST_GARBLED = 0.1


def lines_of(chars: Iterable[Any], page: int) -> list[Line]:
    """The lines that characters form, from the top, without the readings above their words."""
    lines = []
    for row in cluster_objects(list(chars), lambda char: char["bottom"], _SAME_LINE):
        row = sorted(row, key=lambda char: char["x0"])
        shown = [char for char in row if not char["text"].isspace()]
        text = one_line(_text(row))
        if text and shown:
            lines.append(
                Line(
                    text=text,
                    x0=shown[0]["x0"],
                    x1=shown[-1]["x1"],
                    top=min(char["top"] for char in shown),
                    bottom=max(char["bottom"] for char in shown),
                    size=max(char["size"] for char in shown),
                    page=page,
                    bold=all_bold(shown),
                )
            )
    return _without_readings(sorted(lines, key=lambda line: line.top))


def is_garbled(chars: Sequence[Any]) -> bool:
    """Whether a page's characters cannot be told from its text layer."""
    shown = [char["text"] for char in chars if not char["text"].isspace()]
    garbled = sum(_GARBLED.fullmatch(text) is not None for text in shown)
    return garbled > len(shown) * _MOST_GARBLED


def all_bold(chars: Sequence[Any]) -> bool:
    shown = [char for char in chars if not char["text"].isspace()]
    return bool(shown) and all(_is_bold(char["fontname"]) for char in shown)


def box_of(char: Any) -> Box:
    return (char["x0"], char["top"], char["x1"], char["bottom"])


def plain(text: str) -> str:
    """Kangxi radicals (⽉, ⾒) and vertical forms (︵, ︒) as what they stand for."""
    text = "".join(_radical(c) if "\u2f00" <= c <= "\u2fd5" else c for c in text)
    return text.translate(_RADICALS).translate(_VERTICAL)


def _without_readings(lines: Sequence[Line]) -> list[Line]:
    """The lines without furigana, which stand in tiny kana above the words that they read."""
    readings = {id(a) for a, b in pairwise(lines) if _is_reading(a, b)}
    return [line for line in lines if id(line) not in readings]


def _is_reading(line: Line, below: Line) -> bool:
    return (
        line.size <= below.size * _RUBY
        and abs(below.top - line.bottom) <= line.size
        and line.x0 >= below.x0 - line.size
        and line.x1 <= below.x1 + line.size
        and _KANA.fullmatch(line.text) is not None
    )


def _text(row: Sequence[Any]) -> str:
    """The characters of a line, with a space where the writer left a gap instead of one."""
    text = ""
    for before, char in zip([None, *row], row, strict=False):
        if before is not None and char["x0"] - before["x1"] > _widest_gap(before, char):
            text += " "
        text += plain(char["text"])
    return text


def _widest_gap(before: Any, char: Any) -> float:
    """Justified Japanese text is spaced out; between Latin letters a small gap parts words."""
    is_latin = before["text"].isascii() and char["text"].isascii()
    return float(char["size"]) * (0.2 if is_latin else 0.7)


def _radical(character: str) -> str:
    return unicodedata.normalize("NFKC", character).translate(_OLD_FORMS)


def _is_bold(font: str) -> bool:
    name = font.lower()
    return any(word in name for word in ("bold", "heavy", "black", "-w6", "-w7", "-w8", "demi"))
