"""What the ink of a recognised line tells that its text does not: size, weight and gaps."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from ingest.reading.page import Box

Grey = npt.NDArray[np.uint8]

#: Height of the ink of a Chinese character, in parts of its type size.
_INK_HEIGHT = 0.93
#: Specks smaller than this are dirt, in parts of the line's height.
_SPECK = 1 / 16


@dataclass(frozen=True, kw_only=True)
class Ink:
    """The ink of one line, in pixels."""

    left: float
    top: float
    right: float
    bottom: float
    #: Height of its type.
    size: float
    #: Width of its strokes: bold type has wider ones.
    stroke: float
    #: Blank stretches between its characters: from, to.
    gaps: tuple[tuple[float, float], ...]
    #: How much darker it is than the paper, in grey levels.
    contrast: float


def grey(page: npt.NDArray[np.uint8]) -> Grey:
    """The shades of a page in colour."""
    return np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def ink_of(page: Grey, box: Box) -> Ink | None:
    """Measure the ink in a box of an upright grey page; None where there is none."""
    left, top = max(0, round(box[0])), max(0, round(box[1]))
    part = page[top : round(box[3]), left : round(box[2])]
    if min(part.shape) < 3:
        return None
    ink = _without_specks(_dark(part))
    runs = _runs(np.asarray(ink.any(axis=0)))
    if not runs:
        return None
    rows = np.flatnonzero(ink.any(axis=1))
    return Ink(
        left=left + runs[0][0],
        top=top + int(rows[0]),
        right=left + runs[-1][1],
        bottom=top + int(rows[-1]) + 1,
        size=_size(ink, runs),
        stroke=_stroke(ink),
        gaps=tuple((left + a[1], left + b[0]) for a, b in pairwise(runs)),
        contrast=float(np.median(part[ink == 0]) - np.median(part[ink == 1])),
    )


def _dark(part: Grey) -> Grey:
    _, ink = cv2.threshold(part, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    return np.asarray(ink, dtype=np.uint8)


def _without_specks(ink: Grey) -> Grey:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    least = (ink.shape[0] * _SPECK) ** 2
    kept = np.array([n > 0 and stats[n, cv2.CC_STAT_AREA] >= least for n in range(count)])
    return np.asarray(kept[labels], dtype=np.uint8)


def _runs(marked: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Start and end of each run of marked columns."""
    changes = np.flatnonzero(np.diff(np.concatenate(([0], marked.view(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(changes[::2], changes[1::2], strict=True)]


def _size(ink: Grey, runs: list[tuple[int, int]]) -> float:
    """From the tallest characters; each is measured alone, as the line may still slope."""
    heights = []
    for start, end in runs:
        rows = np.flatnonzero(ink[:, start:end].any(axis=1))
        heights.append(int(rows[-1] - rows[0] + 1))
    return float(np.percentile(heights, 85)) / _INK_HEIGHT


def _stroke(ink: Grey) -> float:
    """Twice the area over the length of its outline, which for a stroke is its width."""
    outline = ink.sum() - cv2.erode(ink, np.ones((3, 3), np.uint8)).sum()
    return 2.0 * float(ink.sum()) / max(float(outline), 1.0)
