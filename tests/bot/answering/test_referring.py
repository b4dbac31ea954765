"""Whom the manuals say one may turn to, beside the kind text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.outcomes import Question, Refusal
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji

CONTACTS = """# 社内のご案内

## お問い合わせ先

| 内容 | 担当 | 内線 |
| --- | --- | --- |
| 経費、旅費、法人カード | 経理部経費担当 | 2200 |
| 給与、勤怠、社会保険 | 人事部労務課 | 2101 |
| 法令違反、ハラスメントなどの相談・通報 | コンプライアンス相談窓口 | 2999 |
"""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zeroji]:
    folder = tmp_path_factory.mktemp("manuals")
    (folder / "社内のご案内.md").write_text(CONTACTS, encoding="utf-8")
    chosen: dict[str, Any] = {"home": tmp_path_factory.mktemp("home"), "_env_file": None}
    with open_zeroji(Settings(**chosen)) as zeroji:
        zeroji.ingest([folder])
        yield zeroji


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("私の給与の手取りはどう計算されますか", ["人事部労務課"]),
        ("上司からパワハラを受けています", ["コンプライアンス相談窓口"]),
        ("会社に解雇されそうです", []),
    ],
)
def test_a_contact_is_named_only_for_the_matter_that_it_is_for(
    company: Zeroji, question: str, named: list[str]
) -> None:
    outcome = company.engine.ask(Question(text=question, asker="shain")).outcome
    assert isinstance(outcome, Refusal)
    quoted = " ".join(citation.quote for citation in outcome.citations)
    desks = ["経理部経費担当", "人事部労務課", "コンプライアンス相談窓口"]
    assert [desk for desk in desks if desk in quoted] == named
