"""HTML pages: content without boilerplate, in the encoding they are in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

PAGE = """<!doctype html><html><head><title>申請手順 | みなとポータル</title></head><body>
<header><p>みなとポータル</p></header><nav><ul><li><a href="/">ホーム</a></li></ul></nav>
<div class="sidebar"><p>新着情報</p></div>
<main><!-- 編集中 -->
<h1>申請手順</h1><p>社内の申請の
進め方です。</p>
<h2>経費の申請</h2>
<ol><li>ログインする。<ul><li>社員番号</li></ul></li><li><p>入力する。</p></li></ol>
<ol start="3"><li>申請する。</li></ol>
<h2>連絡先</h2>
<table><caption>担当一覧</caption><tr><th>内容</th><th>担当</th></tr>
<tr><td rowspan="2">経費</td><td>経理部<br>経費担当</td></tr><tr><td>総務部</td></tr></table>
<dl><dt>受付</dt><dd>平日9時から</dd></dl>
<figure><figcaption>図1 画面</figcaption></figure><script>alert(1)</script>
</main><footer>© Minato</footer></body></html>"""


def test_a_page_becomes_sections_without_boilerplate(tmp_path: Path, read: Any) -> None:
    path = tmp_path / "申請手順.html"
    path.write_text(PAGE, encoding="utf-8")

    document = read(path)

    assert document.meta.title == "申請手順"
    assert [(s.heading, [(b.kind, b.text) for b in s.blocks]) for s in document.sections] == [
        ("申請手順", [("text", "社内の申請の進め方です。")]),
        (
            "経費の申請",
            [
                ("item", "1. ログインする。"),
                ("item", "社員番号"),
                ("item", "2. 入力する。"),
                ("item", "3. 申請する。"),
            ],
        ),
        (
            "連絡先",
            [
                ("text", "担当一覧"),
                ("row", "内容: 経費 / 担当: 経理部 経費担当"),
                ("row", "内容: 経費 / 担当: 総務部"),
                ("text", "受付"),
                ("text", "平日9時から"),
                ("text", "図1 画面"),
            ],
        ),
    ]


def test_shift_jis_pages_are_decoded(tmp_path: Path, read: Any) -> None:
    path = tmp_path / "a.htm"
    page = '<html><head><meta charset="Shift_JIS"></head><body><h2>手当</h2><p>①月額です。</p>'
    path.write_bytes(page.encode("cp932"))

    (section,) = read(path).sections

    assert section.text == "①月額です。"


def test_row_names_in_the_first_column_label_their_values(tmp_path: Path, read: Any) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<h2>窓口</h2><table><tr><th>受付時間</th><td>9:00–17:00</td></tr>"
        "<tr><th>内線</th><td>2100</td></tr></table>",
        encoding="utf-8",
    )
    (section,) = read(path).sections

    assert [b.text for b in section.blocks] == ["受付時間: 9:00–17:00", "内線: 2100"]


def test_full_width_spaces_stay(tmp_path: Path, read: Any) -> None:
    path = tmp_path / "a.html"
    path.write_text("<h2>第1条　目的</h2><p>２　前項　以下同じ。</p>", encoding="utf-8")

    (section,) = read(path).sections

    assert (section.heading, section.text) == ("第1条　目的", "２　前項　以下同じ。")
