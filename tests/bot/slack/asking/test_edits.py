"""A question that is changed or deleted after it was answered."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot import schema
from bot.wiring import Zeroji
from evals.loopback.slack import Params, Person, Slack
from tests.bot.slack.workspace import shown, wait_for

QUESTION = "在宅勤務は週に何日までできますか"
UNKNOWN = "社員食堂のカレーの辛さは何倍ですか"


@pytest.fixture
def answered(employee: Person, slack: Slack) -> Params:
    asked = employee.message(QUESTION)
    wait_for(lambda: slack.posted(employee.direct.id))
    return asked


def test_the_answer_changes_with_the_question(
    employee: Person, slack: Slack, answered: Params
) -> None:
    (before,) = slack.posted(employee.direct.id)
    ts = before["ts"]
    employee.edit(answered, "在宅勤務手当はいくらですか")
    wait_for(lambda: "250円" in shown(slack.posted(employee.direct.id)[0]))
    (changed,) = slack.posted(employee.direct.id)
    assert changed["ts"] == ts
    assert shown(changed).startswith("質問の変更に合わせて")
    assert "3日まで" not in shown(changed)


def test_a_link_that_slack_looked_up_changes_nothing(
    employee: Person, slack: Slack, zeroji: Zeroji, answered: Params
) -> None:
    employee.edit(answered, answered["text"])
    assert employee.delivered[-1].status == 200
    assert kept(zeroji, employee, "Edited") == 0


def test_who_deletes_a_question_takes_the_answer_back(
    employee: Person, slack: Slack, answered: Params
) -> None:
    employee.delete(answered)
    wait_for(lambda: not slack.posted(employee.direct.id))


def test_the_ticket_of_a_deleted_question_is_closed_and_nobody_is_told(
    employee: Person, slack: Slack, zeroji: Zeroji
) -> None:
    asked = employee.message(f"{UNKNOWN} {employee.id}")
    wait_for(lambda: slack.posted(employee.direct.id))
    ticket = ticket_of(zeroji, employee)
    employee.delete(asked)
    wait_for(lambda: not slack.posted(employee.direct.id))
    assert zeroji.desk.ticket(ticket).status == "dismissed"
    assert "削除" in (zeroji.desk.ticket(ticket).dismissed_because or "")
    table = schema.notifications.c
    with zeroji.database.connect() as tx:
        waiting = select(table.id).where(table.ticket_id == ticket, table.delivered_at.is_(None))
        assert tx.execute(waiting).first() is None


def test_a_ticket_that_somebody_works_on_stays(
    employee: Person, slack: Slack, zeroji: Zeroji
) -> None:
    asked = employee.message(f"{UNKNOWN} {employee.id}")
    wait_for(lambda: slack.posted(employee.direct.id))
    ticket = ticket_of(zeroji, employee)
    zeroji.desk.claim(ticket, "sato")
    employee.delete(asked)
    wait_for(lambda: not slack.posted(employee.direct.id))
    assert zeroji.desk.ticket(ticket).status == "claimed"


def ticket_of(zeroji: Zeroji, employee: Person) -> int:
    table = schema.ticket_askers.c
    with zeroji.database.connect() as tx:
        query = select(table.ticket_id).where(table.asker == f"slack:{employee.id}")
        return int(tx.execute(query).scalar_one())


def kept(zeroji: Zeroji, employee: Person, kind: str) -> int:
    """How many requests of a kind were written down for somebody."""
    table = schema.slack_events.c
    with zeroji.database.connect() as tx:
        query = select(table.payload).where(table.lane.contains(employee.id))
        return [row["kind"] for row in tx.execute(query).scalars()].count(kind)
