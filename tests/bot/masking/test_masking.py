"""Personal data is replaced, look-alikes stay, and all of it comes back."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.masking import Kind, mask, restore

#: Bytes of a hostile text, and seconds of a core that it may take: 0.2, and as much on a busy one.
_LARGE, _LIMIT = 100_000, 0.4


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("電話は090-1234-5678です", "電話は［電話1］です"),
        ("０３（１２３４）５６７８か+81 90-1234-5678へ", "［電話1］か［電話2］へ"),
        ("〇九〇－八七六五－四三二一に連絡を", "［電話1］に連絡を"),
        ("taro@example.comへ", "［メール1］へ"),
        ("taro(at)example[dot]comとken アットマーク example.jp", "［メール1］と［メール2］"),
        ("ono at example dot jp", "［メール1］"),
        ("新居は渋谷区神南1-19-11 メゾン203です", "新居は［住所1］です"),
        ("〒150-0041 東京都渋谷区神南一丁目19番11号", "［住所1］ ［住所2］"),
        ("2-8-1 Nishi-Shinjuku, Shinjuku-ku, Tokyo, right?", "［住所1］, right?"),
        ("個人番号9458 0730 2153", "個人番号［個人番号1］"),
        ("4111-1111-1111-1111で払った", "［カード1］で払った"),
        ("渋谷支店 普通 1234567", "渋谷支店 普通 ［口座1］"),
        ("DE89 3704 0044 0532 0130 00へ送金", "［口座1］へ送金"),
        ("保険証の記号12番号345", "保険証の記号［保険番号1］番号［保険番号2］"),
        ("基礎年金番号は1234-567890", "基礎年金番号は［年金番号1］"),
        ("免許証番号301234567890", "免許証番号［免許証1］"),
        ("パスポートTK1234567", "パスポート［旅券1］"),
        ("AB12345678CDの更新", "［在留カード1］の更新"),
        ("昭和60年4月12日生まれです", "［生年月日1］生まれです"),
        ("社員番号は A01234 です", "社員番号は ［社員番号1］ です"),
        ("暗証番号は0123", "暗証番号は［暗証番号1］"),
    ],
)
def test_each_kind_of_personal_data_gets_a_placeholder(text: str, masked: str) -> None:
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "内線1234につながりません",
        "注文番号 12345678 と伝票番号1234-5678-9012",
        "請求書番号INV-2026-000123",
        "第12条の2と別表第1の2",
        "交通費が1,234,567円",
        "2026年4月1日 9:00-18:00",
        "バージョン 1.2.3.4567",
        "法人番号 1234567890123、登録番号 T1234567890123",
        "フリーダイヤル0120-123-456",
        "大阪市北区の支店で10-12月に研修",
        "昭和36年4月2日以降に生まれた人の年金",
        "https://example.com/orders/09012345678",
        "口座番号は7桁、暗証番号は4桁",
        "給与明細の問い合わせ番号 2204471 の回答待ち",
        "発注書 2204471 の振込先が違う",
    ],
)
def test_look_alikes_stay(text: str) -> None:
    masked = mask(text)
    assert masked.text == text
    assert masked.replaced == {}


def test_the_extension_beside_a_telephone_number_stays() -> None:
    assert mask("03-4567-8901（内線 123）").text == "［電話1］（内線 123）"


def test_a_number_is_what_the_nearest_words_call_it() -> None:
    text = "口座番号は前の通り、伝票番号 1234567"
    assert mask(text).text == text


def test_a_telephone_number_is_masked_beside_what_has_no_telephone() -> None:
    assert mask("代表03-1234-5678、佐川 090-1234-5678").text == "代表［電話1］、佐川 ［電話2］"


def test_mail_in_a_link_is_masked_and_its_figures_are_not() -> None:
    masked = mask("https://example.com/0901234567?mail=a@example.com")
    assert masked.text == "https://example.com/0901234567?mail=［メール1］"


def test_a_second_number_is_of_the_kind_of_the_first() -> None:
    assert mask("口座番号は1234567から7654321へ").text == "口座番号は［口座1］から［口座2］へ"


def test_the_right_number_after_the_wrong_one_is_of_its_kind() -> None:
    text = "口座番号を1290087と書きました。正しくは1290078です"
    assert mask(text).text == "口座番号を［口座1］と書きました。正しくは［口座2］です"


def test_a_number_in_groups_is_masked_as_one() -> None:
    assert mask("account no. 7718 203").text == "account no. ［口座1］"


def test_a_number_of_a_thing_called_before_stays_though_its_text_speaks_of_accounts() -> None:
    text = "請求書を出した。番号は2210458、口座はまだ"
    assert mask(text).text == text


def test_the_same_characters_get_the_same_placeholder() -> None:
    masked = mask("a@example.jpとb@example.jp、またa@example.jp")
    assert masked.text == "［メール1］と［メール2］、また［メール1］"
    assert masked.replaced == {"［メール1］": "a@example.jp", "［メール2］": "b@example.jp"}


def test_placeholders_go_on_through_the_texts_of_a_conversation() -> None:
    first = mask("電話は090-1234-5678です")
    second = mask("090-1234-5678ではなく03-1234-5678です", first.replaced)
    assert second.text == "［電話1］ではなく［電話2］です"
    assert set(second.replaced) == {"［電話1］", "［電話2］"}


def test_a_placeholder_that_the_asker_wrote_is_nobody_elses() -> None:
    text = "［電話1］って何？ 電話は090-1234-5678です。[電話２]は？"
    masked = mask(text)
    assert masked.text == "［電話1］って何？ 電話は［電話3］です。[電話２]は？"
    assert restore(masked.text, masked.replaced) == text


def test_an_answer_gets_the_originals_back_however_it_spells_the_placeholders() -> None:
    replaced = {"［電話1］": "090-1234-5678", "［メール1］": "a@example.jp"}
    answer = "［電話1］と[電話１]に、または[メール1]に連絡します。［電話9］は不明です。"
    assert restore(answer, replaced) == (
        "090-1234-5678と090-1234-5678に、またはa@example.jpに連絡します。［電話9］は不明です。"
    )


_PIECES = """
090-1234-5678 03(1234)5678 +81 4111111111111111 945807302153 1234567 1234-567890 12345 123 7 0
〇九〇 〒 150-0041 東京都 渋谷区 神南 1-19-11 1丁目 番地 号室 メゾン 一 昭和60年4月12日
1985/4/12 April 円 口座番号 電話 社員番号 伝票番号 生年月日 生まれ 保険証の記号 番号
マイナンバー パスポート カード TEL no. taro @ example.com a@b.jp https:// TK AB12345678CD DE89
Room Tokyo Avenue x は と の 、 。 （ ） ( ) - － ー / . : ［電話1］ [口座２] ［住所 ］
""".split()
_texts = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from([*_PIECES, " ", "\n"]), max_size=14).map("".join),
    st.text(alphabet="0123456789０１２-－ー ()+.@a区市町一の年月日［］電話", max_size=60),
)


@settings(max_examples=400, deadline=None)
@given(_texts)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    masked = mask(text)
    assert restore(masked.text, masked.replaced) == text


@settings(max_examples=400, deadline=None)
@given(_texts)
def test_what_is_masked_needs_no_masking(text: str) -> None:
    once = mask(text).text
    assert mask(once).text == once


@settings(max_examples=100, deadline=None)
@given(_texts)
def test_nothing_that_was_replaced_has_a_placeholder_in_it(text: str) -> None:
    names = [f"［{kind}" for kind in Kind]
    assert not [own for own in mask(text).replaced.values() if any(n in own for n in names)]


_REPEATED = [
    *(
        "1",
        "1 ",
        "1-",
        "1,",
        "0(",
        "09",
        "111 ",
        "1111 ",
        "4111 1111 1111 1111 ",
        "+1 ",
        "A1-",
        "a",
        "12345 ",
        "12345,\n",
        "Jan 1 ",
        "氏名 社員番号\n1 2\n",
    ),
    *("@", "a@", "a.", "a@b.", "https://a ", "https://", "DE89 3704 ", "1-1 Aa, ", "January 1 "),
    *(
        "あ",
        "区",
        "区" * 46 + "1",
        "区-1",
        "東京都1-1 ",
        "北1条西",
        "1丁目",
        "〒",
        "一",
        "2026年",
        "口座1111",
    ),
    *("保険証", "［電話", "［電話1］", "0900000000"),
]


@pytest.mark.parametrize("piece", _REPEATED)
def test_a_hostile_text_takes_no_longer_than_any_other(piece: str) -> None:
    text = piece * (_LARGE // len(piece.encode()))
    assert min(_seconds(text) for _ in range(5)) < _LIMIT


def _seconds(text: str) -> float:
    start = time.process_time()
    mask(text)
    return time.process_time() - start
