"""``zeroji manuals check``: what content owners must fix, as a table and as JSON."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.wiring import open_zeroji
from tests.bot.cli.conftest import Run

OFFICE = """---
title: 事務所規程
kind: rule
owner: 総務部
effective_from: 2024-04-01
review_date: 2025-04-01
---
## 第1条（鍵）

鍵の扱いは、在宅勤務規程第9条による。

## 第2条（備品）

備品の扱いは、備品管理規程に定める。
"""

TRAVEL = """---
title: 出張旅費規程
kind: rule
---
## 第4条（日当）

国内出張の日当は、1日につき2,500円とする。
"""
GUIDE = """---
title: 出張の手引き
---
## 国内出張の日当

国内出張の日当は、1日につき2,200円です。
"""

RETURNING = """---
title: 就業規則
kind: rule
owner: 人事部
---
## 第10条（復職）

復職の後3か月間は、時間外労働、夜勤及び出張を命じない。
"""
RETURNING_GUIDE = """---
title: 復職の手引き
owner: 人事部
---
## 育児休業から戻る方へ

復職の日から2か月間は、本人が申し出たときは、時間外労働をさせません。
"""


@pytest.fixture
def faulty(run: Run, tmp_path: Path) -> Run:
    """The command on a home with a manual of which three things are wrong."""
    (tmp_path / "事務所規程.md").write_text(OFFICE, encoding="utf-8")
    assert run("ingest", tmp_path / "事務所規程.md").code == 0
    return run


def test_nothing_to_put_right(run: Run) -> None:
    ran = run("manuals", "check")
    assert (ran.code, ran.out) == (0, "0 findings.\n")
    assert run("manuals", "check", "--json").json == {"findings": [], "counts": {}, "dismissed": []}


def test_findings_are_printed_by_manual_with_both_places_and_counted(faulty: Run) -> None:
    ran = faulty("manuals", "check", "--owner", "総務部")

    assert ran.code == 1
    lines = ran.out.splitlines()
    assert lines[0].startswith("事務所規程 (ID ")
    assert lines[0].endswith(", 総務部)")
    assert lines[1].startswith("  [broken_reference] It refers to 第9条 of 在宅勤務規程")
    assert lines[2] == "    事務所規程 ＞ 第1条（鍵）"
    assert lines[3] == "      「鍵の扱いは、在宅勤務規程第9条による。」"
    assert "[review_overdue] Its review was due on 2025-04-01" in ran.out
    counts = [line.split() for line in lines[lines.index("KIND              FINDINGS") + 1 :]]
    assert counts[:2] == [["broken_reference", "2"], ["review_overdue", "1"]]
    assert lines[-1] == "3 findings."


def test_json_holds_findings_with_their_places_and_counts(faulty: Run) -> None:
    ran = faulty("manuals", "check", "--kind", "broken_reference", "--json")

    assert (ran.code, ran.err) == (1, "")
    assert ran.json["counts"] == {"broken_reference": 2}
    first = ran.json["findings"][0]
    assert first.keys() == {"kind", "text", "ja", "places", "is_sure"}
    here, there = first["places"]
    assert here == {
        "manual_id": here["manual_id"],
        "manual": "事務所規程",
        "owner": "総務部",
        "section": "第1条（鍵）",
        "page": None,
        "quote": "鍵の扱いは、在宅勤務規程第9条による。",
        "section_hash": here["section_hash"],
    }
    assert there["manual"] == "在宅勤務規程"


def test_only_what_concerns_a_manual(faulty: Run) -> None:
    listed = faulty("manuals", "list", "--json").json["manuals"]
    ids = {manual["title"]: manual["id"] for manual in listed}

    found = faulty("manuals", "check", "--manual", ids["在宅勤務規程"], "--json").json["findings"]
    assert {finding["kind"] for finding in found} == {"broken_reference", "no_owner"}
    assert all(
        ids["在宅勤務規程"] in [place["manual_id"] for place in finding["places"]]
        for finding in found
    )


def test_what_was_put_aside_is_left_out_and_shown_with_all(
    run: Run, home: Path, tmp_path: Path
) -> None:
    for name, text in (("規程", TRAVEL), ("手引き", GUIDE)):
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
        assert run("ingest", tmp_path / f"{name}.md").code == 0
    arguments = ("manuals", "check", "--kind", "contradiction")
    assert run(*arguments).out.endswith("1 findings.\n")
    with open_zeroji(Settings(home=home)) as zeroji:
        (found,) = zeroji.contradictions.begin(date.today()).result(60)
        zeroji.dismissals.dismiss(found, "case", "日帰りの額", "sato")

    ran = run(*arguments)
    assert (ran.code, ran.out) == (0, "0 findings.\n1 put aside; --all shows them.\n")
    shown = run(*arguments, "--all")
    assert shown.code == 0
    assert "Put aside by sato on " in shown.out
    assert "(case: 日帰りの額)\n  [contradiction] 「日当」" in shown.out
    assert "「国内出張の日当は、1日につき2,200円です。」" in shown.out
    (one,) = run(*arguments, "--json").json["dismissed"]
    assert (one["by"], one["reason"], one["note"]) == ("sato", "case", "日帰りの額")
    assert one["finding"]["kind"] == "contradiction"


def test_as_of_another_day(faulty: Run) -> None:
    before = faulty("manuals", "check", "--owner", "総務部", "--on", "2025-04-01", "--json").json
    assert before["counts"] == {"broken_reference": 2}
    earlier = faulty("manuals", "check", "--owner", "総務部", "--on", "2023-04-01", "--json")
    assert earlier.code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--manual", "404"], "There is no manual 404"),
        (["--owner", "法務部"], "No manual has the owner '法務部'. Owners are 総務部."),
        (["--kind", "typo"], "There are no findings of the kind 'typo'"),
        (["--on", "tomorrow"], "'tomorrow' is not a date"),
    ],
)
def test_what_there_is_not_is_refused(faulty: Run, arguments: list[str], says: str) -> None:
    ran = faulty("manuals", "check", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err


def test_what_is_doubtful_is_listed_where_everything_is_wanted(run: Run, tmp_path: Path) -> None:
    for name, text in (("就業規則", RETURNING), ("復職の手引き", RETURNING_GUIDE)):
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
        assert run("ingest", tmp_path / f"{name}.md").code == 0

    ran = run("manuals", "check", "--kind", "contradiction")
    everything = run("manuals", "check", "--kind", "contradiction", "--all")

    assert (ran.code, ran.out) == (0, "0 findings.\n1 doubtful; --all shows them.\n")
    assert everything.code == 0
    assert "Doubtful" in everything.out
    assert "3か月間" in everything.out
    assert everything.out.count("復職の手引き") == 2
