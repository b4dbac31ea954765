from __future__ import annotations

from pathlib import Path

import pytest

from bot.wiring import Zeroji
from evals.benchmarks.everyday import Result, result_of
from evals.cases import Candidate, EvalCase, Gold, Kind

FAQ = """# 総務FAQ

## 名刺は何日で届きますか。

名刺は注文から5営業日で届きます。

## 駐輪場を使うにはどうすればいいですか。

総務課に申し込んでください。利用料は月500円です。
"""
CARDS, PARKING = "名刺は何日で届きますか。", "駐輪場を使うにはどうすればいいですか。"
#: Which the engine is not sure of, and offers the entry about parking for.
BICYCLE = "チャリで来たら何かお金とられる？"


@pytest.fixture
def faq(zeroji: Zeroji, tmp_path: Path) -> None:
    file = tmp_path / "総務FAQ.md"
    file.write_text(FAQ, encoding="utf-8")
    zeroji.ingest([file])


def case(question: str, heading: str = "", fact: str = "", kind: Kind = "answerable") -> EvalCase:
    gold = (Gold(file="総務FAQ.md", heading=heading),) if heading else ()
    facts = (fact,) if fact else ()
    return EvalCase(id="1", kind=kind, question=question, gold=gold, facts=facts)


@pytest.mark.parametrize(
    ("asked", "result"),
    [
        (case("名刺は何日で届きますか", CARDS, "5営業日"), "right"),
        (case("名刺は何日で届きますか", CARDS, "3営業日"), "wrong"),
        (case(BICYCLE, PARKING, "500円"), "right by a choice"),
        (case(BICYCLE, PARKING, "800円"), "wrong by a choice"),
        (case(BICYCLE, CARDS, "5営業日"), "asked in vain"),
        (case(BICYCLE, kind="unanswerable"), "asked in vain"),
        (case("社長の誕生日はいつですか", PARKING, "4月"), "handed over"),
        (case("社長の誕生日はいつですか", kind="unanswerable"), "right"),
    ],
)
def test_what_becomes_of_a_question(
    zeroji: Zeroji, faq: None, asked: EvalCase, result: Result
) -> None:
    assert result_of(zeroji, asked) == result


def test_nobody_who_means_several_things_chooses_one_of_them(zeroji: Zeroji, faq: None) -> None:
    meant = Candidate(label=PARKING, gold=(Gold(file="総務FAQ.md", heading=PARKING),), facts=())
    ambiguous = EvalCase(id="1", kind="ambiguous", question=BICYCLE, candidates=(meant,))
    assert result_of(zeroji, ambiguous) == "right"
