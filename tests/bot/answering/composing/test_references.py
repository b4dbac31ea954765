from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.answering.composing.pointing import pointed_to
from bot.answering.composing.references import References
from bot.answering.deciding.evidence import Evidence, weigh
from bot.answering.reading.asked import asked_by
from bot.answering.understanding import Understanding
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji
from knowledge.model import EVERYONE, Passage, SearchRequest
from knowledge.sections import Sections

DAY = date(2026, 11, 20)
RULES = """---
title: 就業規則
kind: rule
---
## 第10条（慶弔休暇）

慶弔休暇の日数は、第57条に定める。
ただし、第12条の場合を除く。

## 第12条（適用除外）

試用期間中の者には適用しない。

## 第57条（特別の休暇の日数）

慶弔休暇の日数は、結婚のとき5日、忌引のとき7日とする。

## 第57条の2（届出）

慶弔休暇の届出は、休暇届による。

## 第60条（旅費）

出張の旅費は、旅費規程の別表第1による。日当の減額は、旅費規程第3条による。
"""
TRAVEL = """---
title: 旅費規程
kind: rule
---
## 第3条（日当の減額）

午後に出発するときの日当は、半額とする。

## 別表第1（日当）

| 役職 | 日当 |
| --- | --- |
| 課長 | 2,500円 |
| 一般 | 1,500円 |

## 別表第10（海外の日当）

| 役職 | 日当 |
| --- | --- |
| 課長 | 5,500円 |
"""
MANAGERS = """---
title: 管理職規程
kind: rule
audience: managers
---
## 第3条（昇給）

昇給は、3%とする。
"""
FAQ = """質問,回答
慶弔休暇は何日ですか。,就業規則の第57条に定めるとおりです。
管理職の昇給は何%ですか。,管理職規程第3条に定めるとおりです。
"""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zeroji]:
    folder = tmp_path_factory.mktemp("manuals")
    manuals = {
        "就業規則.md": RULES,
        "旅費規程.md": TRAVEL,
        "管理職規程.md": MANAGERS,
        "faq.csv": FAQ,
    }
    for name, text in manuals.items():
        (folder / name).write_text(text, encoding="utf-8")
    chosen: dict[str, Any] = {"home": tmp_path_factory.mktemp("home"), "_env_file": None}
    with open_zeroji(Settings(**chosen)) as opened:
        assert opened.ingest([Path(folder)])["manuals"]["failed"] == []
        yield opened


@pytest.fixture
def references(company: Zeroji) -> References:
    return References(
        library=company.library,
        snapshot=company.searcher.index.snapshot(),
        audiences=frozenset({EVERYONE}),
        on=DAY,
        kept=Sections(company.library),
    )


@pytest.fixture
def passage(company: Zeroji) -> Callable[[str], Passage]:
    def find(heading: str) -> Passage:
        found = company.searcher.search(SearchRequest(query=heading, on=DAY)).passages
        return next(p for p in found if heading in p.chunk.heading)

    return find


def _headings(references: References, passage: Passage, text: str = "") -> list[str]:
    places = references.articles(passage, text or passage.section.text)
    return [place.section.heading for place in places]


def test_an_article_that_settles_the_matter_is_found_and_one_that_limits_is_not(
    references: References, passage: Callable[[str], Passage]
) -> None:
    assert _headings(references, passage("第10条")) == ["第57条（特別の休暇の日数）"]


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("第57条による。", "第57条（特別の休暇の日数）"),
        ("第五十七条第1項の規定を準用する。", "第57条（特別の休暇の日数）"),
        ("第５７条の２に定めるところによる。", "第57条の2（届出）"),
        ("旅費規程第3条による。", "第3条（日当の減額）"),
        ("旅費規程の第3条をご覧ください。", "第3条（日当の減額）"),
    ],
)
def test_an_article_is_found_however_it_is_named(
    references: References, passage: Callable[[str], Passage], text: str, heading: str
) -> None:
    assert _headings(references, passage("第10条"), text) == [heading]


@pytest.mark.parametrize(
    "text", ["第12条の場合を除く。", "第99条による。", "第10条による。", "他社規程第3条による。"]
)
def test_nothing_is_found_where_nothing_answers(
    references: References, passage: Callable[[str], Passage], text: str
) -> None:
    assert _headings(references, passage("第10条"), text) == []


def test_a_table_is_found_by_its_whole_number(
    references: References, passage: Callable[[str], Passage]
) -> None:
    (table,) = references.tables(passage("第60条"))
    assert (table.manual.title, table.section.heading) == ("旅費規程", "別表第1（日当）")


def test_what_the_asker_may_not_read_is_not_followed(
    references: References, passage: Callable[[str], Passage]
) -> None:
    asked = passage("昇給は何%")
    assert _headings(references, asked) == []
    managers = replace(references, audiences=frozenset({EVERYONE, "managers"}))
    assert _headings(managers, asked) == ["第3条（昇給）"]


def test_what_was_read_once_is_not_read_again(
    references: References, passage: Callable[[str], Passage], company: Zeroji
) -> None:
    from_article, from_table = passage("第10条"), passage("第60条")
    read: list[str] = []

    def follow() -> None:
        assert _headings(references, from_article) and list(references.tables(from_table))

    follow()
    listen = event.listens_for(company.database, "before_cursor_execute")
    listen(lambda conn, cursor, statement, *rest: read.append(statement))
    follow()
    assert read == []


# What is told of an article that is pointed to


@pytest.fixture
def weighed(
    company: Zeroji, read: Callable[[str], Understanding], passage: Callable[[str], Passage]
) -> Callable[[str, str], tuple[Any, Evidence]]:
    def one(question: str, heading: str) -> tuple[Any, Evidence]:
        lexical = company.searcher.index.snapshot().lexical
        asked = asked_by(read(question), lexical)
        return asked, weigh(asked, [passage(heading)], lexical)[0]

    return one


def test_the_article_that_states_what_is_asked_is_told_with_its_place(
    references: References, weighed: Callable[[str, str], tuple[Any, Evidence]]
) -> None:
    asked, evidence = weighed("慶弔休暇は何日ですか", "第10条")
    (pointed,) = pointed_to(asked, evidence, references)
    rule = "慶弔休暇の日数は、結婚のとき5日、忌引のとき7日とする。"
    assert pointed.quoted.told == rule
    assert (pointed.citation.quote, pointed.citation.section) == (
        rule,
        "第57条（特別の休暇の日数）",
    )


def test_an_article_that_does_not_state_it_is_not_told(
    references: References, weighed: Callable[[str, str], tuple[Any, Evidence]]
) -> None:
    asked, evidence = weighed("慶弔休暇の手当はいくらですか", "第10条")
    assert list(pointed_to(asked, evidence, references)) == []


def test_nothing_is_added_to_what_states_it_itself(
    references: References, weighed: Callable[[str, str], tuple[Any, Evidence]]
) -> None:
    asked, evidence = weighed("忌引のときの休暇は何日ですか", "第57条（")
    assert list(pointed_to(asked, evidence, references)) == []
