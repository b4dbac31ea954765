from __future__ import annotations

import pytest

from bot.answering.semantics.grades import grade_in, grades_said, names_grade


@pytest.mark.parametrize(
    ("cell", "grade"),
    [
        ("課長・係長", "課長"),
        ("部長以上", "本部長"),
        ("課長以下", "主任"),
        ("管理職", "部長"),
        ("医師・部長職", "部長"),
        ("一般職員", "平社員"),
        ("M1・M2", "M2"),
        ("J1・J2・T1〜T3", "T2"),
        ("S2以下", "S2"),
        ("3級", "３級"),
        ("工場長", "工場長"),
        ("課長・次長", "課長（M2）"),
    ],
)
def test_a_cell_holds_for_a_grade(cell: str, grade: str) -> None:
    assert grade_in(cell, grade) is True


@pytest.mark.parametrize(
    ("cell", "grade"),
    [
        ("部長以上", "課長"),
        ("課長・主席研究員", "主任"),
        ("管理職", "係長"),
        ("T1〜T3", "T4"),
        ("T1〜T3", "S2"),
        ("3級", "2級"),
    ],
)
def test_a_cell_does_not_hold_for_another_grade(cell: str, grade: str) -> None:
    assert grade_in(cell, grade) is False


@pytest.mark.parametrize(
    ("cell", "grade"),
    [
        ("部長・工場長以上", "所長"),  # where a company ranks it
        ("S2以下", "J2"),  # whether codes count up or down
        ("3級以上", "2級"),
        ("課長", "シニアエンジニア"),
        ("本社", "課長 M2"),
    ],
)
def test_what_only_the_company_knows_is_left_open(cell: str, grade: str) -> None:
    if cell == "本社":
        assert grade_in(cell, grade) is not True
    else:
        assert grade_in(cell, grade) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("係長と課長の日当", ["係長", "課長"]),
        ("M2です。日当は？", ["m2"]),
        ("課長代理の手当", ["課長代理"]),
        ("部長代理の手当", ["部長代理"]),
        ("係長代理の手当", []),
        ("副工場長の手当", []),
        ("ヒラの日当はいくら", ["一般"]),
        ("役職なしです", ["一般"]),
        ("主任ではない看護師です", []),
        ("ひらがなで書きますか", []),
        ("平日の勤務時間", []),
    ],
)
def test_grades_are_read_from_a_question(text: str, said: list[str]) -> None:
    assert grades_said(text) == said


def test_a_question_without_a_grade_names_none() -> None:
    assert not names_grade("役職手当はいくらですか")
    assert names_grade("課長の役職手当はいくらですか")
