from __future__ import annotations

import pytest

from bot.answering.semantics.attributes import attributes_asked, states_attribute

CARRIED = "年次有給休暇は翌年度に限り繰り越し、合計40日を上限とする。"
UNPAID = "介護休業の期間は、無給とする。"
BOUGHT = "未取得の日数を買い上げることがある。"


@pytest.mark.parametrize(
    ("question", "name", "stated", "other"),
    [
        ("有休ってどれくらい貯めとけますか", "carrying over", CARRIED, UNPAID),
        ("有休はMAX何日まで繰り越せますか", "upper limit", CARRIED, UNPAID),
        ("その間お給料って出るの", "pay during absence", UNPAID, BOUGHT),
        ("使いきれない有休をお金にしてもらえますか", "buying up", BOUGHT, CARRIED),
        (
            "レシートをなくしました",
            "proof left out",
            "領収書がないときは支払証明書による。",
            UNPAID,
        ),
    ],
)
def test_an_attribute_is_stated_by_other_words_than_it_is_asked_in(
    question: str, name: str, stated: str, other: str
) -> None:
    assert name in attributes_asked(question)
    assert states_attribute(name, stated)
    assert not states_attribute(name, other)


def test_getting_money_does_not_ask_for_pay_during_an_absence() -> None:
    assert "pay during absence" not in attributes_asked("友達を紹介したらお金もらえますか")
