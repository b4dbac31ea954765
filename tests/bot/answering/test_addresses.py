"""Addresses in a text, and which of them may lead anywhere."""

from __future__ import annotations

import pytest

from bot.answering.addresses import Piece, addresses, allowed, linked


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("詳細はhttps://hr.example.jp/a?b=1#cをご覧ください。", {"https://hr.example.jp/a?b=1#c"}),
        ("（https://hr.example.jp/a）。", {"https://hr.example.jp/a"}),
        ("See https://hr.example.jp.", {"https://hr.example.jp"}),
        ("窓口はjinji@example.co.jpまで", {"mailto:jinji@example.co.jp"}),
        ("電話は03-1234-5678です", {"tel:03-1234-5678"}),
        ("電話は+81-3-1234-5678です", {"tel:+81-3-1234-5678"}),
        ("https://例え.jp/x", {"https://xn--r8jz45g.jp/x"}),
    ],
)
def test_an_address_ends_where_its_text_does(text: str, found: set[str]) -> None:
    assert addresses(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "http://example.jp",
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.jp/a",
        "https://user:pass@example.jp",
        "https://example.jp/申請",
        "2026-04-01",
        "第1-2-345号",
        "https://",
    ],
)
def test_nothing_else_is_one(text: str) -> None:
    assert addresses(text) == frozenset()


def test_only_what_a_manual_says_is_allowed() -> None:
    manual = "申請は https://hr.example.jp/form から行う。"
    assert allowed("https://hr.example.jp/form へ", [manual]) == {"https://hr.example.jp/form"}
    assert not allowed("https://hr.example.jp/form?q=secret へ", [manual])
    assert not allowed("https://hr.example.jp へ", [manual])
    assert not allowed("https://hr.example.jp.attacker.example/form", [manual])
    assert not allowed("https://hr.example.jp/form", [])


def test_what_is_not_allowed_stays_text() -> None:
    text = "https://a.jp と https://b.jp"
    assert linked(text, frozenset({"https://a.jp"})) == (
        Piece(text="https://a.jp", href="https://a.jp"),
        Piece(text=" と "),
        Piece(text="https://b.jp"),
    )


def test_a_look_alike_host_shows_what_it_is() -> None:
    (link,) = linked("https://аpple.com/login", addresses("https://аpple.com/login"))
    assert link.text == link.href == "https://xn--pple-43d.com/login"


def test_unseen_characters_neither_hide_nor_join_addresses() -> None:
    assert addresses("https://hr.exa\u200bmple.jp/a") == {"https://hr.example.jp/a"}


@pytest.mark.parametrize("text", ["https://" + "a." * 5000, "a@" * 5000, "0-" * 5000])
def test_every_text_comes_back_whole(text: str) -> None:
    assert "".join(piece.text for piece in linked(text, frozenset())) == text
