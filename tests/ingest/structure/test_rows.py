"""Rows of tables as text."""

from __future__ import annotations

from ingest.reading.elements import Element
from ingest.structure.rows import row_texts


def rows(*cells: tuple[str, ...], header: int | None = None, names: bool = False) -> list[str]:
    table = Element(category="table", rows=cells, header_rows=header, row_names=names)
    return row_texts(table)


def test_each_row_carries_the_header() -> None:
    assert rows(("役職", "日当", "備考"), ("部長", "3,000円", ""), ("課長", "2,500円", "税込")) == [
        "役職: 部長 / 日当: 3,000円",
        "役職: 課長 / 日当: 2,500円 / 備考: 税込",
    ]


def test_two_header_rows_are_joined() -> None:
    assert rows(
        ("役職", "宿泊費", "宿泊費"), ("役職", "東京", "その他"), ("部長", "16,000円", "12,000円")
    ) == ["役職: 部長 / 宿泊費 東京: 16,000円 / 宿泊費 その他: 12,000円"]


def test_names_and_values_need_no_header() -> None:
    assert rows(("担当", "人事部労務課"), ("内線", "2101")) == ["担当: 人事部労務課", "内線: 2101"]


def test_two_columns_with_a_header() -> None:
    assert rows(("役職", "日当"), ("部長", "3,000円"), ("課長", "2,500円")) == [
        "役職: 部長 / 日当: 3,000円",
        "役職: 課長 / 日当: 2,500円",
    ]


def test_a_row_merged_over_the_whole_width_names_the_rows_below_it() -> None:
    assert rows(
        ("役職", "日当"),
        ("国内", "国内"),
        ("部長", "3,000円"),
        ("海外", "海外"),
        ("部長", "5,000円"),
        header=1,
    ) == ["国内 / 役職: 部長 / 日当: 3,000円", "海外 / 役職: 部長 / 日当: 5,000円"]


def test_a_merged_row_with_nothing_below_it_is_its_text() -> None:
    assert rows(("役職", "日当"), ("部長", "3,000円"), ("別途定める", "別途定める"), header=1) == [
        "役職: 部長 / 日当: 3,000円",
        "別途定める",
    ]


def test_a_remark_below_the_rows_has_no_header() -> None:
    assert rows(("役職", "日当"), ("部長", "3,000円"), ("※税込とする。", ""), header=1)[1] == (
        "※税込とする。"
    )


def test_a_header_is_said_once_though_it_comes_again_on_each_page() -> None:
    header = ("役職", "日当")
    assert rows(header, ("部長", "3,000円"), header, ("課長", "2,500円"), header=1) == [
        "役職: 部長 / 日当: 3,000円",
        "役職: 課長 / 日当: 2,500円",
    ]


def test_two_header_rows_without_merged_cells_are_joined() -> None:
    assert rows(
        ("役職", "国内（円）", "", "海外（円）"),
        ("", "日帰り", "宿泊", ""),
        ("部長", "1000", "3000", "5000"),
    ) == ["役職: 部長 / 国内（円） 日帰り: 1000 / 国内（円） 宿泊: 3000 / 海外（円）: 5000"]


def test_a_table_of_header_cells_only_is_not_lost() -> None:
    assert rows(("甲", "乙"), header=1) == ["甲: 乙"]


def test_the_name_of_the_table_stands_before_each_row() -> None:
    table = Element(category="table", rows=(("休暇日数", "最大5日"),))
    assert row_texts(table, "本人が結婚するとき") == ["本人が結婚するとき / 休暇日数: 最大5日"]
