"""What is measured of a recognised line: size, stroke and gaps."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ingest.reading.ink import Grey, ink_of


def _page(*rectangles: tuple[int, int, int, int]) -> Grey:
    """Black rectangles (left, top, right, bottom) on white paper."""
    page = np.full((100, 400), 255, dtype=np.uint8)
    for left, top, right, bottom in rectangles:
        cv2.rectangle(page, (left, top), (right - 1, bottom - 1), (0,), -1)
    return page


def test_size_edges_and_gaps_are_those_of_the_ink() -> None:
    ink = ink_of(_page((50, 30, 90, 70), (130, 30, 170, 70)), (10, 10, 390, 90))

    assert ink is not None
    assert (ink.left, ink.top, ink.right, ink.bottom) == (50, 30, 170, 70)
    assert ink.size == pytest.approx(40 / 0.93)
    assert ink.gaps == ((90, 130),)


def test_wider_strokes_measure_wider() -> None:
    thin = ink_of(_page((50, 30, 52, 80), (90, 30, 92, 80)), (10, 10, 390, 90))
    bold = ink_of(_page((50, 30, 56, 80), (90, 30, 96, 80)), (10, 10, 390, 90))

    assert thin is not None and bold is not None
    assert bold.stroke > thin.stroke * 1.2


def test_dirt_is_no_ink() -> None:
    ink = ink_of(_page((50, 30, 90, 70), (200, 50, 202, 52)), (10, 10, 390, 90))

    assert ink is not None
    assert ink.right == 90
