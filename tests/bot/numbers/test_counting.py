"""What is counted of the last weeks, and in which week."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, insert

from bot import schema
from bot.business_days import BusinessHours, Calendar
from bot.numbers.counting import Numbers
from bot.numbers.tally import Tallies, Tally
from bot.numbers.weeks import Weeks, monday
from knowledge.database import now, writing
from tests.bot.gaps.asking import Asking

THIS = monday(now().astimezone().date())
#: A Monday at nine.
BEGAN = datetime.combine(THIS - timedelta(weeks=2), datetime.min.time()).astimezone() + timedelta(
    hours=9
)
DAY = timedelta(days=1)
WEEKS = Weeks.until(now().astimezone().date(), 4)


@pytest.fixture
def numbers(database: Engine) -> Numbers:
    return Numbers(database, Calendar(), BusinessHours())


def test_a_week_begins_on_monday(numbers: Numbers, asking: Asking) -> None:
    asking.ask("質問", kind="answer", at=BEGAN)
    asking.ask("別の話", kind="answer", at=BEGAN + 6 * DAY)
    asking.ask("さらに別", kind="escalation", at=BEGAN - timedelta(hours=10))

    weeks = numbers.of(WEEKS, {}).by_week()

    assert list(weeks) == list(WEEKS.mondays)
    assert weeks[BEGAN.date()].counts["answer"] == 2
    assert weeks[BEGAN.date() - timedelta(weeks=1)].counts["escalation"] == 1


def test_topics_are_those_of_the_manual_it_came_to(numbers: Numbers, asking: Asking) -> None:
    asking.ask("休暇", kind="answer", at=BEGAN, chunk_ids=["3-abc", "4-def"])
    asking.ask("経費", kind="answer", at=BEGAN, chunk_ids=["4-def"])
    asking.ask("不明", kind="escalation", at=BEGAN)

    found = numbers.of(WEEKS, {3: "leave"})

    assert {name: t.counts["asked"] for name, t in found.by_topic().items()} == {"leave": 1, "": 2}
    assert found.by_week("leave")[BEGAN.date()].counts["asked"] == 1


def test_questions_that_come_later_are_added(numbers: Numbers, asking: Asking) -> None:
    asking.ask("最初の質問", kind="answer", at=BEGAN)
    assert _week(numbers.of(WEEKS, {})).counts["asked"] == 1

    asking.ask("次の話題", kind="answer", at=BEGAN + DAY)
    asking.ask("次の話題について", kind="answer", at=BEGAN + 2 * DAY)

    counts = _week(numbers.of(WEEKS, {})).counts
    assert (counts["asked"], counts["again"]) == (3, 1)


def test_what_was_settled_at_once(numbers: Numbers, asking: Asking) -> None:
    asking.ask("有給の期限", "a", kind="answer", at=BEGAN)
    asking.complain(asking.ask("名刺の注文", "b", kind="answer", at=BEGAN))
    asking.ask("会議室の予約", "c", kind="answer", at=BEGAN)
    asking.ask("会議室の予約方法", "c", kind="escalation", at=BEGAN + DAY)
    asking.ticket(asking.ask("駐車場", "d", kind="answer", at=BEGAN), "駐車場")

    week = _week(numbers.of(WEEKS, {}))

    assert (week.counts["answer"], week.counts["zero"]) == (4, 1)
    assert week.zero_share == pytest.approx(1 / 5)


def test_an_answer_that_a_publication_corrected_was_wrong(
    numbers: Numbers, asking: Asking, database: Engine
) -> None:
    exchange = asking.ask("日当", kind="answer", at=BEGAN, conversation="one")
    told = {
        "key": "corrected:1",
        "recipient": "shain",
        "conversation": "one",
        "exchange_id": exchange,
        "kind": "corrected",
        "text": "",
        "created_at": now(),
    }
    with writing(database) as tx:
        tx.execute(insert(schema.notifications).values(told))

    found = numbers.of(WEEKS, {}).by_week()

    assert found[BEGAN.date()].counts["wrong"] == 1
    assert found[THIS].counts["told"] == 1


def test_replies_are_timed_in_business_hours(numbers: Numbers, asking: Asking) -> None:
    exchange = asking.ask("質問", at=BEGAN)
    friday = BEGAN + 4 * DAY + timedelta(hours=7)  # 16:00
    asking.ticket(
        exchange,
        "質問",
        status="published",
        opened_at=friday,
        due_at=friday + 3 * DAY + timedelta(hours=2),
        answered_at=friday + 3 * DAY - timedelta(hours=5),  # Monday 11:00
        closed_at=friday + 3 * DAY,
    )

    week = numbers.of(WEEKS, {}).by_week()[BEGAN.date() + timedelta(weeks=1)]

    assert (week.first_reply, week.resolution) == ([4.0], [9.0])
    assert (week.counts["answered"], week.counts["closed"]) == (1, 1)


def test_the_overdue_share_is_of_what_was_due_in_the_week(numbers: Numbers, asking: Asking) -> None:
    due = BEGAN + DAY
    for answered in (due - timedelta(hours=1), due + timedelta(hours=1), None):
        asking.ticket(
            asking.ask(f"質問{answered}", at=BEGAN),
            "質問",
            opened_at=BEGAN,
            due_at=due,
            answered_at=answered,
        )
    asking.ticket(asking.ask("まだ", at=BEGAN), "まだ", opened_at=BEGAN, due_at=now() + DAY)

    assert _week(numbers.of(WEEKS, {})).late_share == pytest.approx(2 / 3)


def test_nothing_said_in_confidence_is_counted(numbers: Numbers, asking: Asking) -> None:
    asking.ask("相談です", kind="refusal", reason="sensitive", at=BEGAN)
    secret = asking.ask("普通に見える質問", kind="answer", at=BEGAN, conversation="secret")
    asking.ticket(secret, "普通に見える質問", private=True, opened_at=BEGAN, closed_at=BEGAN + DAY)
    asking.ask("その続き", kind="answer", at=BEGAN, conversation="secret")

    found = numbers.of(WEEKS, {})

    assert not any(tally.counts.total() for tally in found.by_week().values())
    assert not any(tally.first_reply for tally in found.by_week().values())


def test_a_conversation_that_becomes_private_is_no_longer_counted(
    numbers: Numbers, asking: Asking
) -> None:
    exchange = asking.ask("質問", kind="answer", at=BEGAN)
    assert _week(numbers.of(WEEKS, {})).counts["asked"] == 1

    asking.ticket(exchange, "質問", private=True)

    assert _week(numbers.of(WEEKS, {})).counts["asked"] == 0


def _week(found: Tallies) -> Tally:
    return found.by_week()[BEGAN.date()]
