from __future__ import annotations

import pytest

from bot.answering.semantics.figures import figure_asked, gives


@pytest.mark.parametrize(
    ("question", "giving", "other"),
    [
        ("何歳の子まで使えますか", "小学校就学前の子", "1日1,000円"),
        ("病児保育は何歳まで", "満6歳まで", "定員は4人"),
        ("日当はいくら", "2,000円", "7日以内"),
        ("ボーナスは何か月分", "2.5か月分", "6月と12月"),
        ("給料は何割になりますか", "基本給の8割", "67歳まで"),
        ("電話番号を教えて", "内線2999", "窓口があります"),
        ("何時からですか", "9時00分", "3日前"),
        ("月に何回まで", "月8回", "3,000円"),
        ("何日前までに申請", "1か月前まで", "書面で"),
        ("What is the deadline?", "within 10 business days", "by form"),
    ],
)
def test_a_question_for_a_figure_is_answered_by_one_of_its_unit(
    question: str, giving: str, other: str
) -> None:
    figure = figure_asked(question)
    assert figure is not None
    assert gives(figure, giving)
    assert not gives(figure, other)


def test_many_questions_ask_for_no_figure() -> None:
    assert figure_asked("副業はできますか") is None
