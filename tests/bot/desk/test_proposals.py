from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select, update

from bot import schema, wiring
from bot.desk.places import Place
from bot.desk.proposals import Proposal
from bot.outcomes import Answer, Escalation, Exchange
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji
from knowledge.database import writing
from knowledge.embedding import Embedder
from knowledge.errors import Conflict, InvalidInput, NotAllowed, NotFound

Ticket = Callable[..., int]
Propose = Callable[..., Proposal]

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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "manuals"
    made.mkdir()
    (made / "在宅勤務規程.md").write_text(RULE, encoding="utf-8")
    (made / "経費FAQ.csv").write_bytes(FAQ.encode("cp932"))
    (made / "申請手順.html").write_text(PAGE, encoding="utf-8")
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (("質問", "回答"), ("結婚休暇は何日ですか。", "5日です。")):
        sheet.append(row)
    sheet["C9"] = "=1+1"
    book.save(made / "休暇FAQ.xlsx")
    return made


@pytest.fixture(scope="session")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a home is kept in which the folder of these tests was ingested."""
    return tmp_path_factory.mktemp("ingested")


@pytest.fixture
def zeroji(zeroji: Zeroji, folder: Path) -> Zeroji:
    assert zeroji.ingest([folder])["manuals"]["failed"] == []
    return zeroji


def manual_id(zeroji: Zeroji, title: str) -> int:
    return next(manual.id for manual in zeroji.library.manuals() if manual.title == title)


def section_hash(zeroji: Zeroji, manual: int, heading: str) -> str:
    sections = zeroji.library.sections(zeroji.library.history(manual)[-1].id)
    return next(section.hash for section in sections if heading in section.heading)
