"""Who submits, to whom, through whom, and whose paper it is."""

from __future__ import annotations

import pytest

from bot.grounding.roles import wrong_roles
from bot.grounding.source import source
from bot.grounding.spelling import plain

TEXT = """退職願は、上長を経由して人事部に提出する。
主治医の診断書を添える。
復職は、産業医の意見を聴いて理事長が決定する。
運用の商品の選択は、加入者が行う。
翌月10日までに、産業医の面接指導を案内する。"""


def others(text: str) -> list[str]:
    whole = source("退職", TEXT)
    return [found.english for found in wrong_roles(plain(text), whole.lines, whole)]


@pytest.mark.parametrize(
    "text",
    [
        "退職願は上司を通じて人事部へ提出してください。",
        "主治医の診断書が必要です。",
        "理事長が復職を決定します。",
        "選択は本人が行います。",
        "日当は社長が決めます。",
    ],
)
def test_the_parts_may_be_said_in_other_words(text: str) -> None:
    assert others(text) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("退職願は人事部を経由して提出してください。", "人事部"),
        ("退職願は人事部を通じて上長に提出してください。", "人事部"),
        ("退職願は総務課に提出してください。", "総務課"),
        ("産業医の診断書を添えます。", "産業医"),
        ("復職は産業医が決定します。", "産業医"),
        ("選択は会社が行います。", "会社"),
        ("翌月10日までに部長の面接指導を案内します。", "部長"),
    ],
)
def test_parts_that_were_swapped_are_told(text: str, wrong: str) -> None:
    assert any(f"says {wrong} where" in found for found in others(text))
