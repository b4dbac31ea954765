"""Text without the characters that nobody sees."""

from __future__ import annotations

import pytest

from knowledge.visible import visible


@pytest.mark.parametrize(
    "unseen",
    ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\u2066", "\u3164", "\U000e0041"],
)
def test_what_has_no_form_is_taken_out(unseen: str) -> None:
    assert visible(f"宿{unseen}泊{unseen}費") == "宿泊費"


def test_neither_is_a_nul_which_no_database_keeps() -> None:
    assert visible("VPN\x00 宿\x00泊費") == "VPN 宿泊費"
    assert visible("V\x00PN") == "VPN"


def test_a_message_in_variation_selectors_is_taken_out() -> None:
    assert visible("辻\ufe00" + "\U000e0110\U000e0120\ufe0f" + "さん") == "辻\ufe00さん"


@pytest.mark.parametrize(
    "text",
    [
        "宿泊費　12,000円\n（税込）",
        "辻\U000e0100",
        "☎\ufe0f 内線１２３",
        "plain text",
        "",
        "か\u3099",
    ],
)
def test_what_is_seen_stays(text: str) -> None:
    assert visible(text) == text
