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

from ingest.reading.page import Box

Pixels = npt.NDArray[np.uint8]

#: Below this mean confidence, from 0 to 1, a page may be the wrong way up or hard to read.
DOUBTFUL = 0.85
_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_BRACKETS = re.compile(r"[(（]([^()（）]*[\u3040-\u9fff][^()（）]*)[)）]")
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


def recognise(page: Pixels) -> tuple[Pixels, list[Word], float]:
    """The page turned so that its text reads best: most are upright and read once."""
    best = _recognise_once(page)
    for quarters in (2, 1, 3):
        if best[2] >= DOUBTFUL:
            break
        best = max(
            best, _recognise_once(np.rot90(page, quarters).copy()), key=lambda found: found[2]
        )
    return best


def read_again(upright: Pixels, box: Box) -> str:
    left, top, right, bottom = (round(value) for value in box)
    part = upright[max(0, top) : bottom, max(0, left) : right]
    result = _engine()(part, use_det=False, use_cls=False, use_rec=True)
    return regular("".join(result.txts or ()))


def regular(text: str) -> str:
    """OCR cannot tell full from half width: digits become half-width, brackets full-width."""
    text = re.sub(r"(?<=\d)[，、](?=\d{3})", ",", text.translate(_HALF_WIDTH))
    return _BRACKETS.sub(r"（\1）", text)


def _recognise_once(page: Pixels) -> tuple[Pixels, list[Word], float]:
    """The page with its skew undone, its words, and how sure they are from 0 to 1.

    Lines are not tried upside down one by one: short ones then come out wrong.
    """
    result = _engine()(page, use_cls=False)
    if result.boxes is None:
        return page, [], 0.0
    angle = _skew(result.boxes)
    words = _words(result, angle, page.shape)
    letters = sum(len(word.text) for word in words) or 1
    score = sum(word.score * len(word.text) for word in words) / letters
    return _turned(page, angle), words, score


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


def _words(result: Any, angle: float, shape: Sequence[int]) -> list[Word]:
    matrix = _matrix(angle, shape)
    words = []
    for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        points = np.asarray(corners) @ matrix[:, :2].T + matrix[:, 2]
        left, top = points.min(axis=0)
        right, bottom = points.max(axis=0)
        box = (float(left), float(top), float(right), float(bottom))
        words.append(Word(text=regular(text), box=box, score=float(score)))
    return words
