"""Rows of a plain CSV table, changed cell by cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import patching
from ingest.patching import Place, PlaceNotFound, Row

FILE = Path("日当.csv")
TABLE = '役職,"日当（円）",備考\r\n部長,"3,000","朝食, 昼食"\r\n課長,2500,\r\n'


def rows(data: bytes) -> list[Row]:
    return patching.rows(FILE, data, ("日当",))


def row(data: bytes, name: str) -> Row:
    return next(row for row in rows(data) if row.values[0] == name)


def changed(data: bytes, name: str, **cells: str) -> bytes:
    there = row(data, name)
    values = [cells.get(cell.label, cell.value) for cell in there.cells]
    place = Place(heading_path=("日当",), row=there.text)
    return patching.patch(FILE, data, place, patching.told(there.labels, values))


def added(data: bytes, *values: str) -> bytes:
    place = Place(heading_path=("日当",), row="", new=True)
    return patching.patch(FILE, data, place, patching.told(rows(data)[0].labels, values))


def test_a_row_is_its_cells_under_the_names_of_their_columns() -> None:
    assert row(TABLE.encode(), "部長").text == "役職: 部長\n日当（円）: 3,000\n備考: 朝食, 昼食"


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_only_the_cell_that_differs_is_changed(encoding: str, end: str) -> None:
    before = TABLE.replace("\r\n", end)

    after = changed(before.encode(encoding), "課長", **{"日当（円）": "２，８００円"})

    assert after == before.replace("2500", '"2,800"').encode(encoding)


def test_a_quoted_cell_stays_quoted_and_text_is_text() -> None:
    after = changed(TABLE.encode(), "部長", 備考='昼食 "弁当"').decode()

    assert after == TABLE.replace('"朝食, 昼食"', '"昼食 ""弁当"""')


def test_a_cell_of_several_lines_is_kept_and_changed() -> None:
    table = TABLE.replace("朝食, 昼食", "朝食\r\n昼食").encode()
    assert row(table, "部長").text.endswith("備考: 朝食\n　昼食")

    assert row(changed(table, "部長", 備考="一\n二"), "部長").values[2] == "一\n二"


def test_a_row_is_added_below_the_last() -> None:
    after = added(TABLE.encode(), "一般", "2000円", "").decode()

    assert after == TABLE + '一般,"2,000",\r\n'


def test_a_row_is_added_to_a_file_without_a_last_line_end() -> None:
    after = added(TABLE.rstrip().encode(), "一般", "2,000", "").decode()

    assert after == TABLE + '一般,"2,000",'


def test_a_row_that_was_added_is_taken_out_again() -> None:
    data = added(TABLE.encode(), "一般", "2,000", "")
    place = Place(heading_path=("日当",), row=row(data, "一般").text)

    assert patching.remove(FILE, data, place) == TABLE.encode()


@pytest.mark.parametrize("value", ["二千円", "2,800ドル", "28%", "2800円くらい", "2,80"])
def test_a_column_of_numbers_takes_numbers_only(value: str) -> None:
    with pytest.raises(PlaceNotFound, match="holds numbers"):
        changed(TABLE.encode(), "課長", **{"日当（円）": value})


def test_a_column_that_says_other_things_too_takes_them() -> None:
    table = TABLE.replace("2500", "実費").encode()

    assert '部長,"実費"' in changed(table, "部長", **{"日当（円）": "実費"}).decode()


def test_nothing_that_is_typed_becomes_a_formula() -> None:
    after = changed(TABLE.encode(), "課長", 備考="=HYPERLINK(1)")

    assert "2500,\u3000=HYPERLINK(1)" in after.decode()
    assert row(after, "課長").values[2] == "=HYPERLINK(1)"


def test_a_text_with_other_columns_is_refused() -> None:
    place = Place(heading_path=("日当",), row=row(TABLE.encode(), "課長").text)
    for text in ("課長は2,800円です。", "役職: 課長", "役職: 課長\n日当: 1\n備考:"):
        with pytest.raises(PlaceNotFound, match="one line for each column"):
            patching.patch(FILE, TABLE.encode(), place, text)


def test_a_row_that_says_something_else_by_now_is_found_by_its_name_but_not_changed() -> None:
    there = row(TABLE.encode(), "課長")
    place = Place(heading_path=("日当",), row=there.text)
    now = TABLE.replace("2500", "2600").encode()

    assert patching.text_in(FILE, now, place) == row(now, "課長").text
    with pytest.raises(PlaceNotFound, match="no row"):
        patching.patch(FILE, now, place, there.text.replace("2500", "2800"))


def test_of_two_rows_that_say_the_same_none_is_changed() -> None:
    twice = (TABLE + "課長,2500,\r\n").encode()

    with pytest.raises(PlaceNotFound, match="2 rows"):
        changed(twice, "課長", 備考="x")


def test_what_would_make_another_table_of_it_is_refused() -> None:
    """A row of a single value is read as a text below the table."""
    with pytest.raises(PlaceNotFound, match="read in another way"):
        added(TABLE.encode(), "一般", "", "")


def test_below_a_total_no_row_is_added() -> None:
    total = (TABLE + "合計,5500,\r\n").encode()

    assert not any(row.grows for row in rows(total))
    with pytest.raises(PlaceNotFound, match="No row can be added"):
        added(total, "一般", "2,000", "")


def test_a_faq_has_no_such_rows() -> None:
    assert rows("質問,回答\nはい？,はい。\n".encode()) == []
