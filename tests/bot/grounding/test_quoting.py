"""What stands in the passage word for word holds."""

from __future__ import annotations

import pytest

from bot.grounding.quoting import is_verbatim

TEXT = """２　前項の時刻の範囲は、次のとおりとする。
(1) フレキシブルタイム　始業は7時00分から10時00分まで
(2) 領収書を受けることができない慶弔費（案内状の写しを添付する。）
(3) コアタイム（休憩時間を除く。）
３　清算期間は1か月とし、毎月1日から末日までとする。総労働時間は、1日8時間とする。
| 区分 | 日数 |
|---|---|
| 慶事 | 5日 |
区分: 弔事 / 日数: 7日"""


@pytest.mark.parametrize(
    "text",
    [
        "清算期間は１か月とし、毎月１日から末日までとする。",
        "清算期間は1か月とし、毎月1日から末日までとする。総労働時間は、1日8時間とする。",
        "フレキシブルタイム 始業は7時00分から10時00分まで",
        "領収書を受けることができない慶弔費",
        "区分: 弔事 / 日数: 7日",
    ],
)
def test_whole_sentences_and_rows_are_verbatim(text: str) -> None:
    assert is_verbatim(text, TEXT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "。",
        "コアタイム",
        "毎月1日から末日までとする。",
        "清算期間は1か月とし、毎月1日から末日までとする。総労働時間は、1日7時間とする。",
        "区分: 慶弔 / 日数: 7日",
    ],
)
def test_parts_and_what_was_changed_are_not(text: str) -> None:
    assert not is_verbatim(text, TEXT)
