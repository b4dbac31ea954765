"""Words in the questions of tickets, kept in memory: nothing is missed, nothing is stale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from bot import schema
from bot.desk.events import record
from bot.desk.searching import Questions
from bot.migrations import migrate
from knowledge.database import connect, sqlite_url, writing
from tests.bot.gaps.asking import Asking


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(sqlite_url(tmp_path / "zeroji.sqlite3"))
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def asking(database: Engine) -> Asking:
    return Asking(database)


@pytest.fixture
def questions() -> Questions:
    return Questions()


def having(database: Engine, questions: Questions, text: str) -> list[int]:
    with database.connect() as tx:
        return list(questions.having(tx, text, lambda number: True))


@pytest.mark.parametrize("text", ["鍵", "の鍵", "会議室の鍵", "pc 鍵", "PC", "ＰＣ", "3階", "３階"])
def test_parts_of_a_question_are_found_in_any_width_and_case(
    database: Engine, asking: Asking, questions: Questions, text: str
) -> None:
    wanted = asking.ticket(asking.ask("鍵"), "３階の会議室の鍵とPcを借りたい")
    asking.ticket(asking.ask("名刺"), "名刺を注文したい")

    assert having(database, questions, text) == [wanted]


def test_the_newest_come_first_and_those_that_come_later_are_found(
    database: Engine, asking: Asking, questions: Questions
) -> None:
    first = asking.ticket(asking.ask("鍵"), "鍵をなくした")
    assert having(database, questions, "鍵") == [first]

    later = asking.ticket(asking.ask("鍵"), "鍵を返したい")

    assert having(database, questions, "鍵") == [later, first]
    assert having(database, questions, "鍵") == [later, first]


def test_a_question_that_was_taken_back_in_confidence_is_no_longer_found(
    database: Engine, asking: Asking, questions: Questions
) -> None:
    number = asking.ticket(asking.ask("相談"), "上司のことで相談したい")
    assert having(database, questions, "上司") == [number]

    words = update(schema.tickets).where(schema.tickets.c.id == number)
    with writing(database) as tx:
        tx.execute(words.values(question="相談の窓口を知りたい"))
        record(tx, "shain", "ticket.confided", "ticket:99")

    assert having(database, questions, "上司") == []
    assert having(database, questions, "窓口") == [number]
