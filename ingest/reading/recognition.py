"""Text recognition (rapidocr: Japanese and English, offline) on the picture of a page."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from rapidocr import RapidOCR

from ingest.reading.ink import Ink, grey, ink_of
from ingest.reading.look_alikes import regular
from ingest.reading.page import Box

Pixels = npt.NDArray[np.uint8]

#: Below this mean confidence, from 0 to 1, a page may be the wrong way up or hard to read.
DOUBTFUL = 0.85
#: Boxes this much higher than wide are lines that stand.
_TALL = 1.5
#: Numbers that a full-width space parts from what they number: ``第3条　``, ``２　``.
_NUMBER = re.compile(
    r"第[0-9一二三四五六七八九十百]+[編章節款条](?:の[0-9一二三四五六七八九十]+)*|[0-9]{1,2}(?![0-9])"
)
#: Least width of such a space, and how far off it may stand, in parts of the type size.
_FULL_SPACE, _NEAR = 0.88, 0.8
_ENGINE = {
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "Global.log_level": "error",
}


@dataclass(frozen=True, kw_only=True)
class Word:
    """A piece of a line that was recognised together, in an upright page."""

    text: str
    box: Box
    score: float
    #: Height of its type, and width of its strokes, in pixels.
    size: float
    stroke: float


def recognise(page: Pixels) -> tuple[Pixels, list[Word], float]:
    """The page turned so that its text reads best: most are upright and read once."""
    best = _recognise_once(page)
    if _stands(best[1]):
        return max(map(_recognise_once, (_quarters(page, 1), _quarters(page, 3))), key=_sureness)
    for quarters in (2, 1, 3):
        if _sureness(best) >= DOUBTFUL:
            break
        best = max(best, _recognise_once(_quarters(page, quarters)), key=_sureness)
    return best


def _sureness(found: tuple[Pixels, list[Word], float]) -> float:
    return found[2]


def _quarters(page: Pixels, quarters: int) -> Pixels:
    """The page turned to the left by so many quarters."""
    return np.rot90(page, quarters).copy()


def _stands(words: Sequence[Word]) -> bool:
    """Whether most lines run upwards or downwards: a turned page, or vertical writing."""
    standing = sum(len(w.text) for w in words if _height(w) > (w.box[2] - w.box[0]) * _TALL)
    return standing * 2 > sum(len(w.text) for w in words)


def _height(word: Word) -> float:
    return word.box[3] - word.box[1]


def read_again(upright: Pixels, box: Box) -> str:
    left, top, right, bottom = (round(value) for value in box)
    part = upright[max(0, top) : bottom, max(0, left) : right]
    result = _engine()(part, use_det=False, use_cls=False, use_rec=True)
    return regular("".join(result.txts or ()))


def _recognise_once(page: Pixels) -> tuple[Pixels, list[Word], float]:
    """The page with its skew undone, its words, and how sure they are from 0 to 1.

    Lines are not tried upside down one by one: short ones then come out wrong. The engine keeps
    the steps of its last call, so that all are named.
    """
    result = _engine()(page, use_det=True, use_cls=False, use_rec=True)
    if result.boxes is None:
        return page, [], 0.0
    angle = _skew(result.boxes)
    upright = _turned(page, angle)
    words = _words(result, angle, upright)
    letters = sum(len(word.text) for word in words) or 1
    score = sum(word.score * len(word.text) for word in words) / letters
    return upright, words, score


@functools.cache
def _engine() -> Any:
    return RapidOCR(params=_ENGINE)


def _skew(boxes: Any) -> float:
    """Angle in radians by which the page is turned, from the boxes of its long lines."""
    widest = sorted(boxes, key=lambda box: box[1][0] - box[0][0], reverse=True)[:15]
    return float(np.median([math.atan2(b[1][1] - b[0][1], b[1][0] - b[0][0]) for b in widest]))


def _matrix(angle: float, shape: Sequence[int]) -> npt.NDArray[np.float64]:
    height, width = shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), math.degrees(angle), 1.0)
    return np.asarray(matrix, dtype=np.float64)


def _turned(pixels: Pixels, angle: float) -> Pixels:
    height, width = pixels.shape[:2]
    turned = cv2.warpAffine(
        pixels, _matrix(angle, pixels.shape), (width, height), borderValue=(255, 255, 255)
    )
    return np.asarray(turned, dtype=np.uint8)


def _words(result: Any, angle: float, upright: Pixels) -> list[Word]:
    matrix = _matrix(angle, upright.shape)
    shades = grey(upright)
    words = []
    for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        points = np.asarray(corners) @ matrix[:, :2].T + matrix[:, 2]
        left, top = points.min(axis=0)
        right, bottom = points.max(axis=0)
        box = (float(left), float(top), float(right), float(bottom))
        ink = ink_of(shades, box)
        if ink is not None:
            words.append(_word(regular(text), box, float(score), ink))
    return words


def _word(text: str, box: Box, score: float, ink: Ink) -> Word:
    return Word(
        text=_spaced(text, ink),
        box=(ink.left, box[1], ink.right, box[3]),
        score=score,
        size=ink.size,
        stroke=ink.stroke,
    )


def _spaced(text: str, ink: Ink) -> str:
    """The text with the full-width space behind its number, which recognition swallows."""
    match = _NUMBER.match(text)
    if match is None:
        return text
    width = sum(0.55 if character.isascii() else 1.0 for character in match[0])
    for start, end in ink.gaps:
        if end - start >= ink.size * _FULL_SPACE:
            is_there = abs(start - ink.left - width * ink.size) <= ink.size * _NEAR
            return f"{match[0]}　{text[match.end() :].lstrip()}" if is_there else text
    return text
