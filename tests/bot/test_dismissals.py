"""Findings that are put aside: gone everywhere at once, until either text says something else."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, select

from bot import schema
from bot.audit import verify
from bot.checking import Checkups, Contradictions
from bot.dismissals import REASONS, Dismissals
from ingest.checking import Finding, Place
from ingest.publishing import Publisher
from knowledge.errors import Conflict, InvalidInput, NotFound
from knowledge.library import Library
from tests.making import document, file

TODAY = date.today()
HERE = Place(manual_id=1, manual="手引き", owner="総務部", quote="2,200円", section_hash="a")
THERE = Place(manual_id=2, manual="規程", owner="経理部", quote="2,500円", section_hash="b")
FOUND = Finding(kind="contradiction", text="Differs.", ja="食い違い", places=(HERE, THERE))


@pytest.fixture
def dismissals(database: Engine) -> Dismissals:
    return Dismissals(database)


def test_it_is_kept_with_who_did_so_and_why(dismissals: Dismissals) -> None:
    number = dismissals.dismiss(FOUND, "case", " 日帰りの額 ", "sato")
    (one,) = dismissals.standing()
    assert (one.id, one.reason, one.note, one.by) == (number, "case", "日帰りの額", "sato")
    assert one.finding == FOUND
    assert dismissals.without([FOUND]) == []

    dismissals.restore(number, "mori")
    assert dismissals.without([FOUND]) == [FOUND]
    assert dismissals.standing() == []


@pytest.mark.parametrize(
    "place",
    [
        replace(THERE, section_hash="c"),
        replace(THERE, quote="2,500円まで"),
        replace(THERE, manual_id=3),
    ],
)
def test_where_one_place_says_something_else_it_counts_again(
    dismissals: Dismissals, place: Place
) -> None:
    dismissals.dismiss(FOUND, "case", "", "sato")
    changed = replace(FOUND, places=(HERE, place))
    assert dismissals.without([changed]) == [changed]


def test_other_figures_of_the_same_sentences_still_count(dismissals: Dismissals) -> None:
    """A sentence may hold several figures, and only those of a finding were looked at."""
    dismissals.dismiss(FOUND, "case", "", "sato")
    other = replace(FOUND, ja="日数の食い違い")
    assert dismissals.without([FOUND, other]) == [other]


def test_names_pages_and_the_order_of_the_places_do_not_matter(dismissals: Dismissals) -> None:
    dismissals.dismiss(FOUND, "case", "", "sato")
    renamed = replace(HERE, manual="出張の手引き", owner="人事部", page=3)
    assert dismissals.without([replace(FOUND, places=(THERE, renamed))]) == []


def test_taken_back_it_may_be_put_aside_again(dismissals: Dismissals, database: Engine) -> None:
    first = dismissals.dismiss(FOUND, "case", "", "sato")
    dismissals.restore(first, "sato")
    second = dismissals.dismiss(FOUND, "time", "", "mori")
    dismissals.restore(first, "sato")  # of no effect on the second
    assert second != first
    assert dismissals.without([FOUND]) == []
    table = schema.dismissed_findings.c
    with database.connect() as tx:
        assert len(tx.execute(select(table.id)).all()) == 2


def test_of_several_at_the_same_time_one_puts_it_aside(
    dismissals: Dismissals, database: Engine
) -> None:
    def put_aside(name: str) -> bool:
        try:
            return dismissals.dismiss(FOUND, "case", "", name) > 0
        except Conflict:
            return False

    with ThreadPoolExecutor(max_workers=8) as people:
        done = list(people.map(put_aside, [f"user{number}" for number in range(8)]))
    assert done.count(True) == 1
    assert len(dismissals.standing()) == 1
    with database.connect() as tx:
        log = tx.execute(select(schema.events.c.action, schema.events.c.detail)).all()
    assert [row.action for row in log] == ["finding.dismissed"]
    assert log[0].detail["digest"] == FOUND.digest


def test_the_log_holds_and_not_what_was_written(dismissals: Dismissals, database: Engine) -> None:
    number = dismissals.dismiss(FOUND, "other", "山田さんに確認済み", "sato")
    dismissals.restore(number, "sato")
    assert verify(database).broken is None
    with database.connect() as tx:
        assert "山田" not in str(tx.execute(select(schema.events)).all())


@pytest.mark.parametrize(
    ("reason", "note", "says"),
    [
        ("", "", "is no reason. Choose one of people, matter"),
        ("other", " ", "why it is no contradiction"),
        ("case", "あ" * 501, "has 501 characters"),
    ],
)
def test_a_reason_is_needed(dismissals: Dismissals, reason: str, note: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        dismissals.dismiss(FOUND, reason, note, "sato")
    assert dismissals.standing() == []


@pytest.mark.parametrize("reason", [reason for reason in REASONS if reason != "other"])
def test_a_reason_that_says_it_all_needs_no_note(dismissals: Dismissals, reason: str) -> None:
    assert dismissals.dismiss(FOUND, reason, "", "sato")


def test_what_is_a_fact_cannot_be_put_aside(dismissals: Dismissals) -> None:
    with pytest.raises(InvalidInput, match="Only contradictions"):
        dismissals.dismiss(replace(FOUND, kind="review_overdue"), "case", "", "sato")


def test_what_was_never_put_aside_cannot_be_taken_back(dismissals: Dismissals) -> None:
    with pytest.raises(NotFound, match="no finding 7"):
        dismissals.restore(7, "sato")


@pytest.fixture
def worker() -> Iterator[Executor]:
    with ThreadPoolExecutor(max_workers=1) as made:
        yield made


def _publish(publisher: Publisher, guide: str) -> None:
    rule = {"第4条（日当）": "国内出張の日当は、1日につき2,500円とする。"}
    publisher.publish(document(rule, title="旅費規程", kind="rule"), file("a.md"), author="sato")
    publisher.publish(
        document({"国内出張の日当": guide}, title="手引き"), file("b.md", guide), author="sato"
    )


def test_the_check_and_the_questions_know_at_once_and_again_when_a_text_changes(
    database: Engine,
    library: Library,
    publisher: Publisher,
    dismissals: Dismissals,
    worker: Executor,
) -> None:
    said = "国内出張の日当は、1日につき2,200円です。"
    _publish(publisher, said)
    checkups = Checkups(database, library, worker)
    contradictions = Contradictions(database, library, worker)
    (of_check,) = [f for f in checkups.on(TODAY).result(60) if f.kind == "contradiction"]
    (of_questions,) = contradictions.begin(TODAY).result(60)
    assert of_check.digest == of_questions.digest

    dismissals.dismiss(of_check, "case", "", "sato")
    assert contradictions.on(TODAY) == []
    assert "contradiction" not in {finding.kind for finding in checkups.known(TODAY)}

    _publish(publisher, f"{said}前払いもできます。")
    contradictions.begin(TODAY).result(60)
    checkups.on(TODAY).result(60)
    assert [finding.kind for finding in contradictions.on(TODAY)] == ["contradiction"]
    assert "contradiction" in {finding.kind for finding in checkups.known(TODAY)}
