from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.answering.deciding.evidence import EXAMINED, Evidence, weigh
from bot.answering.reading.asked import asked_by
from bot.answering.understanding import Understanding
from bot.wiring import Zeroji
from knowledge.model import Block, Passage, Section

Weigh = Callable[..., Evidence]


@pytest.fixture
def weigh_all(
    zeroji: Zeroji, read: Callable[[str], Understanding]
) -> Callable[..., list[Evidence]]:
    lexical = zeroji.searcher.index.snapshot().lexical
    return lambda text, *passages: weigh(asked_by(read(text), lexical), passages, lexical)


@pytest.fixture
def weigh_one(weigh_all: Callable[..., list[Evidence]]) -> Weigh:
    return lambda text, passage: weigh_all(text, passage)[0]


@pytest.fixture
def leave(find: Callable[..., Passage]) -> Passage:
    return find("年次有給休暇の申請", "第1条（年次有給休暇）")


@pytest.fixture
def stating(leave: Passage) -> Callable[..., Passage]:
    """A passage whose section says something else."""

    def make(*lines: str, heading: str = "第9条（病児保育）") -> Passage:
        blocks = tuple(Block(kind="text", text=line) for line in lines)
        section = Section(heading_path=(heading,), blocks=blocks)
        chunk = {**vars(leave.chunk), "heading_path": (heading,), "text": "\n".join(lines)}
        changed = {"section": section, "chunk": type(leave.chunk)(**chunk)}
        return Passage(**{**vars(leave), **changed})

    return make


def test_a_passage_that_speaks_of_all_that_is_asked_covers_it(
    weigh_one: Weigh, leave: Passage
) -> None:
    found = weigh_one("年次有給休暇の申請", leave)
    assert found.signals["covered"] == pytest.approx(1)
    assert found.missing == ()


def test_a_synonym_covers_as_much_as_the_word(weigh_one: Weigh, leave: Passage) -> None:
    assert weigh_one("有休の申請", leave).signals["covered"] == pytest.approx(1)


def test_what_is_off_topic_is_hardly_covered(weigh_one: Weigh, leave: Passage) -> None:
    found = weigh_one("社員食堂のカレーの値段はいくらですか", leave)
    assert found.signals["covered"] < 0.2
    assert {"食堂", "カレー"} <= {matter.word for matter in found.missing}


def test_a_word_of_like_meaning_covers_less_than_the_word_and_more_than_nothing(
    weigh_one: Weigh, stating: Callable[..., Passage]
) -> None:
    passage = stating("旅館の費用は10,000円を限度とする。", heading="第5条")
    near = weigh_one("民宿はいくら", passage).signals["nearly covered"]
    assert 0 < near < weigh_one("旅館はいくら", passage).signals["nearly covered"]
    assert weigh_one("駐輪場はいくら", passage).signals["nearly covered"] < near


def test_the_figure_that_is_asked_for_must_be_given(
    weigh_one: Weigh, stating: Callable[..., Passage]
) -> None:
    passage = stating("病児保育は1日1,000円で利用できる。", "前日の17時までに予約する。")
    price = weigh_one("病児保育はいくらですか", passage).signals
    age = weigh_one("病児保育は何歳の子まで使えますか", passage).signals
    assert (price["figure given"], price["figure not given"]) == (1, 0)
    assert (age["figure given"], age["figure not given"]) == (0, 1)


def test_a_figure_that_is_left_open_is_none(
    weigh_one: Weigh, stating: Callable[..., Passage]
) -> None:
    passage = stating("寸志の額は、その都度決定する。", heading="第15条（寸志）")
    assert weigh_one("寸志はいくらですか", passage).signals["figure left open"] == 1


def test_a_rule_for_others_is_marked(weigh_one: Weigh, stating: Callable[..., Passage]) -> None:
    passage = stating("有給休暇は5日とする。", heading="第10条（パート職員の有給休暇）")
    assert weigh_one("有給休暇は何日ですか", passage).signals["others' employment"] == 1
    assert weigh_one("パートの有給休暇は何日ですか", passage).signals["others' employment"] == 0


def test_places_that_say_the_same_are_no_rivals(
    weigh_all: Callable[..., list[Evidence]], stating: Callable[..., Passage]
) -> None:
    rule = stating("結婚休暇は5日とする。", heading="第2条（結婚休暇）")
    faq = stating("結婚休暇は5日です。", heading="結婚休暇は何日ですか")
    other = stating("忌引休暇は7日とする。", heading="第3条（忌引休暇）")
    alone, supported = (
        weigh_all("結婚休暇は何日", *passages)[0].signals for passages in ((rule,), (rule, faq))
    )
    assert supported["covered ahead"] == alone["covered ahead"]
    assert supported["supported"] > alone["supported"]
    assert weigh_all("結婚休暇は何日", rule, other)[0].signals["supported"] == 0


def test_each_of_the_best_sections_is_examined_once_in_the_order_of_search(
    weigh_all: Callable[..., list[Evidence]], stating: Callable[..., Passage]
) -> None:
    many = [stating("休暇", heading=f"第{n}条") for n in range(1, EXAMINED + 5)]
    weighed = weigh_all("有休", *(p for p in many for _ in range(2)))
    assert [e.passage.chunk.heading for e in weighed] == [p.chunk.heading for p in many[:EXAMINED]]
