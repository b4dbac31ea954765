"""Manuals for pages that have something to show: changed, retired, broken, closed to most."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from bot.wiring import Zeroji
from tests.bot.web.full_people import EVERYTHING, Say

_TABLE = ("質問", "回答", "担当部署")
_RULE = """---
title: {title}
kind: rule
owner: {owner}
topic: {topic}
effective_from: {since}
review_date: 2025-04-01
---
# 第2章 勤務

## 第5条（日数）{heading}

在宅勤務は、1週間につき{days}日までとする。

{body}

## 第6条（手当）

在宅勤務手当は、次の表のとおりとする。

| 区分 | 金額 |
| --- | --- |
| 1日 | 250円 |
| 月の上限 | 5,000円 |
"""
_CLOSED = """---
title: {title}
audience: {audience}
---
# 評価

在宅勤務手当は1日につき300円とする。{body}
"""


def add_manuals(zeroji: Zeroji, folder: Path, say: Say) -> tuple[tuple[str, ...], int]:
    """The runs that published the manuals, and a manual that was retired."""
    folder.mkdir()
    (folder / "経費FAQ.csv").write_text(_faq(say), encoding="utf-8")
    rule = _rule(say)
    (folder / "在宅勤務規程.md").write_text(rule, encoding="utf-8")
    closed = _CLOSED.format(
        title=json.dumps(say("title", "管理職向け通達", 150), ensure_ascii=False),
        audience="managers",
        body=say("body", "", 2_000),
    )
    (folder / "通達.md").write_text(closed, encoding="utf-8")
    (folder / "手当一覧.csv").write_text(_allowances(say), encoding="utf-8")
    name = say("file name", "災害時の手引", 60)
    (folder / f"{name}.txt").write_text(
        f"災害時の行動\n\n{say('body', '地震のときは机の下に入る。', 12_000)}\n", encoding="utf-8"
    )
    (folder / f"壊れた{name}.docx").write_bytes(b"no archive")
    (folder / "古い案内.md").write_text("# 古い案内\n\n売店は閉店しました。\n", encoding="utf-8")
    first = zeroji.runs.start([folder], author=EVERYTHING)
    changed = rule.replace("3日まで", "4日まで").replace(_SINCE, "2024-06-01")
    (folder / "在宅勤務規程.md").write_text(changed, encoding="utf-8")
    second = zeroji.runs.start([folder / "在宅勤務規程.md"], author=EVERYTHING)
    (old,) = [manual for manual in zeroji.library.manuals() if manual.title == "古い案内"]
    zeroji.publisher.retire([old.id])
    missing = zeroji.runs.start([folder / f"無い{name}.md"], author=EVERYTHING)
    return (first, second, missing), old.id


_SINCE = "2024-04-01"


def _rule(say: Say) -> str:
    def quoted(kind: str, text: str) -> str:
        return json.dumps(say(kind, text, 150), ensure_ascii=False)

    return _RULE.format(
        title=quoted("title", "在宅勤務規程"),
        owner=quoted("owner", "人事部"),
        topic=quoted("topic", "勤務"),
        since=_SINCE,
        days=3,
        heading=say("heading", "", 150),
        body=say("body", "", 4_000),
    )


def _faq(say: Say) -> str:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(_TABLE)
    owner = say("owner", "経理部", 60)
    rows.writerow(
        ("タクシー代は精算できますか。", f"終電後は精算できます。{say('answer', '', 600)}", owner)
    )
    for number in range(1, 25):
        question = say("question", f"申請書{number}号の提出先はどこですか。", 200)
        rows.writerow((question, say("answer", f"{number}番窓口です。", 600), owner))
    return out.getvalue()


def _allowances(say: Say) -> str:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow((say("column", "区分", 60), say("column", "金額", 60), "備考"))
    for level in range(1, 6):
        rows.writerow((f"{level}級", f"{level},000円", say("cell", "本人", 200)))
    return out.getvalue()
