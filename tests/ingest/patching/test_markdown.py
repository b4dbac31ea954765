"""Sections of Markdown, changed in place."""

from __future__ import annotations

import pytest

from ingest.patching import markdown
from ingest.patching.places import Place, PlaceNotFound

MANUAL = """---
title: 旅費規程
# 担当が変わったら直す
---
# 旅費規程

## 第1条（日当）

日当は2,000円とする。
深夜も同じとする。

### 国外

4,000円とする。

## 第2条（宿泊）

実費とする。
"""


def at(heading: str, new: bool = False) -> Place:
    return Place(heading_path=("旅費規程", heading), new=new)


def write(source: str, heading: str, text: str, new: bool = False) -> str:
    return markdown.write(source.encode(), at(heading, new), text).decode()


def test_a_section_is_its_own_lines_up_to_the_next_heading() -> None:
    assert markdown.read(MANUAL.encode(), at("第1条（日当）")) == (
        "日当は2,000円とする。\n深夜も同じとする。"
    )


def test_only_that_section_is_replaced() -> None:
    old = "日当は2,000円とする。\n深夜も同じとする。"
    assert write(MANUAL, "第1条（日当）", "3,000円とする。") == MANUAL.replace(
        old, "3,000円とする。"
    )


def test_the_last_section_is_replaced() -> None:
    assert write(MANUAL, "第2条（宿泊）", "上限を設ける。\n\n12,000円。") == MANUAL.replace(
        "実費とする。", "上限を設ける。\n\n12,000円。"
    )


def test_what_was_written_is_read_again() -> None:
    patched = write(MANUAL, "国外", "- 一\n- 二\n")
    assert markdown.read(patched.encode(), at("国外")) == "- 一\n- 二"


def test_a_new_section_stands_at_the_end_on_the_usual_level() -> None:
    patched = write(MANUAL, "第3条（食費）", "支給しない。", new=True)
    assert patched == MANUAL + "\n## 第3条（食費）\n\n支給しない。\n"


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    source = ("\ufeff" + MANUAL).replace("\n", "\r\n")
    patched = write(source, "国外", "一\n二")
    assert patched == source.replace("4,000円とする。", "一\r\n二")
    assert write(source, "第3条", "新設", new=True) == source + "\r\n## 第3条\r\n\r\n新設\r\n"


def test_other_lines_keep_their_bytes() -> None:
    source = "# 甲\r\n\r\n一\n\n# 乙\n二\u2028続き\x0c\n\n# 丙\n\n三"
    assert write(source, "丙", "四") == source.replace("三", "四\r\n")


def test_shift_jis_stays_shift_jis() -> None:
    data = MANUAL.encode("cp932")
    assert markdown.read(data, at("国外")) == "4,000円とする。"
    patched = markdown.write(data, at("国外"), "５千円とする。")
    assert patched == MANUAL.replace("4,000円", "５千円").encode("cp932")
    with pytest.raises(PlaceNotFound, match="「😀」 cannot be written in cp932"):
        markdown.write(data, at("国外"), "😀")


def test_a_heading_that_is_not_there_or_there_twice_is_no_place() -> None:
    with pytest.raises(PlaceNotFound, match="no heading 「第9条」"):
        markdown.read(MANUAL.encode(), at("第9条"))
    twice = MANUAL + "\n## 国外\n\n未定\n"
    with pytest.raises(PlaceNotFound, match="2 headings 「国外」"):
        markdown.write(twice.encode(), at("国外"), "x")


def test_code_and_front_matter_hold_no_headings() -> None:
    source = "---\n# 注記\n---\n# 手順\n\n```\n# 注記\n```\n\n# 注記\n\n済み\n"
    assert markdown.read(source.encode(), at("注記")) == "済み"
    assert markdown.read(source.encode(), at("手順")) == "```\n# 注記\n```"


def test_underlined_headings_are_headings() -> None:
    source = "手順\n====\n\n申請する。\n\n期限\n----\n\n10日\n"
    assert markdown.read(source.encode(), at("手順")) == "申請する。"
    assert write(source, "期限", "5日") == source.replace("10日", "5日")


def test_tables_and_rules_underline_nothing() -> None:
    source = "# 手当\n\n| 区分 | 額 |\n| --- | --- |\n| 1日 | 250円 |\n\n---\n\n以上\n"
    assert markdown.read(source.encode(), at("手当")).endswith("以上")


def test_beside_one_section_below_a_title_a_new_one_stands_below_the_title_too() -> None:
    source = "# 総務FAQ\n\n## 名刺は何日で届きますか。\n\n5営業日です。\n"
    assert "\n## 駐輪場はいくらですか。\n" in write(
        source, "駐輪場はいくらですか。", "500円", new=True
    )


def test_a_new_section_can_stand_behind_another_and_what_is_below_it() -> None:
    place = Place(heading_path=("第1条の2",), new=True, after=("第1条（日当）",))
    patched = markdown.write(MANUAL.encode(), place, "新設").decode()
    assert patched == MANUAL.replace("## 第2条", "## 第1条の2\n\n新設\n\n## 第2条")


def test_a_heading_that_is_there_is_not_made_again() -> None:
    with pytest.raises(PlaceNotFound, match="has 「第２条（宿泊）」 already"):
        write(MANUAL, "第２条（宿泊）", "特例", new=True)


def test_lines_of_a_reply_that_look_like_headings_stay_text() -> None:
    patched = write(MANUAL, "国外", "# 注意\n一行\n---\n```\n# 例\n```")
    assert markdown.read(patched.encode(), at("国外")) == ("\\# 注意\n一行\n\\---\n```\n# 例\n```")
    assert markdown.headings(patched.encode()) == markdown.headings(MANUAL.encode())


def test_a_new_section_is_taken_back() -> None:
    added = markdown.write(MANUAL.encode(), at("第3条（食費）", new=True), "支給しない。")
    assert markdown.remove(added, at("第3条（食費）")).decode() == MANUAL
    place = Place(heading_path=("第1条の2",), new=True, after=("第1条（日当）",))
    between = markdown.write(MANUAL.encode(), place, "新設")
    assert markdown.remove(between, place).decode() == MANUAL
