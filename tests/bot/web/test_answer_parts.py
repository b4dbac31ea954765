"""Answers in parts: sentences with sources, quotes, tables, calculations; nothing is markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Route

from bot.outcomes import Answer, Citation, Part, Question, Table
from bot.web.answer_parts import blocks, language_of
from bot.wiring import Zeroji
from knowledge.database import writing
from tests.bot.web.browsing import Visit, words
from tests.bot.web.chromium import visitor

COLUMNS = ("役職", "日当", "宿泊費", "備考")
ROWS = (
    ("部長", "3,000円", "14,000円", "特別区に泊まるときは、2,000円を加える。"),
    ("課長", "2,500円", "12,000円", ""),
)
HOSTILE = (
    "詳細は https://attacker.example/login か http://attacker.example をご覧ください。"
    "![図](https://attacker.example/p.png) [続き](javascript:alert(1)) <img src=x onerror=alert(1)>"
)


@pytest.fixture
def answer(zeroji: Zeroji) -> Answer:
    """An answer with all kinds of parts."""
    manual = next(m for m in zeroji.library.manuals() if m.title == "在宅勤務規程")
    cited = Citation(
        chunk_id="1-0",
        manual_id=manual.id,
        manual=manual.title,
        revision=1,
        section="第2章 勤務 > 第5条（日数）",
        page=None,
        quote="在宅勤務は、1週間につき3日までとする。",
        path=manual.path,
    )
    table = replace(cited, section="第2章 勤務 > 第6条（手当）", quote="区分: 1日 / 金額: 250円")
    return Answer(
        text="",
        citations=(cited, table),
        confidence=0.9,
        composed=True,
        parts=(
            Part(kind="question", text="■ 在宅勤務は何日まで？"),
            Part(kind="sentence", text="1週間に3日までです。", citations=(0,)),
            Part(kind="sentence", text="手当は1日250円です。", citations=(1,)),
            Part(
                kind="quote",
                text="【在宅勤務規程 第6条（手当）】\n次の表のとおりとする。",
                citations=(1,),
            ),
            Part(
                kind="table",
                text="部長 / 3,000円",
                citations=(1,),
                table=Table(columns=COLUMNS, rows=ROWS, marked=(1,)),
            ),
            Part(kind="calculation", text="250円 × 3日 = 750円", citations=(1,)),
            Part(kind="note", text="2027年4月1日に変わります。"),
        ),
    )


def _told(zeroji: Zeroji, answer: Answer) -> str:
    """The path of a conversation of shain with that answer."""
    question = Question(text="在宅勤務は？", asker="shain")
    conversation = zeroji.ledger.begin(question)
    text = answer.text or "\n".join(part.text for part in answer.parts)
    with writing(zeroji.database) as tx:
        exchange = zeroji.ledger.reserve(tx, question, conversation, date.today())
        zeroji.ledger.record(tx, exchange, replace(answer, text=text), question.text)
    return f"/conversations/{conversation}"


@pytest.fixture
def shown(zeroji: Zeroji, visit: Visit, answer: Answer) -> str:
    return visit("shain").get(_told(zeroji, answer)).text


def test_each_sentence_leads_to_the_place_that_proves_it(shown: str) -> None:
    found = re.findall(
        r'<span>([^<]+)</span><sup class="ref"><a href="(/manuals/[^"#]+#s-\w+)"[^>]*'
        r'aria-label="(根拠\d：[^"]+)">(\d)</a></sup>',
        shown,
    )

    assert [(said, number) for said, _, _, number in found] == [
        ("1週間に3日までです。", "1"),
        ("手当は1日250円です。", "2"),
    ]
    assert found[0][1] != found[1][1]
    assert found[0][2].startswith(
        "根拠1：在宅勤務規程 ＞ 第2章 勤務 > 第5条（日数）".replace(">", "&gt;")
    )


def test_a_question_of_several_is_a_heading(shown: str) -> None:
    assert "<h3>在宅勤務は何日まで？</h3>" in shown


def test_a_quote_stands_under_its_place(shown: str) -> None:
    figure = re.search(r'<figure class="quote">(.*?)</figure>', shown, re.DOTALL)
    assert figure
    assert re.search(r"<figcaption[^>]*>在宅勤務規程 ＞ 第6条（手当）<sup", figure[1])
    assert "<p>次の表のとおりとする。</p>" in figure[1]
    assert "【" not in figure[1]


def test_a_table_names_its_columns_and_rows_and_says_which_applies(shown: str) -> None:
    assert [*re.findall(r'<th scope="col">([^<]+)</th>', shown)] == list(COLUMNS)
    assert re.findall(r'<th scope="row">([^<]+)', shown) == ["部長", "課長 "]
    (row,) = re.findall(r'<tr class="applies">(.*?)</tr>', shown, re.DOTALL)
    assert "課長" in row and "該当" in row
    assert '<caption class="visually-hidden">第6条（手当）</caption>' in shown


def test_what_the_answer_shows_already_is_folded_among_its_sources(shown: str) -> None:
    listed = shown.split('<section class="sources"')[1]
    first, second = re.findall(r"<li>(.*?)</li>", listed, re.DOTALL)
    assert "<details" not in first and "<blockquote" in first
    assert "<details" in second


def test_calculations_and_notes_are_told_apart(shown: str) -> None:
    assert re.search(r'aria-label="計算">\s*<p class="text">250円 × 3日 = 750円<sup', shown)
    assert '<p class="text remark">2027年4月1日に変わります。</p>' in shown


def test_an_english_page_says_which_texts_are_japanese(
    zeroji: Zeroji, visit: Visit, answer: Answer
) -> None:
    english = Part(kind="sentence", text="Up to three days a week.", citations=(0,))
    path = _told(zeroji, replace(answer, parts=(english, *answer.parts[3:])))

    page = visit("shain").get(f"{path}?lang=en").text

    assert "<span>Up to three days a week.</span>" in page
    assert re.search(r'<blockquote lang="ja">\s*<p>次の表', page)
    assert re.search(r'<div class="scroll"[^>]*lang="ja">', page)
    assert '<span class="badge" lang="en">applies</span>' in page


def test_an_answer_recorded_without_parts_is_shown_as_its_text(
    zeroji: Zeroji, visit: Visit, answer: Answer
) -> None:
    plain = replace(answer, parts=(), text="【在宅勤務規程】\n1週間に3日まで。")

    page = visit("shain").get(_told(zeroji, plain)).text

    assert '<p class="text">【在宅勤務規程】\n1週間に3日まで。</p>' in page


def test_citations_that_are_not_there_are_left_out(answer: Answer) -> None:
    part = {"kind": "sentence", "text": "はい。", "citations": [0, 7], "table": None}

    (block,) = blocks({"parts": [part], "citations": [{}]}, frozenset())

    assert block.said[0].sources == (1,)


@pytest.mark.parametrize("kind", ["sentence", "quote", "calculation", "note", "question"])
def test_neither_markup_nor_foreign_addresses_come_alive(
    zeroji: Zeroji, visit: Visit, answer: Answer, kind: Any
) -> None:
    part = replace(answer.parts[1], kind=kind, text=HOSTILE)

    page = visit("shain").get(_told(zeroji, replace(answer, parts=(part,))))

    assert HOSTILE in unescape(page.text)
    assert not re.findall(r'<a [^>]*href="(?!/|#|\?)', page.text)
    assert "<img src=x" not in page.text


def test_only_addresses_of_the_cited_manual_lead_anywhere(
    zeroji: Zeroji, visit: Visit, answer: Answer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("addresses")
    said = "申請は https://hr.example.co.jp/form?id=1 から行う。窓口は jinji@example.co.jp とする。"
    (folder / "申請手順.md").write_text(f"# 手順\n\n## 申請\n\n{said}\n", encoding="utf-8")
    zeroji.ingest([folder])
    manual = next(m for m in zeroji.library.manuals() if m.path.endswith("申請手順.md"))
    citation = replace(answer.citations[0], manual_id=manual.id, manual=manual.title)
    told = replace(answer.parts[1], text=said + "https://hr.example.co.jp.attacker.example/form")
    path = _told(zeroji, replace(answer, citations=(citation,), parts=(told,)))

    page = visit("shain").get(path).text

    assert re.findall(r'<a href="((?:https|mailto|http)[^"]*)" rel="([^"]+)"', page) == [
        ("https://hr.example.co.jp/form?id=1", "noopener noreferrer"),
        ("mailto:jinji@example.co.jp", "noopener noreferrer"),
    ]


def test_characters_that_nobody_sees_are_not_sent(
    zeroji: Zeroji, visit: Visit, answer: Answer
) -> None:
    text = "3\u202e日\u200b\U000e0041まで"
    page = visit("shain").get(_told(zeroji, replace(answer, parts=(), text=text)))

    assert "3日まで" in words(page)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("1週間に3日", "ja"),
        ("Three days", "en"),
        ("PCはITで管理", "ja"),
        ("See 第5条 of the rule book", "en"),
    ],
)
def test_the_language_of_a_text(text: str, lang: str) -> None:
    assert language_of(text) == lang


@pytest.fixture
def page(
    chromium: Chromium, address: str, zeroji: Zeroji, visit: Visit, answer: Answer
) -> Iterator[Page]:
    """The answer in a browser, on a phone; requests that leave the machine are counted."""
    browser = visit("shain")
    path = _told(zeroji, replace(answer, parts=(*answer.parts, Part(kind="note", text=HOSTILE))))
    cookies = [
        {"name": name, "value": value, "url": address}
        for name, value in browser.http.cookies.items()
    ]
    with visitor(chromium, address) as opened:
        opened.context.add_cookies(cookies)  # type: ignore[arg-type]
        opened.context.route(lambda url: not url.startswith(address), _refused)
        opened.set_viewport_size({"width": 390, "height": 844})
        opened.goto(path)
        yield opened


def _refused(route: Route) -> None:
    pytest.fail(f"the page asks for {route.request.url}")


def test_a_wide_table_scrolls_inside_and_can_be_reached_by_keyboard(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    table = page.locator(".parts .scroll")
    assert table.evaluate("e => e.scrollWidth > e.clientWidth")
    table.focus()
    assert table.evaluate("e => e === document.activeElement")
    assert table.get_attribute("role") == "region"


def test_a_source_number_is_large_enough_to_touch(page: Page) -> None:
    box = page.locator(".ref a").first.bounding_box()
    assert box and box["width"] >= 24 and box["height"] >= 24
