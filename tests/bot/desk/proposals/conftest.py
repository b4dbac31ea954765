"""A Zeroji whose manuals may be changed: in Markdown, CSV (cp932), XLSX and HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from bot import wiring
from bot.outcomes import Exchange
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
PAGE = "<html><body><h1>申請手順</h1><h2>名刺の申請</h2><p>総務課へ。</p></body></html>"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("manuals")
    (made / "在宅勤務規程.md").write_text(RULE, encoding="utf-8")
    (made / "経費FAQ.csv").write_bytes(FAQ.encode("cp932"))
    (made / "申請手順.html").write_text(PAGE, encoding="utf-8")
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (("質問", "回答"), ("結婚休暇は何日ですか。", "5日です。")):
        sheet.append(row)
    sheet["E9"] = "=1+1"
    book.save(made / "休暇FAQ.xlsx")
    return made


@pytest.fixture(scope="module")
def zeroji(
    tmp_path_factory: pytest.TempPathFactory, folder: Path, builtin: Embedder
) -> Iterator[Zeroji]:
    chosen: dict[str, Any] = {"home": tmp_path_factory.mktemp("home"), "_env_file": None}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(wiring, "embedder", lambda name, access: builtin)
        with open_zeroji(Settings(max_file_mb=1, **chosen)) as opened:
            assert opened.ingest([folder])["manuals"]["failed"] == []
            yield opened


@pytest.fixture
def place(zeroji: Zeroji) -> Callable[..., tuple[int, str | None]]:
    """The place of a section, or of a new entry, in a manual."""

    def find(title: str, heading: str | None = None) -> tuple[int, str | None]:
        manual = next(m for m in zeroji.library.manuals() if m.title == title)
        if heading is None:
            return manual.id, None
        sections = zeroji.library.sections(zeroji.library.history(manual.id)[-1].id)
        return manual.id, next(s.hash for s in sections if heading in s.heading)

    return find


@pytest.fixture
def answered(zeroji: Zeroji, ask: Callable[..., Exchange]) -> Callable[..., int]:
    """The ticket of a question to which sato has replied, whatever the manuals say to it."""

    def reply_to(question: str, text: str = "総務課へどうぞ。") -> int:
        number = zeroji.desk.ask_a_person(ask(question).id, "shain").id
        zeroji.desk.reply(number, "sato", text)
        return number

    return reply_to
