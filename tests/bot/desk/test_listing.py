"""The queue as a list: filters, counts, order; with many tickets, from the index alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert

from bot import schema
from bot.desk import listing
from bot.desk.listing import Listing, Wanted
from bot.migrations import migrate
from knowledge.database import connect, now, sqlite_url, writing
from knowledge.errors import InvalidInput

Add = Callable[..., int]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(sqlite_url(tmp_path / "zeroji.sqlite3"))
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def add(database: Engine) -> Add:
    """Adds a ticket that is due in so many hours; its id."""

    def insert_ticket(question: str = "名刺は誰に頼みますか", due: float = 8, **values: Any) -> int:
        usual: dict[str, Any] = {
            "question": question,
            "status": "open",
            "reason": "not_in_manuals",
            "private": False,
            "topic": "総務",
            "nearest": [],
            "citations": [],
            "opened_at": now(),
            "due_at": now() + timedelta(hours=due),
        }
        made = insert(schema.tickets).values(usual | values).returning(schema.tickets.c.id)
        with writing(database) as tx:
            return int(tx.execute(made).scalar_one())

    return insert_ticket


def ids(database: Engine, *, limit: int = 50, offset: int = 0, **wanted: Any) -> list[int]:
    found = Listing(database).look(Wanted(**wanted), limit, offset)
    return [ticket.id for ticket in found.tickets]


def test_what_is_due_first_is_at_the_top(database: Engine, add: Add) -> None:
    late, soon, later = add(due=-3), add(due=2, status="claimed", owner="sato"), add(due=9)
    add(due=1, status="answered")

    assert ids(database, status="waiting") == [late, soon, later]
    assert ids(database, status="waiting", limit=1, offset=1) == [soon]


def test_of_those_that_are_dealt_with_the_newest_is_at_the_top(database: Engine, add: Add) -> None:
    old, new = add(due=1, status="answered"), add(due=5, status="answered")

    assert ids(database, status="answered") == [new, old]
    assert ids(database, status="all") == [new, old]


def test_each_filter_narrows_the_list(database: Engine, add: Add) -> None:
    mine = add(status="claimed", owner="sato", topic="人事")
    free = add(due=-1, reason="low_confidence")

    assert ids(database, owner="sato") == [mine]
    assert ids(database, owner="") == [free]
    assert ids(database, topic="人事") == [mine]
    assert ids(database, reason="low_confidence") == [free]
    assert ids(database, overdue=True) == [free]
    assert ids(database, owner="sato", overdue=True) == []


def test_a_ticket_that_is_answered_is_never_overdue(database: Engine, add: Add) -> None:
    add(due=-5, status="answered")

    assert ids(database, overdue=True) == []


def test_all_words_must_be_in_the_question(database: Engine, add: Add) -> None:
    card, _ = add("名刺は誰に頼みますか"), add("鍵は誰に返しますか")

    assert ids(database, text="名刺 誰") == [card]
    assert ids(database, text="名刺　誰") == [card]  # a Japanese space
    assert ids(database, text="名刺 鍵") == []


@pytest.mark.parametrize("sign", ["%", "_", "\\", "'"])
def test_signs_of_the_database_are_words_like_others(database: Engine, add: Add, sign: str) -> None:
    odd, _ = add(f"割引は5{sign}引きですか"), add("割引は5円引きですか")

    assert ids(database, text=f"5{sign}") == [odd]


@pytest.mark.parametrize("shape", ["{}", "#{}", "＃{}", " # {} "])
def test_a_number_finds_its_ticket_whatever_else_is_wanted(
    database: Engine, add: Add, shape: str
) -> None:
    number, _ = add(status="answered"), add("1号館の鍵")

    assert ids(database, status="waiting", topic="人事", text=shape.format(number)) == [number]


def test_an_unknown_status_is_refused(database: Engine) -> None:
    with pytest.raises(InvalidInput):
        ids(database, status="lost")


def test_counts_say_what_each_filter_would_show(database: Engine, add: Add) -> None:
    add(topic="人事")
    add(topic="人事", status="answered", reason="low_confidence")
    add(topic="総務")

    counted = Listing(database).look(Wanted(status="open", topic="人事"), 50).counted

    assert counted.statuses["open"] == 1 and counted.statuses["answered"] == 1
    assert counted.topics == {"人事": 1, "総務": 1}
    assert counted.reasons == {"not_in_manuals": 1}


def test_words_are_counted_too(database: Engine, add: Add) -> None:
    add("名刺"), add("名刺", status="answered"), add("鍵")

    counted = Listing(database).look(Wanted(status="open", text="名刺"), 50).counted

    assert sum(counted.statuses.values()) == 2


def test_private_tickets_are_there_for_counselors_only(database: Engine, add: Add) -> None:
    private = add("相談", private=True)

    for wanted in (Wanted(), Wanted(text="相談"), Wanted(text=f"#{private}")):
        seen = Listing(database).look(wanted, 50)
        assert seen.tickets == () and not any(seen.counted.statuses.values())
        confided = Listing(database, private=True).look(wanted, 50)
        assert [ticket.id for ticket in confided.tickets] == [private]


def test_it_says_when_older_tickets_were_not_looked_at(
    database: Engine, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_MATCHES", 2)
    _, *newest = (add("名刺", due=n) for n in range(3))

    found = Listing(database).look(Wanted(text="名刺"), 50)

    assert found.is_cut
    assert {ticket.id for ticket in found.tickets} == set(newest)


def test_without_words_rows_are_read_for_one_page_only(database: Engine, add: Add) -> None:
    """Rows are large: what orders, filters and counts must be in the index."""
    asked: list[tuple[str, Any]] = []

    @event.listens_for(database, "before_cursor_execute")
    def keep(_c: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if "FROM tickets" in statement and not statement.startswith("EXPLAIN"):
            asked.append((statement, values))

    add()
    asked.clear()
    Listing(database).look(Wanted(status="waiting", topic="総務", reason="low_confidence"), 50)
    statuses, kinds, paging, *_ = list(asked)

    steps = [step for one in (statuses, kinds, paging) for step in _plan(database, *one)]

    looked_up = [step for step in steps if "tickets" in step]
    assert len(looked_up) == 4  # two counts, the open, the claimed
    assert all("COVERING INDEX ix_tickets_status" in step for step in looked_up)
    assert not any("ORDER BY" in step and "TEMP" in step for step in steps)


def _plan(database: Engine, statement: str, values: Any) -> list[str]:
    with database.connect() as tx:
        rows = tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return [str(row[3]) for row in rows]
