"""Each planted error has a mark: it is in what tells the error, and in nothing that does not."""

from __future__ import annotations

import random

import pytest

from evals.benchmarks.language_models import invention
from evals.benchmarks.language_models.errors import Plant, Said, errors
from evals.loopback.prompts import Prompt, Shown

LINE = "従業員は、取得希望日の3営業日前までに、所属長へ休暇届を提出しなければならない。"
SHOWN = Shown(
    number=2,
    heading="就業規則 > 第34条（請求手続）",
    text=f"{LINE}\n総務部へは10営業日前までに連絡する。\n領収書は、1通につき1,000円とする。",
)
RIGHT = Said(
    text="取得希望日の3営業日前までに、所属長へ休暇届を提出する必要があります。",
    quote=LINE,
    passage=2,
)
PROMPT = Prompt(shape="Draft", question="骨髄ドナー休暇は何日ですか", passages=(SHOWN,))


@pytest.fixture(scope="module")
def planted() -> dict[str, Plant]:
    found = errors(RIGHT, SHOWN, f"{SHOWN.heading}\n{SHOWN.text}", seed=1)
    return {plant.kind: plant for plant in found}


def test_a_sentence_takes_errors_of_many_kinds(planted: dict[str, Plant]) -> None:
    expected = {
        "unit changed",
        "modality flipped",
        "neighbour's figure",
        "quote altered",
        "fabricated citation",
        "address or contact",
        "figure changed: period",
    }
    assert expected <= planted.keys()


def test_an_error_is_known_where_it_is_told_and_only_there(planted: dict[str, Plant]) -> None:
    for plant in planted.values():
        assert plant.is_told(f"はい。{plant.said.text}", [plant.said.quote]), plant.kind
        assert not plant.is_told(RIGHT.text, [LINE]), plant.kind
        assert not plant.is_told(SHOWN.text, [SHOWN.text]), plant.kind


def test_an_error_is_known_in_another_width_and_with_other_marks(
    planted: dict[str, Plant],
) -> None:
    wrong = planted["neighbour's figure"]
    assert wrong.is_told(wrong.said.text.replace("10", "１０").replace("、", " "), [])


def test_an_error_of_a_quote_leaves_the_sentence_right(planted: dict[str, Plant]) -> None:
    altered = planted["quote altered"]
    assert altered.said.text == RIGHT.text
    assert altered.said.quote not in SHOWN.text
    assert not altered.is_told(altered.said.quote, [])


def test_a_fabricated_citation_names_a_passage_that_is_not_there(
    planted: dict[str, Plant],
) -> None:
    assert planted["fabricated citation"].said.passage > SHOWN.number


def test_a_mask_in_an_error_stands_for_what_it_masks() -> None:
    right = Said(text="内線2100の電話は［電話1］です。", quote="電話は［電話1］", passage=2)
    found = errors(right, SHOWN, "電話は［電話1］", seed=1)
    contact = next(plant for plant in found if plant.kind == "address or contact")
    assert contact.is_told(contact.said.text.replace("［電話1］", "03-1234-5678"), [])


def test_what_is_made_up_is_said_by_no_passage() -> None:
    for seed in range(20):
        plant = invention.invented(PROMPT, random.Random(seed))
        assert plant.is_told(plant.said.text, [])
        assert not plant.is_told(SHOWN.text, [SHOWN.text])
        assert plant.said.text not in SHOWN.text


def test_what_is_beside_the_question_is_word_for_word_of_a_passage() -> None:
    said = invention.beside(PROMPT)
    assert said.quote in SHOWN.text and said.text == said.quote
