from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.gaps.gaps import Gaps
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji
from tests.bot.gaps.asking import Asking

RULE = """---
title: 在宅勤務規程
owner: 人事部
---
## 第5条（日数）

在宅勤務は、1週間につき3日までとする。
"""
SECRET = """---
title: 管理職向け通達
owner: 役員室
audience: managers
---
## 第1条（原資）

昇給の原資は部門ごとに決める。
"""


@pytest.fixture
def zeroji(tmp_path: Path) -> Iterator[Zeroji]:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "在宅勤務規程.md").write_text(RULE, encoding="utf-8")
    (documents / "管理職向け通達.md").write_text(SECRET, encoding="utf-8")
    with open_zeroji(Settings(home=tmp_path / "home")) as opened:
        opened.ingest([documents])
        yield opened


@pytest.fixture
def asking(zeroji: Zeroji) -> Asking:
    return Asking(zeroji.database)


@pytest.fixture
def gaps(zeroji: Zeroji) -> Gaps:
    return Gaps(zeroji.database, zeroji.library, zeroji.embedders.serving)
