from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.answering.deciding.changes import asks_of_change, next_change, that_hold
from bot.answering.engine import AnswerEngine
from bot.outcomes import Answer, Question
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji
from knowledge.model import EVERYONE, Passage, SearchRequest

BEFORE, AFTER = date(2027, 3, 31), date(2027, 4, 1)
RULE = """---
title: 旅費規程
kind: rule
effective_from: 2024-04-01
---
## 第21条（宿泊費）

国内出張の宿泊費は、1泊12,000円を上限とする。
"""
CHANGED = """---
title: 旅費規程の改定について
kind: rule
revises: 旅費規程
effective_from: 2027-04-01
---
# 改定の要旨

## 2. 改定の内容

国内出張の宿泊費の上限を、1泊12,000円から14,000円に引き上げます。宿泊を伴わない出張の日当に変更はありません。

## 新旧対照表

| 条項 | 改定前 | 改定後 |
| --- | --- | --- |
| 第21条 | 宿泊費は、1泊12,000円を上限とする。 | 宿泊費は、1泊14,000円を上限とする。 |

# 本則

## 第21条（宿泊費）

国内出張の宿泊費は、1泊14,000円を上限とする。
"""
FAQ = """質問,回答
出張のホテル代はいくらまで出ますか。,国内は1泊12000円が上限です（2027年3月31日までに出発する出張の金額です）。
マイカーは使えますか。,総務部の許可があれば使えます。許可は毎年3月31日まで有効です。
"""
COMING_SECRET = """---
title: 管理職通達
kind: rule
audience: managers
effective_from: 2026-12-01
---
## 第1条（昇給）

昇給は、3%とする。
"""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zeroji]:
    folder = tmp_path_factory.mktemp("manuals")
    manuals = {"旅費規程.md": RULE, "改定.md": CHANGED, "faq.csv": FAQ, "通達.md": COMING_SECRET}
    for name, text in manuals.items():
        (folder / name).write_text(text, encoding="utf-8")
    chosen: dict[str, Any] = {"home": tmp_path_factory.mktemp("home"), "_env_file": None}
    with open_zeroji(Settings(**chosen, caution=0.2)) as opened:
        for name in manuals:
            assert opened.ingest([Path(folder / name)])["manuals"]["failed"] == []
        yield opened


@pytest.fixture
def found(company: Zeroji) -> Callable[[date], tuple[Passage, ...]]:
    def on_day(on: date) -> tuple[Passage, ...]:
        asked = SearchRequest(query="国内出張の宿泊費の上限", on=on)
        return company.searcher.search(asked).passages

    return on_day


def _headings(passages: tuple[Passage, ...]) -> set[str]:
    return {passage.chunk.heading_path[-1] for passage in passages}


@pytest.mark.parametrize(
    "text",
    [
        "来年から宿泊費は変わりますか？",
        "改定で日当も変わりますか",
        "日帰りの日当がなくなるって本当ですか",
        "新しい宿泊費の上限はいくらですか",
        "旅費規程の新旧対照表はどこですか",
        "What changes next April?",
        "国内の宿泊費は4月から引き上げられますか",
    ],
)
def test_who_asks_about_a_change_names_it(text: str) -> None:
    assert asks_of_change(text)


@pytest.mark.parametrize(
    "text",
    [
        "来年4月の宿泊費はいくらですか",
        "住所が変わったらどうすればいいですか？届出の期限は",
        "新しいパソコンがほしい",
        "名字が変わりました。届出はいつまでですか",
        "時短にすると給料は減りますか",
        "定期券をなくしたらどうなりますか",
        "Can I take a taxi?",
    ],
)
def test_who_asks_for_a_rule_does_not(text: str) -> None:
    assert not asks_of_change(text)


def test_what_only_tells_of_a_change_does_not_answer_a_question_on_the_rule(
    found: Callable[[date], tuple[Passage, ...]],
) -> None:
    passages = found(AFTER)
    assert _headings(passages) >= {"2. 改定の内容", "新旧対照表", "第21条（宿泊費）"}
    kept = _headings(that_hold(passages, "宿泊費の上限はいくらですか", AFTER))
    assert "第21条（宿泊費）" in kept
    assert kept.isdisjoint({"2. 改定の内容", "新旧対照表"})
    assert that_hold(passages, "宿泊費の上限は変わりますか", AFTER) == passages


def test_an_entry_that_says_until_when_it_held_answers_no_later(
    found: Callable[[date], tuple[Passage, ...]],
) -> None:
    entry = "出張のホテル代はいくらまで出ますか。"
    assert entry in _headings(that_hold(found(BEFORE), "宿泊費は", BEFORE))
    assert entry not in _headings(that_hold(found(AFTER), "宿泊費は", AFTER))


def test_where_nothing_else_is_found_what_tells_of_a_change_is_kept(
    found: Callable[[date], tuple[Passage, ...]],
) -> None:
    only = tuple(p for p in found(AFTER) if "新旧対照表" in p.chunk.heading)
    assert only and that_hold(only, "宿泊費の上限は", AFTER) == only


def test_the_next_change_is_of_what_the_asker_may_see(company: Zeroji) -> None:
    snapshot = company.searcher.index.snapshot()
    on = date(2026, 11, 20)
    assert next_change(snapshot, frozenset({EVERYONE}), on) == AFTER
    assert next_change(snapshot, frozenset({EVERYONE, "managers"}), on) == date(2026, 12, 1)
    assert next_change(snapshot, frozenset({EVERYONE}), AFTER) is None


def _answer(engine: AnswerEngine, text: str, on: date) -> Answer:
    outcome = engine.ask(Question(text=text, asker="shain", on=on)).outcome
    assert isinstance(outcome, Answer)
    return outcome


def test_the_rule_of_the_day_answers_and_not_what_it_replaces(company: Zeroji) -> None:
    text = "国内出張の宿泊費の上限は1泊いくらですか"
    assert "14,000円" in _answer(company.engine, text, AFTER).text
    assert "12,000円" not in _answer(company.engine, text, AFTER).text
    assert "12,000円" in _answer(company.engine, text, BEFORE).text


def test_a_question_about_a_coming_change_is_answered_by_what_it_brings(company: Zeroji) -> None:
    text = "国内出張の宿泊費の上限は1泊12,000円から引き上げられますか"
    answer = _answer(company.engine, text, BEFORE)
    assert "14,000円" in answer.text
    assert "（2027年4月1日時点の規程によります）" in answer.text
