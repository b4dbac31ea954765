"""Signals of lines: each line is compared with the others of its section, and with no others."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from bot.answering import reading
from bot.answering.reading.asked import asked_by
from bot.answering.reading.line_signals import Sections
from bot.answering.semantics.nearness import Nearness
from bot.answering.understanding import Understanding
from knowledge.lexical import LexicalIndex
from knowledge.model import Block, Section

#: Of three sections, the second with one piece, a fourth with none.
SECTIONS = Sections([3, 1, 0, 2])
VALUES = np.array([0.2, 0.5, 0.5, 0.9, 0.1, 0.4])


def test_a_piece_is_counted_with_those_of_its_section() -> None:
    assert SECTIONS.count.tolist() == [3, 3, 3, 1, 2, 2]
    assert SECTIONS.place.tolist() == [0, 1, 2, 0, 0, 1]
    assert SECTIONS.sum(VALUES) == pytest.approx([1.2, 1.2, 1.2, 0.9, 0.5, 0.5])
    assert SECTIONS.highest(VALUES).tolist() == [0.5, 0.5, 0.5, 0.9, 0.4, 0.4]


def test_a_piece_is_ahead_of_the_best_other_one_of_its_section() -> None:
    assert SECTIONS.ahead(VALUES) == pytest.approx([-0.3, 0, 0, 0, -0.3, 0.3])


def test_the_neighbours_are_of_the_same_section() -> None:
    assert SECTIONS.close_by(VALUES).tolist() == [0.5, 0.5, 0.5, 0, 0.4, 0.1]


def test_what_few_pieces_of_a_section_say_is_rare() -> None:
    rare = SECTIONS.rare(np.array([[1.0], [0], [0], [1], [1], [1]]))
    assert rare[0] == rare[2] == np.log(4 / 1.5)
    assert rare[4] == rare[5] == np.log(3 / 2.5)
    assert SECTIONS.rare(np.ones((6, 1)))[0] < rare[0]


def test_several_columns_are_told_at_once() -> None:
    both = np.array([VALUES, VALUES[::-1]]).T
    for told in (SECTIONS.ahead, SECTIONS.close_by, SECTIONS.sum):
        assert told(both)[:, 0].tolist() == told(VALUES).tolist()
        assert told(both)[:, 1].tolist() == told(VALUES[::-1]).tolist()


LODGING = Section(
    heading_path=("第12条（宿泊費）",),
    blocks=(
        Block(kind="text", text="宿泊費は、次の額を上限とする。ただし、パートには支給しない。"),
        Block(kind="row", text="区分: 部長 / 国内: 15,000円 / 海外: 実費"),
        Block(kind="row", text="区分: 一般 / 国内: 12,000円 / 海外: 20,000円"),
    ),
)
CONDOLENCE = Section(
    heading_path=("第30条（忌引）",),
    blocks=(
        Block(kind="text", text="親族が死亡したときは、忌引休暇を与える。"),
        Block(kind="item", text="(1) 父母 5日"),
        Block(kind="item", text="(2) 祖父母 3日"),
    ),
)
EMPTY = Section(heading_path=("第4条",), blocks=())
PLACES = [(title, s) for title in ("旅費規程", "就業規則") for s in (LODGING, EMPTY, CONDOLENCE)]


@pytest.mark.parametrize(
    "question",
    [
        "パートの宿泊費は海外だといくらまでですか",
        "祖父が亡くなりました。何日休めますか",
        "宿泊費は15000円まで出ますか",
        "?",
    ],
)
def test_sections_that_are_read_together_are_read_as_alone(
    question: str, read: Callable[[str], Understanding]
) -> None:
    asked = asked_by(read(question), LexicalIndex.of([["宿泊費", "忌引"], ["部長"]]))
    together = reading.read_each(asked, Nearness(asked.matters), PLACES)
    for one, (title, section) in zip(together, PLACES, strict=True):
        alone = reading.read(asked, title, section)
        assert one.pieces == alone.pieces
        assert one.log_odds == pytest.approx(alone.log_odds, abs=1e-4)
        assert one.near == pytest.approx(alone.near, abs=1e-5)
        for name, values in alone.signals.items():
            assert one.signals[name] == pytest.approx(values, abs=1e-4), name
