"""A paper, a rank or a thing is not named for another."""

from __future__ import annotations

import pytest

from bot.grounding.naming import wrong_names
from bot.grounding.quoting import quoted_lines
from bot.grounding.source import source
from bot.grounding.spelling import plain

LATE = "期限を過ぎたときは、遅延理由書を添え、管掌役員の承認を得て申請する。"
SEAT = "国内線の座席は、役職にかかわらず普通席とする。"
LEAVE = "退職届は、1か月前までに提出する。"
TEXT = f"""{LATE}
航空機は、片道4時間以上のときに利用することができる。
{SEAT}
{LEAVE}
500,000円以上は、社長が決裁する。"""


def kinds(text: str, quote: str) -> list[str]:
    whole = source("旅費規程 > 航空賃", TEXT)
    return [
        found.kind
        for found in wrong_names(plain(text), quoted_lines(quote, whole), whole, is_foreign=False)
    ]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("期限を過ぎたときは、遅延領収書を添えて申請します。", LATE),
        ("期限を過ぎたときは、遅延住民票を添えて申請します。", LATE),
        ("期限を過ぎたときは、見積書を添えて申請します。", LATE),
        ("期限を過ぎたときは、管掌社長の承認を得ます。", LATE),
        ("国内線の座席は、役職にかかわらず航空機です。", SEAT),
    ],
)
def test_another_name_is_an_objection(text: str, quote: str) -> None:
    assert kinds(text, quote) == ["name"]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("期限を過ぎたときは、遅延理由書を添えて、管掌役員の承認を得ます。", LATE),
        ("国内線の座席は普通席です。", SEAT),
        ("退職の届は1か月前までに提出します。", LEAVE),
    ],
)
def test_the_name_of_the_passage_is_none(text: str, quote: str) -> None:
    assert kinds(text, quote) == []
