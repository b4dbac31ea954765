"""An option that somebody chose is shown as people say it."""

from __future__ import annotations

from typing import Any

from bot.choices import as_said


def asked_back(*options: tuple[str, str], standalone: str = "") -> dict[str, Any]:
    """An outcome that offers these labels, each with the question that it asks."""
    offered = [{"label": label, "question": question} for label, question in options]
    return {"options": offered, "standalone": standalone}


def test_a_choice_is_the_question_with_its_label() -> None:
    turns = [
        ("日当は？", asked_back(("課長", "出張：課長：日当は？"), ("部長", "出張：部長：日当は？")))
    ]

    assert as_said(turns) == {
        "出張：課長：日当は？": "日当は？（課長）",
        "出張：部長：日当は？": "日当は？（部長）",
    }


def test_a_choice_that_is_asked_back_again_names_both() -> None:
    turns = [
        ("日当は？", asked_back(("国内", "国内：日当は？"))),
        ("国内：日当は？", asked_back(("課長", "国内：課長：国内：日当は？"))),
    ]

    assert as_said(turns)["国内：課長：国内：日当は？"] == "日当は？（国内、課長）"


def test_a_question_that_goes_on_is_told_whole_and_in_one_line() -> None:
    turns = [("課長は？", asked_back(("国内", "国内：x"), standalone="出張の日当は？\n課長は？"))]

    assert as_said(turns) == {"国内：x": "出張の日当は？ 課長は？（国内）"}


def test_an_option_that_is_a_question_by_itself_stays_as_it_is() -> None:
    turns = [("住民税と厚生年金は？", asked_back(("住民税は？", "住民税は？")))]

    assert as_said(turns) == {}


def test_an_answer_offers_nothing() -> None:
    assert as_said([("日当は？", {"outcome": "answer"})]) == {}
