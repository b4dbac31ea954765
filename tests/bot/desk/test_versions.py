"""A manual that another file revises from some day on: changes go to the file that holds today."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.desk import places, versions
from bot.desk.proposal import Proposal
from bot.wiring import Zeroji
from knowledge import schema
from knowledge.database import writing
from knowledge.errors import Conflict
from tests.bot.desk.proposals.states import checked

RULE = "---\ntitle: 旅費規程\nkind: rule\n---\n## 第4条（日当）\n\n日当は{}円とする。\n"
NOTICE = (
    "---\ntitle: 旅費規程（改定）\nkind: rule\nrevises: 旅費規程\neffective_from: {}\n---\n"
    "## 第4条（日当）\n\n日当は3,000円とする。\n\n## 第5条（宿泊）\n\n実費とする。\n"
)
ARTICLE = ("第4条（日当）",)
COMING = date.today() + timedelta(days=90)


@pytest.fixture
def rule(tmp_path: Path) -> Path:
    path = tmp_path / "manuals" / "旅費規程.md"
    path.parent.mkdir()
    path.write_text(RULE.format("2,000"), encoding="utf-8")
    return path


@pytest.fixture
def notice(zeroji: Zeroji, rule: Path) -> Path:
    """A notice that revises the rule in three months."""
    path = rule.with_name("改定通知.md")
    path.write_text(NOTICE.format(COMING), encoding="utf-8")
    assert zeroji.ingest([rule.parent])["manuals"]["failed"] == []
    return path


def the_place(zeroji: Zeroji) -> places.Place:
    (manual,) = zeroji.library.manuals()
    sections = versions.sections_of(zeroji.library, manual.id)
    section = next(section for section in sections if section.heading_path == ARTICLE)
    return places.place_at(zeroji.library, manual.id, section.hash)


def proposed(zeroji: Zeroji, text: str) -> Proposal:
    place = the_place(zeroji)
    made = zeroji.proposals.create(None, (place.manual_id, place.section_hash), text, "sato")
    checked(zeroji, made)
    return made


def has_come(zeroji: Zeroji) -> None:
    """Have the notice hold since yesterday."""
    table = schema.revisions
    values = {"effective_from": date.today() - timedelta(days=1)}
    with writing(zeroji.database) as tx:
        tx.execute(update(table).where(table.c.effective_from == COMING).values(values))


def test_what_holds_today_is_offered_and_what_comes_is_named(zeroji: Zeroji, notice: Path) -> None:
    place = the_place(zeroji)
    assert place.before == "日当は2,000円とする。"
    assert place.target == places.Target(
        file="旅費規程.md", from_day=None, later=((COMING, "改定通知.md"),)
    )


def test_a_change_goes_to_the_file_that_holds_today(
    zeroji: Zeroji, rule: Path, notice: Path
) -> None:
    announced = notice.read_bytes()
    made = proposed(zeroji, "日当は2,500円とする。")
    assert made.source == str(rule)
    assert zeroji.proposals.approve(made.id, "mori").status == "published"
    assert "2,500円" in rule.read_text(encoding="utf-8")
    assert notice.read_bytes() == announced
    history = zeroji.library.history(made.manual_id)
    holding = zeroji.library.revision_on(made.manual_id, date.today())
    coming = zeroji.library.revision_on(made.manual_id, COMING)
    assert (holding, coming) == (history[-1], history[1])


def test_once_the_notice_holds_a_change_goes_to_it(
    zeroji: Zeroji, rule: Path, notice: Path
) -> None:
    has_come(zeroji)
    before = rule.read_bytes()
    made = proposed(zeroji, "日当は3,500円とする。")
    assert (made.source, made.before) == (str(notice), "日当は3,000円とする。")
    zeroji.proposals.approve(made.id, "mori")
    assert "3,500円" in notice.read_text(encoding="utf-8")
    assert rule.read_bytes() == before
    zeroji.proposals.take_back(made.id, "mori", "誤り")
    assert "3,000円" in notice.read_text(encoding="utf-8")


def test_a_new_entry_goes_to_the_file_that_holds_today(
    zeroji: Zeroji, rule: Path, notice: Path
) -> None:
    (manual,) = zeroji.library.manuals()
    place = places.place_at(zeroji.library, manual.id, None)
    assert place.target == places.Target(file="旅費規程.md", from_day=None, later=())
    made = zeroji.proposals.create(None, (manual.id, None), "実費とする。", "sato", "タクシー")
    assert made.source == str(rule)


def test_a_place_that_only_comes_is_no_place_yet(zeroji: Zeroji, notice: Path) -> None:
    (manual,) = zeroji.library.manuals()
    newest = zeroji.library.sections(zeroji.library.history(manual.id)[-1].id)
    with pytest.raises(Conflict, match="no longer has that section"):
        places.place_at(zeroji.library, manual.id, newest[-1].hash)


def test_a_proposal_that_another_version_overtakes_does_not_bring_the_old_text_back(
    zeroji: Zeroji, rule: Path, notice: Path
) -> None:
    before = rule.read_bytes()
    made = proposed(zeroji, "日当は2,500円とする。")
    has_come(zeroji)
    for decide in (
        lambda: zeroji.proposals.approve(made.id, "mori"),
        lambda: zeroji.proposals.revise(made.id, "日当は2,800円とする。", "sato"),
    ):
        with pytest.raises(Conflict, match=r"改定通知\.md says what holds"):
            decide()
    assert rule.read_bytes() == before


def test_a_change_of_a_version_that_is_over_is_not_taken_back(
    zeroji: Zeroji, rule: Path, notice: Path
) -> None:
    made = proposed(zeroji, "日当は2,500円とする。")
    zeroji.proposals.approve(made.id, "mori")
    has_come(zeroji)
    after = rule.read_bytes()
    with writing(zeroji.database) as tx:
        table = schema.revisions
        yesterday = date.today() - timedelta(days=2)
        tx.execute(update(table).where(table.c.number == 3).values(effective_from=yesterday))
    with pytest.raises(Conflict, match=r"改定通知\.md says what holds"):
        zeroji.proposals.take_back(made.id, "mori", "誤り")
    assert rule.read_bytes() == after


def test_a_file_that_says_already_what_comes_says_so(zeroji: Zeroji, rule: Path) -> None:
    zeroji.ingest([rule])
    coming = RULE.replace("kind: rule", f"kind: rule\neffective_from: {COMING}")
    rule.write_text(coming.format("2,200"), encoding="utf-8")
    zeroji.ingest([rule])
    target = the_place(zeroji).target
    assert target == places.Target(file="旅費規程.md", from_day=COMING, later=())


def test_a_change_follows_a_file_that_was_moved(zeroji: Zeroji, rule: Path) -> None:
    zeroji.ingest([rule.parent])
    made = proposed(zeroji, "日当は2,500円とする。")
    moved = rule.rename(rule.with_name("出張旅費規程.md"))
    zeroji.ingest([rule.parent])
    assert zeroji.proposals.proposal(made.id).source == str(moved)
