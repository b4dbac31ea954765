"""Places in files, whatever their format."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.patching import Place, PlaceNotFound, patch, patchable, text_at
from ingest.patching.places import same_text

FAQ = "質問,回答\nいつ？,明日\n"


@pytest.mark.parametrize("name", ["a.md", "a.MARKDOWN", "a.csv", "a.tsv", "a.XLSX", "a.docx"])
def test_formats_that_can_be_changed_in_place(name: str) -> None:
    assert patchable(Path(name))


@pytest.mark.parametrize("name", ["a.doc", "a.pdf", "a.html", "a.xls", "a"])
def test_formats_that_cannot(name: str) -> None:
    assert not patchable(Path(name))


def test_the_text_at_a_place(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(FAQ, encoding="utf-8")
    assert text_at(path, Place(heading_path=("いつ？",))) == "明日"
    assert text_at(path, Place(heading_path=("なぜ？",), new=True)) == ""
    with pytest.raises(PlaceNotFound, match="no row with the question 「なぜ？」"):
        text_at(path, Place(heading_path=("なぜ？",)))


def test_line_ends_of_a_form_are_no_part_of_the_text() -> None:
    place = Place(heading_path=("いつ？",))
    patched = patch(Path("a.csv"), FAQ.encode(), place, "今日\r\n明日")
    assert patched.decode() == '質問,回答\nいつ？,"今日\n明日"\n'


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第１条（目的）", "第1条(目的)"),
        ("第1条 目的", "第1条　目的"),
        ("**日当**", "日当"),
        ("いつ\nですか？", "いつですか?"),
    ],
)
def test_headings_are_the_same_whatever_their_width_and_spaces(one: str, other: str) -> None:
    assert same_text(one, other)


def test_other_headings_are_not() -> None:
    assert not same_text("第1条", "第11条")
