"""The check of the manuals, kept while nothing changes, and by the part."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from bot.checking import Checkups, Contradictions, Wanted, count
from ingest.checking import Finding, Kind, Place
from ingest.publishing import Publisher
from knowledge.errors import InvalidInput, NotFound
from knowledge.library import Library
from knowledge.model import Manual
from tests.making import document, file

TODAY = date.today()


def finding(kind: Kind, *places: tuple[int, str]) -> Finding:
    made = tuple(Place(manual_id=n, manual=f"規程{n}", owner=owner) for n, owner in places)
    return Finding(kind=kind, text="It is wrong.", ja="誤りです。", places=made)


BROKEN = finding("broken_reference", (1, "人事部"))
CONFLICT = finding("contradiction", (1, "人事部"), (2, "経理部"))
OVERDUE = finding("review_overdue", (2, "経理部"))
ALL = [CONFLICT, BROKEN, OVERDUE]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ALL),
        (Wanted(manual=1), [CONFLICT, BROKEN]),
        (Wanted(manual=2), [CONFLICT, OVERDUE]),
        (Wanted(owner="経理部"), [CONFLICT, OVERDUE]),
        (Wanted(kind="contradiction"), [CONFLICT]),
        (Wanted(manual=1, owner="経理部", kind="review_overdue"), []),
    ],
)
def test_a_finding_concerns_each_of_its_places(wanted: Wanted, found: list[Finding]) -> None:
    assert wanted.of(ALL) == found


def test_findings_are_counted_the_most_harmful_first() -> None:
    assert list(count([OVERDUE, OVERDUE, CONFLICT]).items()) == [
        ("contradiction", 1),
        ("review_overdue", 2),
    ]


def test_what_there_is_not_cannot_be_wanted(publisher: Publisher, library: Library) -> None:
    with pytest.raises(InvalidInput, match="No manual has an owner"):
        Wanted(owner="人事部").validate(library)
    publisher.publish(document({"第1条": "定める。"}, owner="総務部"), file(), author="sato")

    Wanted(manual=1, owner="総務部", kind="duplicate").validate(library)
    with pytest.raises(NotFound, match="no manual 2"):
        Wanted(manual=2).validate(library)
    with pytest.raises(InvalidInput, match="Owners are 総務部"):
        Wanted(owner="人事部").validate(library)
    with pytest.raises(InvalidInput, match="'typo'"):
        Wanted(kind="typo").validate(library)


@pytest.fixture
def worker() -> Iterator[Executor]:
    with ThreadPoolExecutor(max_workers=1) as made:
        yield made


def test_a_check_is_kept_until_something_is_published_or_the_day_ends(
    database: Engine, publisher: Publisher, library: Library, worker: Executor
) -> None:
    checkups = Checkups(database, library, worker)
    first = checkups.on(TODAY)
    assert first.result() == []
    assert checkups.on(TODAY) is first
    assert checkups.on(TODAY + timedelta(days=1)) is not first

    publisher.publish(document({"第1条": "第9条による。"}), file(), author="sato")
    assert [found.kind for found in checkups.on(TODAY).result()] == ["broken_reference"]


class _FailsOnce(Library):
    """A library whose database cannot be reached the first time."""

    failed = False

    def manuals(self, include_retired: bool = False) -> list[Manual]:
        if not self.failed:
            self.failed = True
            raise ConnectionError("The database is away.")
        return super().manuals(include_retired)


def test_a_check_that_failed_is_tried_again(database: Engine, worker: Executor) -> None:
    checkups = Checkups(database, _FailsOnce(database), worker)
    with pytest.raises(ConnectionError):
        checkups.on(TODAY).result()
    assert checkups.on(TODAY).result() == []


def test_contradictions_are_looked_for_once_for_each_publication_and_day(
    database: Engine, library: Library, publisher: Publisher, worker: Executor
) -> None:
    publisher.publish(document({"第1条": "旅費は精算する。"}), file("a.md"), author="sato")
    contradictions = Contradictions(database, library, worker)
    first = contradictions.begin(TODAY)
    assert contradictions.begin(TODAY) is first
    assert contradictions.begin(TODAY + timedelta(days=1)) is not first
    publisher.publish(document({"第1条": "別の文書。"}), file("b.md"), author="sato")
    assert contradictions.begin(TODAY) is not first


def test_a_question_that_cannot_wait_gets_what_was_known_before(
    database: Engine, library: Library, publisher: Publisher, worker: Executor
) -> None:
    contradictions = Contradictions(database, library, worker)
    contradictions.PATIENCE = 0.05  # seconds
    busy = threading.Event()
    worker.submit(busy.wait, 60)
    assert contradictions.on(TODAY) == []
    busy.set()
    assert contradictions.begin(TODAY).result(60) == []
