"""Dates of effect: days on which nothing is in force, or two things are."""

from __future__ import annotations

from datetime import date, timedelta

from tests.ingest.checking.conftest import TODAY, Find, Publish

SAYS = {"第1条（日当）": "日当は2,000円とする。"}
MORE = {"第1条（日当）": "日当は3,000円とする。"}
MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
DAY = timedelta(days=1)


def test_days_between_two_revisions_are_a_gap(publish: Publish, find: Find) -> None:
    publish("旅費規程", SAYS, effective_from=MAY, effective_until=date(2026, 5, 30))
    publish("通知", MORE, effective_from=JUNE, revises="旅費規程")

    (finding,) = find("effective_gap")
    assert "No revision is in force from 2026-05-31 to 2026-05-31" in finding.text
    assert "2026-05-31 に直してください" in finding.ja
    assert finding.places[0].manual == "旅費規程"


def test_one_revision_after_the_other_is_none(publish: Publish, find: Find) -> None:
    publish("旅費規程", SAYS, effective_from=MAY, effective_until=JUNE - DAY)
    publish("通知", MORE, effective_from=JUNE, revises="旅費規程")
    assert find() == []


def test_a_manual_that_ends_is_told_of_a_month_before(publish: Publish, find: Find) -> None:
    end = TODAY + timedelta(days=90)
    publish("旅費規程", SAYS, effective_until=end)

    assert find("effective_gap") == []
    (before,) = find("effective_gap", end - timedelta(days=30))
    assert f"It ends on {end}" in before.text
    assert "It ends on" in find("effective_gap", end)[0].text
    (after,) = find("effective_gap", end + DAY)
    assert f"It ended on {end}" in after.text
    assert "効力が終わりましたが" in after.ja


def test_a_revision_that_is_yet_to_come_is_none(publish: Publish, find: Find) -> None:
    publish("旅費規程", SAYS, effective_from=TODAY + timedelta(days=90))
    assert find() == []


def test_periods_that_two_files_state_differently_overlap(publish: Publish, find: Find) -> None:
    publish("旅費規程", SAYS, effective_from=MAY, effective_until=JULY)
    publish("通知", MORE, effective_from=JUNE, revises="旅費規程")

    (finding,) = find("effective_overlap")
    assert "Revision 1 (manuals/旅費規程.md) says that it holds until 2026-07-01" in finding.text
    assert "revision 2 (manuals/通知.md) takes effect on 2026-06-01" in finding.text


def test_an_edit_of_the_same_file_does_not_overlap_with_what_it_replaces(
    publish: Publish, find: Find
) -> None:
    until = TODAY + timedelta(days=90)
    publish("旅費規程", SAYS, effective_from=MAY, effective_until=until)
    publish("旅費規程", MORE, effective_from=MAY, effective_until=until)
    assert find() == []


def test_two_manuals_of_one_title_are_in_force_together(publish: Publish, find: Find) -> None:
    publish("旅費規程", SAYS, path="a/旅費規程.md")
    publish("旅費 規程", MORE, path="b/旅費規程.docx")

    (finding,) = find("effective_overlap")
    assert "manuals/a/旅費規程.md" in finding.text
    assert "manuals/b/旅費規程.docx" in finding.text
    assert len({place.manual_id for place in finding.places}) == 2
