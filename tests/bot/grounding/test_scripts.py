"""What nobody can check because it is in another script is not told."""

from __future__ import annotations

import pytest

from bot.grounding.scripts import unread_words
from bot.grounding.spelling import plain

KNOWN = plain("金（김）さんは、カフェ・デュ・シエルで精算書を提出する。")


def kinds(text: str) -> list[str]:
    return [found.kind for found in unread_words(plain(text), KNOWN)]


@pytest.mark.parametrize(
    "text",
    [
        "회사 규정에 따라 미리 상사에게 신청하십시오.",
        "Подайте заявление заранее.",
        "กรุณายื่นคำขอล่วงหน้า",
        "يرجى تقديم الطلب مسبقا",
        "精算書は미리提出してください。",
    ],
)
def test_words_of_a_script_that_is_not_read_are_an_objection(text: str) -> None:
    assert kinds(text) == ["language"]


@pytest.mark.parametrize(
    "text",
    [
        "精算書を提出してください。",
        "Submit the report at the café.",
        "ＰＤＦ形式、々〆ヶ月、①のファイル",
        "김さんは精算書を提出します。",
    ],
)
def test_scripts_that_are_read_and_words_of_the_passage_are_none(text: str) -> None:
    assert kinds(text) == []
