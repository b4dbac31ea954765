from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import wiring
from bot.desk.proposal import Proposal
from bot.outcomes import Escalation, Question
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji
from knowledge.embedding import Embedder

RULE = """---
title: 在宅勤務規程
kind: rule
---
# 第2章 勤務

## 第5条（日数）

在宅勤務は、1週間につき3日までとする。

## 第6条（通信費）

通信費は、月額500円を会社が負担する。

## 第7条（場所）

在宅勤務の場所は自宅とする。
"""
FAQ = (
    "質問,回答,担当部署\r\n"
    "領収書をなくしたときはどうすればよいですか。,支払証明書に理由を書いてください。,経理部\r\n"
    "タクシー代は精算できますか。,終電後は精算できます。,経理部\r\n"
)
SECRET = "---\ntitle: 管理職向け通達\naudience: managers\n---\n# 昇給\n\n昇給の原資は2.5%とする。\n"
CASES = (
    '{"id": "H1", "kind": "answerable", "question": "在宅勤務は週に何日までできますか。", '
    '"gold": [{"file": "在宅勤務規程.md", "heading": "第5条（日数）"}], "facts": ["3日"]}\n'
    '{"id": "F1", "kind": "answerable", "question": "タクシー代は精算できますか。", '
    '"gold": [{"file": "経費FAQ.csv", "heading": "タクシー代は精算できますか。"}]}\n'
)


@pytest.fixture
def manuals(tmp_path: Path) -> Path:
    made = tmp_path / "manuals"
    made.mkdir()
    (made / "在宅勤務規程.md").write_text(RULE, encoding="utf-8")
    (made / "経費FAQ.csv").write_text(FAQ, encoding="utf-8")
    (made / "管理職向け通達.md").write_text(SECRET, encoding="utf-8")
    return made


@pytest.fixture
def zeroji(
    tmp_path: Path, manuals: Path, builtin: Embedder, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Zeroji]:
    monkeypatch.setattr(wiring, "embedder", lambda name, access: builtin)
    cases = tmp_path / "cases.jsonl"
    cases.write_text(CASES, encoding="utf-8")
    chosen: dict[str, Any] = {"home": tmp_path / "home", "_env_file": None}
    with open_zeroji(Settings(eval_cases=(cases,), **chosen)) as opened:
        assert opened.ingest([manuals])["manuals"]["failed"] == []
        yield opened


@pytest.fixture
def propose(zeroji: Zeroji) -> Callable[..., Proposal]:
    """Proposes a text for a section, or for a new entry where its question is given."""

    def make(title: str, heading: str | None, after: str, **more: Any) -> Proposal:
        manual = next(m for m in zeroji.library.manuals() if m.title == title)
        sections = zeroji.library.sections(zeroji.library.history(manual.id)[-1].id)
        place = next((s.hash for s in sections if heading and heading in s.heading), None)
        ticket = more.pop("ticket", None)
        return zeroji.proposals.create(ticket, (manual.id, place), after, "sato", **more)

    return make


@pytest.fixture
def replied(zeroji: Zeroji) -> Callable[..., int]:
    """The ticket of a question that no manual answers and sato has replied to."""

    def make(question: str, reply: str, *others: str) -> int:
        first = zeroji.engine.ask(Question(text=question, asker="shain")).outcome
        assert isinstance(first, Escalation)
        zeroji.desk.reply(first.ticket, "sato", reply)
        return first.ticket

    return make
