from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.answering.deciding.evidence import Evidence, weigh
from bot.answering.reading.asked import asked_by
from bot.answering.understanding import Understanding
from bot.wiring import Zeroji
from knowledge.model import Block, Passage, Section

Weigh = Callable[..., Evidence]


@pytest.fixture
def weighed(
    zeroji: Zeroji, read: Callable[[str], Understanding], find: Callable[..., Passage]
) -> Weigh:
    """Evidence of a section that says something, for a question."""
    lexical = zeroji.searcher.index.snapshot().lexical
    found = find("在宅勤務の日数")

    def make(question: str, heading: str, text: str) -> Evidence:
        section = Section(heading_path=(heading,), blocks=(Block(kind="text", text=text),))
        chunk = type(found.chunk)(**{**vars(found.chunk), "heading_path": (heading,), "text": text})
        passage = Passage(**{**vars(found), "section": section, "chunk": chunk})
        return weigh(asked_by(read(question), lexical), [passage], lexical)[0]

    return make


ORDER = "名刺は、総務手続フォームから1箱単位で注文できます。"


@pytest.mark.parametrize(
    ("question", "passed_over"),
    [
        ("名刺入れは会社で買ってもらえますか", "名刺入れ"),
        ("名刺ケースは会社で買ってもらえますか", "名刺ケース"),
        ("名刺は会社で買ってもらえますか", ""),
    ],
)
def test_what_speaks_only_of_the_modifier_passes_over_the_article(
    weighed: Weigh, question: str, passed_over: str
) -> None:
    assert weighed(question, "名刺の注文", ORDER).passed_over == passed_over


def test_what_speaks_of_the_article_does_not_pass_it_over(weighed: Weigh) -> None:
    told = "名刺入れは、1人1個まで会社で購入する。"
    assert weighed("名刺入れは買ってもらえますか", "名刺の注文", told).passed_over == ""


def test_an_upper_limit_of_something_else_passes_over_the_thing(weighed: Weigh) -> None:
    told = "在宅勤務手当は、月額5,000円を上限とする。"
    assert weighed("タクシー代の上限は", "在宅勤務手当", told).passed_over == "タクシー"
    assert weighed("在宅勤務手当の上限は", "在宅勤務手当", told).passed_over == ""
