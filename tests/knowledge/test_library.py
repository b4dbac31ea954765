"""Manuals, their revisions, and what changed between them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ingest.publishing import Publisher
from knowledge.errors import NotFound
from knowledge.library import Library, SectionChange
from knowledge.model import Document, ManualMeta
from knowledge.timeline import ALWAYS, Period
from tests.making import document, file, section

TODAY = date.today()
NEXT_YEAR = TODAY + timedelta(days=365)


def publish(publisher: Publisher, says: dict[str, str], version: int = 0, **meta: Any) -> int:
    made = publisher.publish(document(says, **meta), file(version=version), author="sato")
    return made.manual_id


def test_a_manual_is_what_its_metadata_says(publisher: Publisher, library: Library) -> None:
    meta: dict[str, Any] = {
        "kind": "rule",
        "owner": "人事部",
        "topic": "leave",
        "review_date": date(2027, 3, 31),
    }
    manual = library.manual(publish(publisher, {"目的": "定める。"}, **meta))
    assert (manual.title, manual.kind, manual.owner) == ("規程", "rule", "人事部")
    assert (manual.topic, manual.review_date) == ("leave", date(2027, 3, 31))
    assert (manual.path, manual.source) == ("manuals/規程.md", "/manuals/規程.md")


def test_manuals_are_listed_by_title(publisher: Publisher, library: Library) -> None:
    for title in ("c", "a", "b"):
        publisher.publish(document({"x": "y"}, title), file(f"{title}.md"), author="sato")
    assert [manual.title for manual in library.manuals()] == ["a", "b", "c"]


def test_retired_manuals_are_listed_on_request(publisher: Publisher, library: Library) -> None:
    publisher.retire([publish(publisher, {"目的": "定める。"})])
    assert library.manuals() == []
    (retired,) = library.manuals(include_retired=True)
    assert retired.retired_at is not None


def test_there_is_no_other_manual(library: Library) -> None:
    with pytest.raises(NotFound, match="no manual 7"):
        library.manual(7)


def test_history_tells_who_published_what_from_when(publisher: Publisher, library: Library) -> None:
    publisher.publish(document({"目的": "旧"}), file(version=1), author="sato")
    publisher.publish(document({"目的": "新"}), file(version=2), author="mori", note="修正")
    first, second = library.history(1)
    assert (first.number, first.author, first.effective_from) == (1, "sato", ALWAYS)
    assert (second.number, second.author, second.effective_from) == (2, "mori", TODAY)
    assert (first.note, second.note) == ("", "修正")
    assert first.published_at < second.published_at


def test_the_revision_on_a_day(publisher: Publisher, library: Library) -> None:
    publish(publisher, {"目的": "旧"}, 1)
    publish(publisher, {"目的": "新"}, 2, effective_from=NEXT_YEAR)
    found = [library.revision_on(1, day) for day in (TODAY, NEXT_YEAR)]
    assert [revision and revision.number for revision in found] == [1, 2]
    assert [period for period, _ in library.periods(1)] == [
        Period(ALWAYS, NEXT_YEAR),
        Period(NEXT_YEAR, None),
    ]


def test_a_diff_names_what_came_went_and_changed(publisher: Publisher, library: Library) -> None:
    publish(publisher, {"目的": "定める。", "日当": "2,000円", "旧条": "廃止する。"}, 1)
    publish(publisher, {"目的": "定める。", "日当": "3,000円", "新条": "加える。"}, 2)
    assert library.diff(1, 1, 2) == [
        SectionChange("日当", "2,000円", "3,000円"),
        SectionChange("新条", None, "加える。"),
        SectionChange("旧条", "廃止する。", None),
    ]
    assert library.diff(1, 2, 2) == []


def test_sections_of_one_heading_are_compared_together(
    publisher: Publisher, library: Library
) -> None:
    meta = ManualMeta(title="規程")
    for version, last in enumerate(("乙", "丙")):
        sections = (section("附則", "甲"), section("附則", last))
        publisher.publish(
            Document(meta=meta, sections=sections), file(version=version), author="sato"
        )
    assert library.diff(1, 1, 2) == [SectionChange("附則", "甲\n乙", "甲\n丙")]


def test_a_diff_needs_two_revisions_that_exist(publisher: Publisher, library: Library) -> None:
    publish(publisher, {"目的": "定める。"})
    with pytest.raises(NotFound, match=r"no revision 2. It has 1"):
        library.diff(1, 1, 2)


def test_sections_come_in_reading_order_with_their_pages(
    publisher: Publisher, library: Library
) -> None:
    sections = (section("い", "一", page=1), section("ろ", "二", page=3), section("は", "三"))
    made = Document(meta=ManualMeta(title="規程"), sections=sections, warnings=("うすい。",))
    publisher.publish(made, file(), author="sato")
    assert tuple(library.sections(1)) == sections
    assert library.warnings(1) == ["うすい。"]


def test_a_section_has_other_pages_in_another_revision(
    publisher: Publisher, library: Library
) -> None:
    stays, moved = section("目的", "定める。", page=1), section("目的", "定める。", page=2)
    before = Document(meta=ManualMeta(title="規程"), sections=(stays,))
    after = replace(before, sections=(section("前文", "はじめに", page=1), moved))
    publisher.publish(before, file(version=1), author="sato")
    publisher.publish(after, file(version=2), author="sato")
    places = [(revision.id, stays.hash) for revision in library.history(1)]
    found = library.sections_at(places)
    assert [found[place].page for place in places] == [1, 2]


def test_of_a_section_that_stands_twice_the_first_counts(
    publisher: Publisher, library: Library
) -> None:
    twice = (section("目的", "定める。", page=1), section("目的", "定める。", page=7))
    made = Document(meta=ManualMeta(title="規程"), sections=twice)
    publisher.publish(made, file(), author="sato")
    assert [s.page for s in library.sections_at([(1, twice[0].hash)]).values()] == [1]
    assert library.sections_at([]) == {}


def test_manuals_and_chunks_are_counted(publisher: Publisher, library: Library) -> None:
    assert library.count() == (0, 0)
    publish(publisher, {"目的": "定める。", "日当": "3,000円"})
    assert library.count() == (1, 2)


def test_all_sections_of_revisions_are_read_together(
    publisher: Publisher, library: Library
) -> None:
    moved = [section("第1条", "日当は3,000円とする。", page=page) for page in (1, 2)]
    twice = Document(
        meta=ManualMeta(title="規程"),
        sections=(moved[0], section("第2条", "宿泊費", page=1), moved[1]),
    )
    publisher.publish(twice, file(version=1), author="sato")
    publisher.publish(document({"他": "別の規程"}, "他"), file("b.md"), author="sato")
    found = library.sections_in({1})
    assert set(found) == {(1, one.hash) for one in twice.sections}
    # Of one that stands there twice it is the first.
    assert found[1, moved[0].hash] == moved[0]
    assert library.sections_in({1, 2}).keys() > found.keys()
