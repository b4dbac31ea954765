"""Web pages without what nobody sees; what somebody may see stays."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

from ingest.reading.unseen_markup import drop_unseen

SECRET = "上限は99,000円とする。"


def _shown(body: str, head: str = "") -> str:
    page: Any = html.document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>")
    drop_unseen(page)
    return str(page.find("body").text_content())


@pytest.mark.parametrize(
    "style",
    [
        "display: none",
        "visibility:hidden !important",
        "opacity: .01",
        "font-size: 0",
        "font-size: 2px",
        "color: white",
        "color:#FFF; background: #fefefe",
        "color: transparent",
        "position: absolute; left: -9999px",
        "text-indent: -1000px",
        "position: absolute; clip: rect(0 0 0 0)",
        "clip-path: inset(100%)",
        "height: 1px; overflow: hidden",
    ],
)
def test_a_text_hidden_by_its_style_is_dropped(style: str) -> None:
    assert _shown(f'<p>前。</p><p style="{style}">{SECRET}</p>後。') == "前。後。"
    assert _shown(f'<p>前。<span style="{style}">{SECRET}</span>後。</p>') == "前。後。"


@pytest.mark.parametrize(
    "rule", [".x { display: none }", "p.x, li { color: #fff }", "div > .x { font-size: 0 }"]
)
def test_so_is_one_hidden_by_a_rule_of_the_page(rule: str) -> None:
    assert SECRET not in _shown(f'<div><p class="x">{SECRET}</p></div>', f"<style>{rule}</style>")


def test_the_colour_of_the_ground_is_inherited() -> None:
    dark = '<table bgcolor="#102060"><tr><th style="color: white">区分</th></tr></table>'
    assert _shown(dark) == "区分"
    assert _shown('<div style="color: white"><p>あ</p><p style="color: black">い</p></div>') == "い"
    assert _shown('<div style="background: #111"><p style="color: #121212">あ</p></div>') == ""


@pytest.mark.parametrize(
    "style",
    [
        "color: white; background: #0f6b5c",
        "color: white; background-image: url(a.png)",
        "color: white; background: linear-gradient(#000, #333)",
        "color: #999",
        "color: var(--ink)",
        "position: absolute; left: 20px",
        "font-size: 10px",
        "overflow: hidden; height: 300px",
    ],
)
def test_a_text_that_may_be_seen_stays(style: str) -> None:
    assert _shown(f'<p style="{style}">申請する。</p>') == "申請する。"


def test_where_a_style_sheet_is_not_at_hand_the_ground_is_not_known() -> None:
    link = '<link rel="stylesheet" href="a.css">'
    assert _shown('<p class="dark" style="color: white">申請する。</p>', link) == "申請する。"
    assert _shown(f'<p style="color: white">{SECRET}</p>', link.replace("stylesheet", "icon")) == ""


@pytest.mark.parametrize(
    "unfolds", ["<script>toggle()</script>", "<style>:checked ~ .a { display: block }</style>"]
)
def test_what_unfolds_when_it_is_clicked_on_stays(unfolds: str) -> None:
    answer = '<h3>質問</h3><div class="a">3日前までです。</div>'
    style = "<style>.a { display: none }</style>"
    assert "3日前" not in _shown(answer, style)
    assert "3日前" in _shown(answer, style + unfolds)


def test_rules_for_print_alone_hide_nothing() -> None:
    style = "<style>@media print { .x { display: none } } .y { display: none }</style>"
    assert _shown('<p class="x">あ</p><p class="y">い</p>', style) == "あ"


@pytest.mark.parametrize("style", [":::", "color", "{}{}{", "font-size: calc(1px", "opacity: x"])
def test_a_broken_style_hides_nothing(style: str) -> None:
    assert _shown(f'<p style="{style}">申請する。</p>', f"<style>{style}</style>") == "申請する。"
