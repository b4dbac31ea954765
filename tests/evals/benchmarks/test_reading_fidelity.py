"""The command that measures how much of a document's structure each reader recovers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from evals.benchmarks.fidelity.manuscript import Heading, Manuscript, Paragraph, Table
from evals.benchmarks.fidelity.normal_form import paragraph
from evals.benchmarks.fidelity.scoring import Tally, Tolerance, score
from evals.benchmarks.fidelity.sources import manuscript, manuscripts
from evals.benchmarks.fidelity.truth import expected_sections, reading_text
from evals.benchmarks.reading_fidelity import main
from knowledge.model import Block, Document, ManualMeta, Section

MARKDOWN = """# 旅費規程

## 第1章　総則

### 第1条　目的

1. 旅費を定める。
    * **国内**の出張
<!-- 下書き -->

### 第2条　日当

次のとおりとする。
<table>
<tr><th>区分</th><th colspan="2">額</th></tr>
<tr><td rowspan="2">役員</td><td>日帰り</td><td>4,000円</td></tr>
<tr><td>宿泊</td><td>6,000円</td></tr>
</table>

## 附則

この規程は、4月1日から施行する。
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "旅費規程.md"
    path.write_text(MARKDOWN, encoding="utf-8")
    return path


def _document(*sections: tuple[tuple[str, ...], list[Block]]) -> Document:
    return Document(
        meta=ManualMeta(title="旅費規程"),
        sections=tuple(Section(heading_path=p, blocks=tuple(b)) for p, b in sections),
    )


def _text(text: str) -> Block:
    return Block(kind="text", text=text)


def test_markdown_becomes_pieces(source: Path) -> None:
    read = manuscript(source)

    assert read.title == "旅費規程"
    assert read.pieces == (
        Heading(text="第1章　総則", level=2),
        Heading(text="第1条　目的", level=3),
        Paragraph(text="旅費を定める。", marker="1", depth=1),
        Paragraph(text="国内の出張", marker="・", depth=2),
        Heading(text="第2条　日当", level=3),
        Paragraph(text="次のとおりとする。"),
        Table(
            rows=(("区分", "額", "<"), ("役員", "日帰り", "4,000円"), ("^", "宿泊", "6,000円")),
            header_rows=1,
        ),
        Heading(text="附則", level=2),
        Paragraph(text="この規程は、4月1日から施行する。"),
    )


def test_texts_of_the_sample_company_become_pieces(tmp_path: Path) -> None:
    path = tmp_path / "旅費規程.txt"
    path.write_text(
        "---\nheader: 社名\n---\n% 旅費規程\n\n> 経理部\n# 第１章　総則\n## 第１条（目的）\n\n"
        "旅費を**定める**。\n２　額は次のとおり。\n{widths 30 70}\n| 役職 | 額 |\n|---|---|\n"
        "| 部長 | 3,000円 |\n３　前項による。\n",
        encoding="utf-8",
    )
    read = manuscript(path)

    assert read.title == "旅費規程"
    assert read.pieces == (
        Paragraph(text="経理部"),
        Heading(text="第１章　総則", level=2),
        Heading(text="第１条（目的）", level=3),
        Paragraph(text="旅費を定める。"),
        Paragraph(text="２　額は次のとおり。", depth=1),
        Table(rows=(("役職", "額"), ("部長", "3,000円")), header_rows=1),
        Paragraph(text="３　前項による。", depth=1),
    )


def test_a_folder_without_manuals_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="No \\.md or \\.txt manual"):
        manuscripts([tmp_path])


def test_the_truth_names_each_cell_by_its_column(source: Path) -> None:
    chapter, allowance, supplement = expected_sections(manuscript(source))

    assert chapter.path == ("第1章　総則", "第1条　目的")
    assert chapter.paragraphs == ("1. 旅費を定める。", "・国内の出張")
    assert allowance.rows == (
        "区分: 役員 / 額: 日帰り / 額: 4,000円",
        "区分: 役員 / 額: 宿泊 / 額: 6,000円",
    )
    assert supplement.path == ("附則",)
    assert not supplement.is_article


def test_a_manuscript_is_shortened_at_a_heading() -> None:
    pieces = (
        Heading(text="第1条", level=1),
        Paragraph(text="あ" * 100),
        Heading(text="第2条", level=1),
        Paragraph(text="い" * 100),
    )
    long = Manuscript(name="規程", title="規程", pieces=pieces)

    assert long.shortened(50).pieces == pieces[:2]
    assert long.shortened(500) == long


def test_what_is_read_as_written_scores_in_full(source: Path) -> None:
    document = _document(
        (("第1章　総則", "第１条　目的"), [_text("1. 旅費を定める。"), _text("・国内の出張")]),
        (
            ("第1章　総則", "第2条　日当"),
            [
                _text("次のとおりとする。"),
                Block(kind="row", text="区分: 役員 / 額: 日帰り / 額: 4,000円"),
                Block(kind="row", text="区分: 役員 / 額: 宿泊 / 額: 6,000円"),
            ],
        ),
        (("附則",), [_text("この規程は、4月1日から施行する。")]),
    )
    written = manuscript(source)
    result = score(expected_sections(written), reading_text(written), document, Tolerance())

    assert result.articles == Tally(count=2, of=2)
    assert result.sections == result.nesting == Tally(count=3, of=3)
    assert result.rows == Tally(count=2, of=2)
    assert result.errors.count == 0
    assert result.misses == ()


def test_the_number_of_a_paragraph_counts_but_not_its_look() -> None:
    assert (
        paragraph("１　旅費")
        == paragraph("(1) 旅費")
        == paragraph("1.旅費")
        != paragraph("2. 旅費")
    )
    assert paragraph("10日以内") != paragraph("1. 0日以内")
    assert paragraph("・経路・方法") == paragraph("経路・方法") != paragraph("経路方法")


def test_what_is_lost_moved_or_mixed_up_is_missed(source: Path) -> None:
    document = _document(
        (
            ("第1条　目的",),
            [
                _text("1. 旅費を定める。"),
                _text("・国内の出張"),
                _text("第2条 日当"),
                Block(kind="row", text="区分: 役員 / 額: 4,000円"),
            ],
        ),
        (("附則",), [_text("この規程は、4月1日から施行する。")]),
    )
    written = manuscript(source)
    result = score(expected_sections(written), reading_text(written), document, Tolerance())

    assert result.articles == Tally(count=0, of=2)
    assert result.sections == Tally(count=1, of=3)
    assert result.nesting == Tally(count=1, of=2)
    assert result.rows == Tally(count=0, of=2)
    assert result.errors.count > 0
    assert any("not found" in miss for miss in result.misses)


def test_ocr_may_err_in_letters_but_not_in_numbers(source: Path) -> None:
    tolerance = Tolerance(heading=0.7, text=0.8)
    written = manuscript(source)
    for heading, found in (("第1条　日的", 1), ("第7条　目的", 0)):
        blocks = [_text("1. 旅費を定める。"), _text("・国内の出張")]
        document = _document((("第1章　総則", heading), blocks))
        result = score(expected_sections(written)[:1], reading_text(written), document, tolerance)
        assert result.articles.count == found


def _run(*arguments: str) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(main)
    result = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "200"})
    return result.exit_code, result.stdout if result.exit_code == 0 else result.output


def test_the_command_converts_reads_and_scores(source: Path, tmp_path: Path) -> None:
    code, output = _run(
        str(source), "--formats", "md,docx,docx-plain", "--work", str(tmp_path / "w"), "--json"
    )
    report = json.loads(output)

    assert code == 0
    for format_ in ("md", "docx", "docx-plain"):
        assert report[format_]["articles"] == {"count": 2, "of": 2, "share": 1.0}
        assert report[format_]["rows"]["share"] == 1.0
        assert report[format_]["documents"]["旅費規程"]["misses"] == []


def test_an_unknown_format_is_refused(source: Path) -> None:
    code, output = _run(str(source), "--formats", "docx,odt")

    assert code == 2
    assert "odt" in output
