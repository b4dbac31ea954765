"""Outcomes are judged by the case and by what was planted."""

from __future__ import annotations

import re
from typing import Any

from evals.benchmarks.language_models import tables
from evals.benchmarks.language_models.errors import Plant
from evals.benchmarks.language_models.errors import Said as Sentence
from evals.benchmarks.language_models.model import Drafted
from evals.benchmarks.language_models.scoring import Tally, Told
from evals.cases import EvalCase

LINE = "結婚休暇は、5日とする。"
MANUALS = {
    ("就業規則.docx", "第40条（慶弔休暇）"): f"第40条（慶弔休暇）\n{LINE}\n忌引は3日とする。"
}
CASE = EvalCase(
    id="1", kind="answerable", question="結婚休暇は何日？", facts=("5日",), must_not=("3日",)
)
RIGHT = Sentence(text="結婚休暇は5日です。", quote=LINE, passage=1)
PLANT = Plant(
    kind="figure changed: period",
    said=Sentence(text="結婚休暇は8日です。", quote=LINE, passage=1),
    right=RIGHT.text,
    mark=re.compile("休暇は8日"),
)


def _said(text: str, quote: str = LINE, **changes: Any) -> dict[str, Any]:
    citation = {
        "manual": "就業規則",
        "path": "就業規則.docx",
        "section": "第40条（慶弔休暇）",
        "quote": quote,
    }
    part = {"kind": "sentence", "text": text, "citations": [0]}
    said = {"outcome": "answer", "text": text, "citations": [citation], "options": []}
    return said | {"parts": [part], "composed": True} | changes


def _counted(said: dict[str, Any], *drafts: Drafted, case: EvalCase = CASE) -> Tally:
    tally = Tally()
    tally.add(Told(case=case, said=said, drafts=drafts), MANUALS)
    return tally


def test_an_answer_with_the_facts_is_right() -> None:
    tally = _counted(_said(RIGHT.text), Drafted(answers=True, right=(RIGHT,)))
    assert (tally.right, tally.wrong.total(), tally.by_model) == (1, 0, 1)
    assert tally.sentences == {"as written": 1}
    assert tally.false_quotes == tally.unproved_figures == 0


def test_an_error_that_was_told_is_wrong_and_counted_by_its_kind() -> None:
    tally = _counted(_said(PLANT.said.text), Drafted(answers=True, right=(), plant=PLANT))
    assert tally.wrong == {"a planted error": 1} and tally.right == 0
    assert tally.told == {PLANT.kind: 1}
    assert tally.unproved_figures == 1
    assert PLANT.said.text in tally.remarks[0]


def test_an_error_that_was_repaired_is_not_told() -> None:
    drafted = Drafted(answers=True, right=(RIGHT,), plant=PLANT)
    tally = _counted(_said(LINE), drafted)
    assert tally.told.total() == 0 and tally.planted.total() == 1
    assert tally.sentences == {"as the manual's line": 1}


def test_a_right_sentence_of_which_nothing_is_told_was_left_out() -> None:
    other = Sentence(text="忌引は3日です。", quote="忌引は3日とする。", passage=1)
    tally = _counted(_said(RIGHT.text), Drafted(answers=True, right=(RIGHT, other)))
    assert tally.sentences == {"as written": 1, "left out": 1}


def test_a_draft_that_was_put_aside_is_not_blamed_on_its_sentences() -> None:
    quoted = _said(LINE, composed=False)
    wrong = Drafted(answers=True, right=(RIGHT,), plant=PLANT, begins_wrong=True)
    assert _counted(quoted, wrong).sentences == {"put aside with a draft that begins wrong": 1}
    assert _counted(quoted, Drafted(answers=True, right=(RIGHT,))).sentences == {
        "put aside with another draft": 1
    }


def test_an_answer_without_an_answer_in_the_manuals_is_wrong() -> None:
    case = EvalCase(id="2", kind="unanswerable", question="ボーナスは？")
    assert _counted(_said(RIGHT.text), case=case).wrong == {"no answer in the manuals": 1}


def test_a_figure_that_must_not_be_told_is_counted() -> None:
    tally = _counted(_said("5日です。忌引は3日です。", f"{LINE}\n忌引は3日とする。"))
    assert tally.forbidden_figures == 1 and tally.unproved_figures == 0
    assert tally.wrong == {"what must not be told": 1}


def test_a_quote_that_the_section_does_not_have_is_false() -> None:
    assert _counted(_said(RIGHT.text, "結婚休暇は、7日とする。")).false_quotes == 1


def test_what_the_asker_said_needs_no_proof() -> None:
    case = CASE.model_copy(update={"question": "入社2年の結婚休暇は？"})
    assert _counted(_said("入社2年なら5日です。"), case=case).unproved_figures == 0


def test_the_table_names_each_mode_and_each_kind_of_error() -> None:
    tally = _counted(_said(PLANT.said.text), Drafted(answers=True, right=(), plant=PLANT))
    tally.add_calls([{"outcome": "answered", "tokens_in": 5, "tokens_out": 1, "ms": 12}])
    shown = tables.markdown({"scripted": tally})
    assert "| scripted | 1 | 1 (100.0 %) |" in shown
    assert "| figure changed: period | 1 | 0 | 1 |" in shown
    assert "answered 1; 12 / 12 ms" in shown
