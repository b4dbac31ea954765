from __future__ import annotations

import pytest

from bot.grounding.modality import Mode, clauses, proved_by
from bot.grounding.spelling import plain

MODES: dict[Mode, list[str]] = {
    "must": [
        "休暇届を提出しなければならない。",
        "休暇届を提出しなければなりません。",
        "所属長の承認が必要です。",
        "所属長の承認を要する。",
        "休暇届を提出してください。",
        "遅れずに提出すること。",
        "休暇届を提出する。",
        "You must submit the form.",
    ],
    "may": [
        "半日単位で取得することができる。",
        "半日単位で取得できます。",
        "私服で勤務してもかまいません。",
        "匿名でもかまいません。",
        "変更できるのは毎年3月です。",
        "在宅勤務を認める。",
        "You may work at home.",
    ],
    "asked": ["承認前なら取り下げをして修正してください。", "Please correct it."],
    "might not": ["精算できないことがあります。", "許可しない場合がある。"],
    "might": ["出社を命じることがある。", "出社を命じる場合があります。"],
    "need not": [
        "診断書は不要です。",
        "診断書を要しない。",
        "承認は必要ありません。",
        "申請しなくてもよい。",
        "You do not need to apply.",
    ],
    "must not": [
        "翌年に繰り越すことはできない。",
        "他人に貸与してはならない。",
        "持ち出しは禁止です。",
        "カフェでの勤務は認めない。",
        "食事は避けてください。",
        "You must not carry it out.",
    ],
    "not": [
        "日当は支給しない。",
        "日当は出ません。",
        "試用期間中の者は除く。",
        "対象外とする。",
        "異動がない正社員",
    ],
    "is": ["日当を支給する。", "日当が支給されます。", "満60歳とする。"],
}


@pytest.mark.parametrize(
    ("mode", "text"), [(m, text) for m, said in MODES.items() for text in said]
)
def test_the_end_of_a_clause_says_its_mode(mode: Mode, text: str) -> None:
    assert clauses(plain(text))[-1].mode == mode


@pytest.mark.parametrize(
    "text",
    ["3年に満たないときに支給する。", "10日を超えない範囲で支給する。", "だけでなく支給する。"],
)
def test_a_bound_denies_nothing(text: str) -> None:
    assert {clause.mode for clause in clauses(plain(text))} == {"is"}


def test_a_condition_has_its_own_mode() -> None:
    condition, statement = clauses(plain("期限までに提出できない場合は、上司に連絡する。"))

    assert (condition.mode, condition.is_condition) == ("must not", True)
    assert (statement.mode, statement.is_condition) == ("must", False)


@pytest.mark.parametrize(
    ("claimed", "stated"),
    [("must", "may"), ("may", "must"), ("need not", "must"), ("is", "might"), ("may", "must not")],
)
def test_a_mode_does_not_prove_another(claimed: Mode, stated: Mode) -> None:
    assert proved_by(stated, stated)
    assert not proved_by(claimed, stated)
