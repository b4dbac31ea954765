from __future__ import annotations

import pytest

from bot.slack.messages.limits import cut, cut_lines, end_of_word, length
from bot.slack.messages.texts import clean, escape, split


def test_lines_stay_whole() -> None:
    lines = [f"{number}：{'あ' * 97}" for number in range(200)]
    parts = split("\n".join(lines))
    assert all(len(part) <= 3000 for part in parts)
    assert [line for part in parts for line in part.split("\n")] == lines


def test_a_line_that_is_too_long_is_cut_after_a_sentence() -> None:
    sentence = "あ" * 98 + "。」"
    parts = split(sentence * 70)
    assert "".join(parts) == sentence * 70
    assert [len(part) for part in parts] == [3000, 3000, 1000]


def test_a_sentence_that_is_too_long_is_cut_after_a_word() -> None:
    words = "就業規則の年次有給休暇は採用日から計算して与える"
    parts = split(words * 300)
    assert "".join(parts) == words * 300
    assert all(length(part) <= 3000 for part in parts)
    ends = {part[-2:] for part in parts[:-1]}
    assert not any(end.endswith(("就", "業", "規", "次", "有", "休", "採", "与")) for end in ends)


@pytest.mark.parametrize(
    ("text", "longest", "shown"),
    [
        ("上限は12,000円です", 8, "上限は…"),
        ("上限は12,000円です", 10, "上限は…"),
        ("上限は12,000円です", 11, "上限は12,000円…"),
        ("年次有給休暇の取得", 7, "年次有給休暇…"),
        ("年次有給休暇の取得", 9, "年次有給休暇の取得"),
        ("通勤手当（月額）の上限", 6, "通勤手当…"),
        ("3営業日前までに申請", 3, "3営…"),
        ("travel expenses", 10, "travel…"),
        ("二行の\n質問", 10, "二行の 質問"),
    ],
)
def test_what_is_shortened_keeps_its_words_and_figures_whole(
    text: str, longest: int, shown: str
) -> None:
    assert cut(text, longest) == shown
    assert length(cut(text, longest)) <= longest


def test_a_text_of_several_lines_is_shortened_with_its_lines() -> None:
    assert cut_lines("一行目です。\n二行目です。", 9) == "一行目です。…"
    assert cut_lines("一行目です。\n二行目です。", 20) == "一行目です。\n二行目です。"


def test_an_emoji_counts_as_two_characters_and_is_not_halved() -> None:
    assert length("😀") == 2
    assert cut("😀😀😀", 4) == "😀…"


def test_a_word_that_is_longer_than_the_limit_is_cut_at_it() -> None:
    assert end_of_word("A" * 500, 100) == 100


def test_blank_texts_make_no_parts() -> None:
    assert split("\n\n") == []


def test_what_nobody_sees_is_left_out() -> None:
    assert clean("あ\x00い\u202eう\u200bえ\r\nお\ud800") == "あいうえ\nお"


def test_markup_is_escaped() -> None:
    assert escape("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;"
