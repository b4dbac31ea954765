"""What the passage says of some is not claimed of all."""

from __future__ import annotations

import pytest

from bot.grounding.quoting import quoted_lines
from bot.grounding.restricting import wrong_scope
from bot.grounding.source import source
from bot.grounding.spelling import plain

GREEN = "M2以上は、乗車時間が2時間を超えるとき、グリーン車を利用できる。"
PLANE = "航空機は、片道700km以上で、部長が認めた場合に限る。"
MEMORY = "USBメモリーは、会社が貸し出す暗号化されたものだけを使えます。"
TEXT = "\n".join([GREEN, PLANE, MEMORY])


def kinds(text: str, quote: str, around: str = "", *, is_foreign: bool = False) -> list[str]:
    whole = source("旅費", TEXT)
    quoted = quoted_lines(quote, whole)
    found = wrong_scope(plain(text), quoted, whole, around, is_foreign=is_foreign)
    return [objection.kind for objection in found]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("M2以上の方は、グリーン車を利用できます。", GREEN),
        ("グリーン車はいつでも利用できます。", GREEN),
        ("役職にかかわらず、乗車時間が2時間を超えるときはグリーン車を利用できます。", GREEN),
        ("航空機は、片道700km以上なら利用できます。", PLANE),
        ("航空機は、部長が認めた場合に利用できます。", PLANE),
        ("個人のUSBメモリーも使えます。", MEMORY),
    ],
)
def test_a_dropped_condition_is_told(text: str, quote: str) -> None:
    assert kinds(text, quote) == ["condition"]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("乗車時間が2時間を超えれば、M2以上の方はグリーン車を使えます。", GREEN),
        ("航空機は片道700km以上で、部長が認めたときだけです。", PLANE),
        ("会社から借りた暗号化済みのUSBメモリーを使ってください。", MEMORY),
    ],
)
def test_a_condition_may_be_said_in_other_words(text: str, quote: str) -> None:
    assert kinds(text, quote) == []


def test_a_condition_that_the_question_brings_may_be_left_out() -> None:
    question = "新幹線に2時間を超えて乗るとき、グリーン車は使えますか"

    assert kinds("M2以上の方は、グリーン車を利用できます。", GREEN, question) == []


def test_conditions_are_not_looked_for_in_another_language() -> None:
    assert kinds("M2 and above may use it.", GREEN, is_foreign=True) == []


CONTRACT = "契約社員の慶弔休暇は、3日とする。"


@pytest.mark.parametrize(
    ("text", "around", "found"),
    [
        ("社員の慶弔休暇は3日です。", "", ["condition"]),
        ("慶弔休暇は、従業員に3日あります。", "", ["condition"]),
        ("契約社員の慶弔休暇は3日です。", "", []),
        ("契約社員の場合、社員の慶弔休暇は3日です。", "", []),
        ("社員の慶弔休暇は3日です。", "契約社員です。慶弔休暇は何日ですか。", []),
        ("慶弔休暇は3日です。", "", []),
    ],
)
def test_what_is_said_of_some_employees_is_not_said_of_all(
    text: str, around: str, found: list[str]
) -> None:
    whole = source("慶弔休暇", CONTRACT)
    told = wrong_scope(plain(text), whole.lines, whole, around, is_foreign=False)
    assert [objection.kind for objection in told] == found
