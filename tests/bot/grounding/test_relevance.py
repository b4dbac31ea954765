"""A sentence must say something of its passage."""

from __future__ import annotations

import pytest

from bot.grounding.relevance import says_nothing
from bot.grounding.source import source
from bot.grounding.spelling import plain

WHOLE = source("退職", "退職しようとする者は、退職願を人事部に提出する。")


@pytest.mark.parametrize(
    "text",
    [
        "ご安心ください。",
        "円満な退職をお祈りしています。",
        "新しい門出を心から応援いたします。",
        "Feel free to ask.",
    ],
)
def test_a_courtesy_says_nothing(text: str) -> None:
    assert says_nothing(plain(text), WHOLE, is_foreign=text.isascii())


@pytest.mark.parametrize(
    "text", ["人事部に退職届を出してください。", "退職には届出が必要です。", "Submit it to HR."]
)
def test_what_is_said_of_the_passage_does(text: str) -> None:
    assert not says_nothing(plain(text), WHOLE, is_foreign=text.isascii())


LATE = source("証明書", "在職証明書は、申請から5営業日以内に発行する。")


def test_a_figure_of_what_the_passage_never_speaks_of_says_nothing() -> None:
    assert says_nothing(plain("ベビーシッターは、5営業日です。"), LATE, is_foreign=False)


@pytest.mark.parametrize(
    "text", ["在職証明書は、5営業日です。", "発行は5営業日以内です。", "期限は5営業日です。"]
)
def test_a_figure_of_what_it_speaks_of_does(text: str) -> None:
    assert not says_nothing(plain(text), LATE, is_foreign=False)
