"""How a manual is changed, and what stands at its places."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.desk import places
from bot.wiring import Zeroji
from knowledge.errors import Conflict, NotFound
from tests.bot.desk.proposals.states import checked
from tests.making import document, file

URL = "https://wiki.example.co.jp/faq.csv"


@pytest.fixture
def web_page(zeroji: Zeroji) -> int:
    """A FAQ from a URL whose format could be changed if it were a file."""
    source = replace(file(), path=URL, source=URL)
    faq = document({"駐輪場はどこですか": "地下1階です。"}, title="総務FAQ", kind="faq")
    return zeroji.publisher.publish(faq, source, author="sato").manual_id


@pytest.fixture
def rule(zeroji: Zeroji, tmp_path: Path) -> Path:
    path = tmp_path / "旅費規程.md"
    path.write_text("# 旅費規程\n\n## 第1条（日当）\n\n2,000円とする。\n", encoding="utf-8")
    zeroji.ingest([path])
    return path


def section_of(zeroji: Zeroji, manual_id: int) -> str:
    return zeroji.library.sections(zeroji.library.history(manual_id)[-1].id)[0].hash


@pytest.mark.parametrize(
    ("source", "how"),
    [
        ("/a/規程.md", "in_place"),
        ("/a/規程.CSV", "in_place"),
        ("/a/規程.xlsx", "in_place"),
        ("/a/規程.DOCX", "tracked"),
        ("/a/規程.pdf", "addendum"),
        ("/a/規程.html", "addendum"),
        ("/a/規程.pptx", "addendum"),
        (URL, "addendum"),
    ],
)
def test_how_a_manual_is_changed(source: str, how: str) -> None:
    assert places.how_of(source) == how


def test_a_web_page_gets_an_addendum(zeroji: Zeroji, web_page: int) -> None:
    place = places.place_at(zeroji.library, web_page, section_of(zeroji, web_page))
    assert (place.how, place.patchable, place.before) == ("addendum", True, "地下1階です。")
    assert places.place_at(zeroji.library, web_page, None).patchable


def test_a_section_is_shown_as_it_stands_in_the_file(zeroji: Zeroji, rule: Path) -> None:
    (manual,) = zeroji.library.manuals()
    rule.write_text(rule.read_text(encoding="utf-8").replace("2,000", "2,500"), encoding="utf-8")
    place = places.place_at(zeroji.library, manual.id, section_of(zeroji, manual.id))
    assert (place.before, place.why) == ("2,500円とする。", "chosen")


def test_a_file_that_is_gone_is_no_place(zeroji: Zeroji, rule: Path) -> None:
    (manual,) = zeroji.library.manuals()
    rule.unlink()
    place = places.place_at(zeroji.library, manual.id, section_of(zeroji, manual.id))
    assert not place.patchable
    assert place.why_not is not None
    assert place.why_not.text("ja").startswith("旅費規程.md が見つかりません。")


def test_a_section_that_left_the_file_is_no_place(zeroji: Zeroji, rule: Path) -> None:
    (manual,) = zeroji.library.manuals()
    rule.write_text("# 旅費規程\n\n## 第2条\n\n略\n", encoding="utf-8")
    place = places.place_at(zeroji.library, manual.id, section_of(zeroji, manual.id))
    assert not place.patchable


def test_a_section_of_an_earlier_revision_is_no_place(zeroji: Zeroji, rule: Path) -> None:
    (manual,) = zeroji.library.manuals()
    with pytest.raises(Conflict, match="no longer has that section"):
        places.place_at(zeroji.library, manual.id, "0" * 32)
    with pytest.raises(NotFound):
        places.place_at(zeroji.library, 99, None)


@pytest.mark.parametrize("name", ["日当.csv", "日当.xlsx"])
def test_a_plain_table_is_changed_by_rows_or_gets_an_addendum(
    zeroji: Zeroji, tmp_path: Path, name: str
) -> None:
    path, rows = tmp_path / name, [["役職", "日当"], ["部長", "3,000円"], ["一般", "2,000円"]]
    if path.suffix == ".csv":
        path.write_text("\n".join(",".join(f'"{c}"' for c in row) for row in rows), "utf-8")
    else:
        book = Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        book.save(path)
    zeroji.ingest([path])
    (manual,) = zeroji.library.manuals()
    before = path.read_bytes()
    place = places.place_at(zeroji.library, manual.id, section_of(zeroji, manual.id))
    assert (place.how, place.patchable) == ("row", True)
    assert place.target is not None and place.target.file == name
    assert [row.values for row in place.rows] == rows[1:]
    assert places.place_at(zeroji.library, manual.id, None).how == "addendum"
    chosen = (manual.id, place.section_hash)
    made = zeroji.proposals.create(None, chosen, "課長は2,500円です。", "sato")
    checked(zeroji, made)
    assert zeroji.proposals.approve(made.id, "mori").status == "published"
    assert path.read_bytes() == before
    assert any("課長は2,500円" in p.read_text("utf-8") for p in zeroji.settings.addenda.iterdir())


def test_an_entry_of_a_table_that_is_a_faq_is_changed_in_place(
    zeroji: Zeroji, tmp_path: Path
) -> None:
    path = tmp_path / "FAQ.csv"
    path.write_text("質問,回答\n駐輪場は？,地下です。\n", "utf-8")
    zeroji.ingest([path])
    (manual,) = zeroji.library.manuals()
    place = places.place_at(zeroji.library, manual.id, section_of(zeroji, manual.id))
    assert (place.how, place.before) == ("in_place", "地下です。")
    assert places.place_at(zeroji.library, manual.id, None).how == "in_place"


def test_a_table_of_more_rows_than_a_page_offers_gets_an_addendum(
    zeroji: Zeroji, tmp_path: Path
) -> None:
    path = tmp_path / "単価.csv"
    lines = ["品番,単価", *(f"A{number},{number}" for number in range(501))]
    path.write_text("\n".join(lines), "utf-8")
    zeroji.ingest([path])
    (manual,) = zeroji.library.manuals()

    place = places.place_at(zeroji.library, manual.id, section_of(zeroji, manual.id))

    assert (place.how, place.rows) == ("addendum", ())
