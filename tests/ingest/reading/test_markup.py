"""What stands in the source and is no text."""

from __future__ import annotations

import pytest

from ingest.reading.markup import without_comments, without_ruby, without_templates


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("前<!-- 解説 -->後", "前後"),
        ("前\n<!-- 解説:\n一行目\n\n二行目 -->\n後", "前\n\n後"),
        ("<!-- 解説 --->後", "後"),
        ("<!-- 解説 --!>後", "後"),
        ("<!– 解説 –>後", "後"),
        ("<! -- 解説 -- >後", "後"),
        ("<!-- 外 <!-- 内 --> 外 -->後", "後"),
        ("前\n-->\n後", "前\n\n後"),
    ],
)
def test_comments_are_dropped(source: str, left: str) -> None:
    assert without_comments(source) == left


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("<!-- 閉じ忘れ\n続き\n\n本文", "\n本文"),
        ("<!-- 閉じ忘れ\n## 第2条\n本文", "## 第2条\n本文"),
        ("<!-- 閉じ忘れ ->\n本文", "\n本文"),
        ("<!-- 閉じ忘れ\n\n本文一\n\n<!-- b -->\n本文二\n<!-- c -->", "\n本文一\n\n\n本文二\n"),
    ],
)
def test_a_comment_that_was_not_closed_swallows_no_rule(source: str, left: str) -> None:
    assert without_comments(source) == left


def test_statements_of_templates_are_dropped_and_values_stay() -> None:
    source = "{% if a %}{{ b }}{% endif %}<% if c %><%= d %><% end %>{# e #}{{< f >}}甲"
    assert without_templates(source) == "{{ b }}{{ d }}甲"


def test_what_a_template_comments_out_is_dropped() -> None:
    assert without_templates("甲{% comment %}乙{% endcomment %}丙") == "甲丙"


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("｜忌引《きびき》は3日", "忌引は3日"),
        ("忌引《きびき》は3日", "忌引は3日"),
        ("《重要》第1条《目的》", "《重要》第1条《目的》"),
    ],
)
def test_readings_of_kanji_are_dropped(source: str, left: str) -> None:
    assert without_ruby(source) == left
