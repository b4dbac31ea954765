"""Answers of a CSV FAQ, changed in place."""

from __future__ import annotations

import pytest

from ingest.patching import delimited
from ingest.patching.places import Place, PlaceNotFound

FAQ = """経費FAQ,,
カテゴリ,質問,回答
交通,"タクシーは
使えますか。","終電後に使えます。
領収書が要ります。"
交通,バスは？,使えます。
会議,"弁当は, いくらまで？",1人1500円
"""


def at(question: str, new: bool = False) -> Place:
    return Place(heading_path=("交通", question), new=new)


def test_an_answer_is_found_by_its_question() -> None:
    assert delimited.read(FAQ.encode(), at("バスは?")) == "使えます。"
    assert delimited.read(FAQ.encode(), at("弁当は, いくらまで？")) == "1人1500円"


def test_a_question_of_two_lines_is_found_as_it_was_read() -> None:
    answer = delimited.read(FAQ.encode(), at("タクシーは 使えますか。"))
    assert answer == "終電後に使えます。\n領収書が要ります。"


def test_only_that_row_is_changed() -> None:
    patched = delimited.write(FAQ.encode(), at("バスは？"), "使えません。").decode()
    assert patched == FAQ.replace("使えます。\n会議", "使えません。\n会議")


def test_quotes_commas_and_lines_are_written_so_that_they_are_read() -> None:
    answer = '「はい, "すぐ" に」\n二行目'
    patched = delimited.write(FAQ.encode(), at("バスは？"), answer)
    assert delimited.read(patched, at("バスは？")) == answer


def test_a_new_entry_stands_at_the_end() -> None:
    patched = delimited.write(FAQ.encode(), at("船は？", new=True), "使えます。").decode()
    assert patched == FAQ + ",船は？,使えます。\n"


def test_a_new_entry_stands_on_a_line_of_its_own() -> None:
    patched = delimited.write(FAQ.strip().encode(), at("船は？", new=True), "はい").decode()
    assert patched == FAQ + ",船は？,はい\n"


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
def test_encoding_and_line_ends_stay(encoding: str) -> None:
    source = FAQ.replace("\n", "\r\n")
    patched = delimited.write(source.encode(encoding), at("バスは？"), "①のみ")
    assert patched == source.replace("使えます。\r\n会議", "①のみ\r\n会議").encode(encoding)
    added = delimited.write(source.encode(encoding), at("船は？", new=True), "はい")
    assert added == (source + ",船は？,はい\r\n").encode(encoding)


def test_text_that_the_encoding_lacks_is_refused() -> None:
    with pytest.raises(PlaceNotFound, match="「😀」 cannot be written in cp932"):
        delimited.write(FAQ.encode("cp932"), at("バスは？"), "はい😀")


def test_bytes_that_are_no_known_text_are_refused() -> None:
    with pytest.raises(PlaceNotFound, match="not text in UTF-8 or Shift_JIS"):
        delimited.read(FAQ.encode("euc_jp"), at("バスは？"))


def test_a_question_that_is_not_there_or_there_twice_is_no_place() -> None:
    with pytest.raises(PlaceNotFound, match="no row with the question 「船は？」"):
        delimited.read(FAQ.encode(), at("船は？"))
    with pytest.raises(PlaceNotFound, match="2 rows with the question 「バスは？」"):
        delimited.write((FAQ + "会議,バスは？,はい\n").encode(), at("バスは？"), "x")


def test_a_table_without_questions_has_no_places() -> None:
    with pytest.raises(PlaceNotFound, match="no question and answer columns"):
        delimited.read("役職,日当\n部長,3000\n".encode(), at("部長"))


def test_a_question_whose_row_ends_before_the_answer_gets_one() -> None:
    source = "質問,回答\nバスは？\n"
    assert delimited.read(source.encode(), at("バスは？")) == ""
    patched = delimited.write(source.encode(), at("バスは？"), "はい")
    assert patched.decode() == "質問,回答\nバスは？,はい\n"


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_other_delimiters_stay(delimiter: str) -> None:
    source = f"質問{delimiter}回答\nバスは？{delimiter}はい\n"
    patched = delimited.write(source.encode(), at("バスは？"), "いいえ, 船を")
    assert patched.decode() == source.replace("はい", "いいえ, 船を")


def test_an_answer_that_a_spreadsheet_would_calculate_stays_text() -> None:
    patched = delimited.write(FAQ.encode(), at("バスは？"), "=1+1 ではない")
    assert "バスは？,\u3000=1+1 ではない\n" in patched.decode()
    assert delimited.read(patched, at("バスは？")) == "=1+1 ではない"
    added = delimited.write(FAQ.encode(), at("-5度のときは？", new=True), "＠在宅").decode()
    assert added.endswith(",\u3000-5度のときは？,\u3000＠在宅\n")


def test_an_answer_that_began_so_before_goes_on_to() -> None:
    source = "質問,回答\n持ち物は？,- 弁当\n"
    patched = delimited.write(source.encode(), at("持ち物は？"), "- 水筒")
    assert patched.decode() == source.replace("弁当", "水筒")


def test_a_new_entry_is_taken_back() -> None:
    added = delimited.write(FAQ.encode(), at("船は？", new=True), "使えます。")
    assert delimited.remove(added, at("船は？")).decode() == FAQ


def test_a_question_that_is_there_is_not_asked_again() -> None:
    with pytest.raises(PlaceNotFound, match="has 「バスは"):
        delimited.write(FAQ.encode(), at("バスは?", new=True), "はい")
