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
                ("text", "受付: 平日9時から"),
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


def _said(path: Path, body: str, read: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    path.write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    return [(s.heading, [(b.kind, b.text) for b in s.blocks]) for s in read(path).sections]


def test_every_paragraph_of_a_list_item_is_read(tmp_path: Path, read: Any) -> None:
    body = (
        "<h2>持ち物</h2><ul><li>社員証<p>写真つきのもの</p></li><li><p>印鑑</p>"
        "<ul><li>認印</li></ul>実印でも可</li></ul>"
    )
    assert _said(tmp_path / "a.html", body, read) == [
        (
            "持ち物",
            [
                ("item", "社員証"),
                ("text", "写真つきのもの"),
                ("item", "印鑑"),
                ("item", "認印"),
                ("text", "実印でも可"),
            ],
        )
    ]


def test_tables_that_only_arrange_text_are_text(tmp_path: Path, read: Any) -> None:
    body = (
        "<table><tr><td><p>第1条（目的）</p><p>旅費を定める。</p></td></tr></table>"
        "<table><tr><td>第2条（範囲）</td><td>全員とする。<br>２　嘱託を除く。</td></tr>"
        "<tr><td>第3条（日当）</td><td>別表による。</td></tr></table>"
    )
    assert _said(tmp_path / "a.html", body, read) == [
        ("第1条（目的）", [("text", "旅費を定める。")]),
        ("第2条（範囲）", [("text", "全員とする。"), ("text", "２　嘱託を除く。")]),
        ("第3条（日当）", [("text", "別表による。")]),
    ]


def test_a_table_of_articles_with_a_header_stays_a_table(tmp_path: Path, read: Any) -> None:
    body = (
        "<h2>新旧</h2><table><tr><th>条文</th><th>改正後</th></tr>"
        "<tr><td>第5条</td><td>日当を廃止する。</td></tr></table>"
    )
    assert _said(tmp_path / "a.html", body, read) == [
        ("新旧", [("row", "条文: 第5条 / 改正後: 日当を廃止する。")])
    ]


def test_headers_of_two_rows_with_merged_cells_are_joined(tmp_path: Path, read: Any) -> None:
    body = (
        "<h2>日当</h2><table><thead><tr><th rowspan=2>役職</th><th colspan=2>日当（円）</th></tr>"
        "<tr><th>日帰り</th><th>宿泊</th></tr></thead>"
        "<tr><td>部長</td><td>1,000</td><td>3,000</td></tr>"
        "<tr><td colspan=3>※ 税込とする。</td></tr></table>"
    )
    assert _said(tmp_path / "a.html", body, read) == [
        (
            "日当",
            [
                ("row", "役職: 部長 / 日当（円） 日帰り: 1,000 / 日当（円） 宿泊: 3,000"),
                ("row", "※ 税込とする。"),
            ],
        )
    ]


def test_questions_of_details_and_definition_lists_are_faq_entries(
    tmp_path: Path, read: Any
) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<h2>経費</h2><details><summary>領収書は要りますか？</summary>要ります。</details>"
        "<dl><dt>Q. 期限は</dt><dd>30日以内です。</dd></dl>",
        encoding="utf-8",
    )
    assert [(s.question, s.text) for s in read(path).sections] == [
        ("領収書は要りますか？", "要ります。"),
        ("Q. 期限は", "30日以内です。"),
    ]


def test_readings_and_deleted_text_are_no_text(tmp_path: Path, read: Any) -> None:
    body = (
        "<h2>休暇</h2><p><ruby>忌引<rt>きびき</rt></ruby>は<del>5日</del><ins>3日</ins>です。</p>"
    )
    assert _said(tmp_path / "a.html", body, read) == [("休暇", [("text", "忌引は3日です。")])]


def test_lines_of_preformatted_text_stay_apart(tmp_path: Path, read: Any) -> None:
    body = "<h2>対象</h2><pre>(1) 正社員\n(2) 嘱託</pre>"
    assert _said(tmp_path / "a.html", body, read) == [
        ("対象", [("item", "(1) 正社員"), ("item", "(2) 嘱託")])
    ]


def test_comments_that_were_not_closed_swallow_no_rule(tmp_path: Path, read: Any) -> None:
    body = "<h2>対象</h2><!-- 検討中<p>全員とする。</p>\n<h2>手続</h2><p>届け出る。</p>"
    assert _said(tmp_path / "a.html", body, read)[-1] == ("手続", [("text", "届け出る。")])
