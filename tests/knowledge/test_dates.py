from __future__ import annotations

from datetime import date

import pytest

from knowledge.dates import Style, day_and_month, style_of, written
from knowledge.model import Block, Section


@pytest.mark.parametrize(
    ("on", "era", "western", "english"),
    [
        (date(2026, 4, 1), "令和8年4月1日", "2026年4月1日", "1 April 2026"),
        (date(2019, 12, 31), "令和元年12月31日", "2019年12月31日", "31 December 2019"),
        (date(2019, 5, 1), "令和元年5月1日", "2019年5月1日", "1 May 2019"),
        (date(2019, 4, 30), "平成31年4月30日", "2019年4月30日", "30 April 2019"),
        (date(1989, 1, 8), "平成元年1月8日", "1989年1月8日", "8 January 1989"),
        (date(1989, 1, 7), "昭和64年1月7日", "1989年1月7日", "7 January 1989"),
        (date(1926, 12, 25), "昭和元年12月25日", "1926年12月25日", "25 December 1926"),
        (date(1926, 12, 24), "大正15年12月24日", "1926年12月24日", "24 December 1926"),
        (date(1912, 7, 29), "明治45年7月29日", "1912年7月29日", "29 July 1912"),
        (date(1873, 1, 1), "明治6年1月1日", "1873年1月1日", "1 January 1873"),
        (date(1872, 12, 31), "1872年12月31日", "1872年12月31日", "31 December 1872"),
        (date(1853, 7, 8), "1853年7月8日", "1853年7月8日", "8 July 1853"),
    ],
)
def test_a_day_in_each_style(on: date, era: str, western: str, english: str) -> None:
    assert written(on, "ja", "era") == era
    assert written(on, "ja") == western
    assert written(on, "en") == written(on, "en", "era") == english


def test_a_day_without_its_year() -> None:
    assert day_and_month(date(2026, 11, 5), "ja") == "11月5日"
    assert day_and_month(date(2026, 11, 5), "en") == "5 November"


def section(text: str, *headings: str) -> Section:
    return Section(heading_path=headings or ("附則",), blocks=(Block(kind="text", text=text),))


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("この規程は、令和8年4月1日から施行する。", "era"),
        ("この規程は、令和八年四月一日から施行する。", "era"),
        ("この規程は、令和元年10月1日から施行する。", "era"),
        ("この規程は、平成 ３１ 年４月１日から施行する。", "era"),
        ("制定 S60.4.1、改定 R8.4.1", "era"),
        ("令和7年度から適用する。", "era"),
        ("この規程は、2026年4月1日から施行する。", "western"),
        ("この規程は、二〇二六年四月一日から施行する。", "western"),
        ("改定日：2026/04/01", "western"),
        ("宿泊費は、1泊12,000円を上限とする。", "western"),
        ("2026年（令和8年）4月1日から施行する。", "western"),
        ("育児・介護休業法（平成3年法律第76号）により、2026年4月1日から施行する。", "western"),
        ("昭和47年労働省令第32号に定める健康診断を行う。", "western"),
        ("型番R8.4のパソコンを貸与する。", "western"),
    ],
)
def test_a_manual_writes_years_as_most_of_its_own_are_written(text: str, style: Style) -> None:
    assert style_of([section(text)]) == style


def test_headings_count_too_but_those_of_several_sections_once() -> None:
    notice = section("応援手当を支給する。", "令和8年6月22日　夏の応援")
    assert style_of([notice]) == "era"
    chapter = "令和8年の改定"
    rules = [section("2025年4月1日から施行する。", chapter, f"第{n}条") for n in (1, 2)]
    assert style_of(rules) == "western"
