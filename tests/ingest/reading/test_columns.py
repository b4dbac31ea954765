"""Where columns are seen, and where they are not."""

from __future__ import annotations

from ingest.reading.columns import Columns, columns
from ingest.reading.page import Box

NONE = Columns()


def _lines(left: float, right: float, count: int, top: float = 100.0) -> list[Box]:
    return [(left, top + 16 * n, right, top + 16 * n + 10) for n in range(count)]


def test_two_blocks_of_lines_are_two_columns() -> None:
    found = columns([*_lines(60, 280, 8), *_lines(310, 530, 8)], 10, NONE)

    assert found.gutter == (280, 310)
    assert [region.left for region in found.regions] == [60, 60, 310, 60]


def test_lines_over_the_full_width_part_what_is_above_from_what_is_below() -> None:
    above = [*_lines(60, 280, 8), *_lines(310, 530, 8)]
    across = _lines(60, 530, 1, top=240.0)
    below = [*_lines(60, 280, 8, top=260.0), *_lines(310, 530, 8, top=260.0)]
    found = columns([*above, *across, *below], 10, NONE)

    places = [
        n for box in (*above, *across, *below) for n, r in enumerate(found.regions) if r.holds(box)
    ]
    assert places == sorted(places)


def test_one_column_a_narrow_table_and_nothing_have_no_gutter() -> None:
    for boxes in (
        _lines(60, 530, 20),
        [*_lines(60, 120, 8), *_lines(310, 370, 8)],
        [],
    ):
        assert columns(boxes, 10, NONE).regions == ()


def test_little_text_is_enough_on_the_page_after() -> None:
    before = columns([*_lines(60, 280, 8), *_lines(310, 530, 8)], 10, NONE)
    few = [*_lines(60, 280, 4), *_lines(310, 400, 2)]

    assert columns(few, 10, NONE).regions == ()
    assert len(columns(few, 10, before).regions) == 4


def test_characters_miles_apart_are_no_columns() -> None:
    assert columns([(0, 0, 1, 1), (1e9, 1e9, 1e9 + 1, 1e9 + 1)], 1, NONE).regions == ()
