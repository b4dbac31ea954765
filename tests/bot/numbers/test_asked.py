"""What was asked is read once and kept: across starts, in blocks, and where it comes late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, insert, select

from bot import schema
from bot.numbers import asked
from bot.numbers.asked import keep_up
from knowledge.database import now, writing
from tests.bot.gaps.asking import Asking

BEGAN = now() - timedelta(days=20)
DAY = timedelta(days=1)


def kept(database: Engine) -> dict[int, tuple[str, int | None, bool]]:
    """Kind, manual and whether it was asked again, by question."""
    table = schema.counted_questions
    with database.connect() as tx:
        rows = tx.execute(select(table)).all()
    return {row.exchange_id: (row.kind, row.manual_id, row.again) for row in rows}


def test_a_question_is_kept_in_short(database: Engine, asking: Asking) -> None:
    answered = asking.ask("有給の期限", kind="answer", at=BEGAN, chunk_ids=["3-abc", "4-def"])
    unknown = asking.ask("食堂の場所", at=BEGAN + DAY)

    keep_up(database)

    assert kept(database) == {
        answered: ("answer", 3, False),
        unknown: ("escalation", None, False),
    }


def test_what_is_asked_in_confidence_asks_nothing_again(database: Engine, asking: Asking) -> None:
    first = asking.ask("上司との関係", kind="answer", at=BEGAN)
    secret = asking.ask("上司との関係", kind="refusal", reason="sensitive", at=BEGAN + DAY)

    keep_up(database)

    assert kept(database)[first] == ("answer", None, False)
    assert kept(database)[secret][0] == "sensitive"


def test_what_is_asked_again_after_it_was_read_is_known(database: Engine, asking: Asking) -> None:
    first = asking.ask("有給休暇の期限", kind="answer", at=BEGAN)
    asking.ask("有給休暇の期限", "another", kind="answer", at=BEGAN)
    keep_up(database)

    again = asking.ask("有給休暇の期限はいつ", kind="answer", at=BEGAN + DAY)
    keep_up(database)

    assert [number for number, row in kept(database).items() if row[2]] == [first]
    assert again in kept(database)


@pytest.mark.parametrize("block", [1, 2, 3, 5_000])
def test_it_comes_to_the_same_in_blocks_of_any_size(
    database: Engine, asking: Asking, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(asked, "_BLOCK", block)
    numbers = [
        asking.ask(question, asker, kind="answer", at=BEGAN + hours * timedelta(hours=1))
        for hours, (question, asker) in enumerate(
            [
                ("有給休暇の期限", "a"),
                ("名刺の注文", "b"),
                ("名刺の注文方法", "b"),
                ("有給休暇の期限は", "a"),
                ("会議室の予約", "b"),
                ("有給休暇の期限", "a"),
            ]
        )
    ]

    keep_up(database)

    again = [kept(database)[number][2] for number in numbers]
    assert again == [True, True, False, True, False, False]


def test_what_was_committed_late_is_read_too(database: Engine, asking: Asking) -> None:
    """Transactions may end in another order than their numbers say."""
    first = asking.ask("有給休暇の期限", kind="answer", at=BEGAN)
    with database.connect() as tx:
        row = tx.execute(select(schema.exchanges).where(schema.exchanges.c.id == first)).one()
    latest = first + 10
    with writing(database) as tx:
        values = dict(row._mapping) | {"id": latest, "asked_at": BEGAN + 3 * DAY}
        tx.execute(insert(schema.exchanges).values(values))
    keep_up(database)

    with writing(database) as tx:
        values = dict(row._mapping) | {"id": first + 5, "asked_at": BEGAN + DAY}
        tx.execute(insert(schema.exchanges).values(values))
    keep_up(database)

    assert {number: row[2] for number, row in kept(database).items()} == {
        first: True,
        first + 5: True,
        latest: False,
    }
