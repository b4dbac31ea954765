"""What chunks are called, and what of them is embedded."""

from __future__ import annotations

import pytest

from knowledge.model import Block, Section, embedded_text, heading_label
from tests.making import section


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("第32条（年次有給休暇）", "年次有給休暇"),
        ("第5章 休暇", "休暇"),
        ("第12条の2（積立休暇）", "積立休暇"),
        ("第三十九条 請求", "請求"),
        ("2.1 日当", "日当"),
        ("附則", "附則"),
        ("第3条", "第3条"),
    ],
)
def test_a_heading_names_something_without_its_number(heading: str, label: str) -> None:
    assert heading_label(heading) == label


def test_the_two_nearest_headings_are_embedded_with_the_text() -> None:
    path = ("第1編 総則", "第5章 休暇", "第32条（年次有給休暇）")
    assert embedded_text(path, "10日とする。") == "休暇\n年次有給休暇\n10日とする。"


def test_a_moved_page_does_not_change_what_a_section_says() -> None:
    assert section("目的", "定める。", page=1).hash == section("目的", "定める。", page=2).hash


@pytest.mark.parametrize(
    "other",
    [
        section("目的", "定めない。"),
        section("趣旨", "定める。"),
        section("目的", "定め", "る。"),
        Section(heading_path=("目的",), blocks=(Block(kind="item", text="定める。"),)),
    ],
)
def test_anything_else_does(other: Section) -> None:
    assert section("目的", "定める。").hash != other.hash


def test_a_section_is_on_the_page_where_it_begins() -> None:
    blocks = (Block(kind="text", text="上", page=3), Block(kind="text", text="下", page=4))
    found = Section(heading_path=("第1章", "第1条"), blocks=blocks)
    assert (found.page, found.text, found.heading) == (3, "上\n下", "第1章 > 第1条")
