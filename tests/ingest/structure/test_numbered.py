"""Headings that their number tells, in the spellings of many companies."""

from __future__ import annotations

import pytest

from ingest.structure.numbered import numbered_heading, starts_piece


@pytest.mark.parametrize(
    ("line", "heading", "body"),
    [
        ("第１２条", "第１２条", ""),
        ("第 1 条（目的）", "第 1 条（目的）", ""),
        ("第　１条　この規程は、旅費を定める。", "第　１条", "この規程は、旅費を定める。"),
        ("第十二条の２（特例）　この限りでない。", "第十二条の２（特例）", "この限りでない。"),
        ("第二十三条の二　休暇", "第二十三条の二　休暇", ""),
        ("14条(特別休暇)", "14条(特別休暇)", ""),
        ("第5条　休暇", "第5条　休暇", ""),
        ("第5条：休暇", "第5条：休暇", ""),
        ("第5条 - 休暇", "第5条 - 休暇", ""),
        ("第5条休暇", "第5条休暇", ""),
        ("第5条この規程は、甲とする。", "第5条", "この規程は、甲とする。"),
        ("第5条【休暇】", "第5条【休暇】", ""),
        ("第5条〔休暇〕本文です。", "第5条〔休暇〕", "本文です。"),
        ("第1条(目的", "第1条(目的", ""),
        ("（目的）第1条　定める。", "第1条（目的）", "定める。"),
        ("(適用範囲) 第2条", "第2条(適用範囲)", ""),
        ("第10条から第15条まで　削除", "第10条から第15条まで　削除", ""),
        ("第3条　若年者の雇用", "第3条　若年者の雇用", ""),
        ("■第5条（休暇）", "第5条（休暇）", ""),
        ("【第２条　適用範囲】", "第２条　適用範囲", ""),
        ("Article 5 - Annual leave", "Article 5 - Annual leave", ""),
        ("Article V. Annual leave", "Article V. Annual leave", ""),
        ("Section 3.2 Carry-over", "Section 3.2 Carry-over", ""),
        (
            "Section 1. Scope. This policy applies to all employees.",
            "Section 1. Scope",
            "This policy applies to all employees.",
        ),
    ],
)
def test_articles(line: str, heading: str, body: str) -> None:
    found = numbered_heading(line)

    assert found is not None
    assert (found.kind in ("article", "section"), found.heading, found.body) == (
        True,
        heading,
        body,
    )


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("第2編　人事", "part"),
        ("第1章　総則", "chapter"),
        ("第1章総則", "chapter"),
        ("第１章：はじめに", "chapter"),
        ("【第３章　服務規律】", "chapter"),
        ("第1章　はじめに", "chapter"),
        ("第3節　採用", "clause group"),
        ("附　則", "appendix"),
        ("（附則）", "appendix"),
        ("附則（2025年4月1日改正）", "appendix"),
        ("別 表", "appendix"),
        ("別表第1（第12条関係）", "appendix"),
        ("別紙様式第1号", "appendix"),
        ("第3号様式（第5条関係）", "appendix"),
        ("様式3　旅費精算書", "appendix"),
        ("前　文", "preface"),
        ("改定履歴", "preface"),
        ("Chapter 2 Leave", "chapter"),
        ("Appendix A", "appendix"),
    ],
)
def test_divisions_and_appendices(line: str, kind: str) -> None:
    found = numbered_heading(line)

    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "line",
    [
        "第5条に定める休暇",
        "第5条各号に該当するとき",
        "第5条第2項の規定による。",
        "第5条（年休）の規定により",
        "（目的）第1条に定める",
        "第2章の規定による",
        "附則の定めによる。",
        "別表第2のとおり",
        "第3号に該当する者",
        "Article 5 applies to all employees.",
        "Section 5 of this policy applies.",
        "Part of the policy",
        "Scheduled leave",
    ],
)
def test_references_are_no_headings(line: str) -> None:
    assert numbered_heading(line) is None


def test_a_dated_supplement_may_begin_its_text_on_the_same_line() -> None:
    found = numbered_heading("附則（令和7年4月1日）　この規程は、令和7年4月1日から施行する。")

    assert found is not None
    assert (found.heading, found.body) == (
        "附則（令和7年4月1日）",
        "この規程は、令和7年4月1日から施行する。",
    )


@pytest.mark.parametrize("line", ["第5条（休暇）", "(1) 正社員", "２　前項のほか", "イ　課長"])
def test_pieces_begin_with_a_number(line: str) -> None:
    assert starts_piece(line)


@pytest.mark.parametrize("line", ["○○株式会社は", "e.g. taxis", "30 days after", "会社は"])
def test_other_lines_go_on(line: str) -> None:
    assert not starts_piece(line)
