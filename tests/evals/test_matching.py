from __future__ import annotations

import pytest

from evals.matching import plain, same_file, same_heading, same_quote, says


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("付与日数は10日です。", "10日"),
        ("付与日数は１０ 日です。", "10日"),
        ("十日とする", "10日|十日"),
        ("1. 10日以内に", "10日"),
        ("上限は10,000円", "10000円"),
        ("上限は10000円", "10,000円"),
        ("１ヶ月前まで", "1か月前"),
        ("内線2999、または", "2999"),
        ("9:00から18:00まで", "9:00"),
        ("Mail: Soudan@Example.jp", "soudan@example.jp"),
        ("週三日まで", "三日"),
        ("①5日以内に届け出る", "5日"),
        ("1日6時間、毎月15日", "15日"),
        ("1年360時間まで", "360時間"),
        ("勤続1年6か月の者", "1年6か月"),
    ],
)
def test_a_fact_is_stated_in_another_spelling(text: str, fact: str) -> None:
    assert says(text, fact)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("110日", "10日"),
        ("4月10日", "10日"),
        ("勤続1年6か月の者", "6か月"),
        ("1歳6か月まで", "6か月"),
        ("8時30分から", "30分"),
        ("210日", "10日"),
        ("2.10日", "10日"),
        ("25,000円", "5,000円"),
        ("1万5,000円", "5,000円"),
        ("1,500円", "500円"),
        ("二十日", "十日"),
        ("十五日", "五日"),
        ("19:00", "9:00"),
        ("内線29990", "2999"),
        ("内線2999.5", "2999"),
        ("", "10日"),
        ("10日", " | "),
    ],
)
def test_part_of_another_number_does_not_state_a_fact(text: str, fact: str) -> None:
    assert not says(text, fact)


def test_plain_text_has_no_markup_width_or_punctuation() -> None:
    assert plain("<td>１０日</td> 「ＡＢＣ」。") == "10日abc"


@pytest.mark.parametrize(
    ("quote", "gold", "same"),
    [
        ("取得希望日の３営業日前までに、申請する。", "3営業日前までに申請", True),
        ("3営業日前までに", "取得希望日の3営業日前までに申請する", True),
        ("申請", "取得希望日の3営業日前までに申請する", False),
        ("別の文です。", "3営業日前", False),
        ("何か", "", False),
    ],
)
def test_quotes_are_the_same_when_one_holds_the_other(quote: str, gold: str, same: bool) -> None:
    assert same_quote(quote, gold) is same


@pytest.mark.parametrize(
    ("section", "heading", "same"),
    [
        ("第5章 休暇 > 第３４条（請求手続）", "第34条 (請求手続)", True),
        ("第5章 休暇 > 第34条（請求手続） > 別表", "第34条（請求手続）", True),
        ("第13条（支払）", "第3条（支払）", False),
        ("第5章", "", False),
    ],
)
def test_headings_are_parts_of_the_path(section: str, heading: str, same: bool) -> None:
    assert same_heading(section, heading) is same


@pytest.mark.parametrize(
    ("path", "file", "same"),
    [
        ("/home/x/manuals/就業規則.docx", "就業規則.docx", True),
        ("manuals/a.md", "manuals/a.md", True),
        ("カ\u3099イト\u3099.md", "ガイド.md", True),
        ("旧就業規則.docx", "就業規則.docx", False),
        ("a.md", "", False),
    ],
)
def test_files_are_the_same_by_the_end_of_their_path(path: str, file: str, same: bool) -> None:
    assert same_file(path, file) is same
