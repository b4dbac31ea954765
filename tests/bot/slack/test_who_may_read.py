"""Questions over HTTP: who is shown what, and where nothing is said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete, func, select

from bot import schema
from bot.wiring import Zeroji
from bot.workspace.members import Members
from bot.workspace.rules import Rules
from evals.loopback.slack import Person, Slack
from evals.loopback.slack.events import event_callback
from knowledge.database import writing
from tests.bot.slack.workspace import shown, wait_for

RESTRICTED = "昇給の原資は何パーセントですか"
PUBLIC = "在宅勤務は週に何日までできますか"


@pytest.fixture
def rules(zeroji: Zeroji) -> Iterator[Rules]:
    yield Rules(zeroji.database)
    with writing(zeroji.database) as tx:
        tx.execute(delete(schema.slack_rollout))


def answer_to(person: Person, text: str, channel: str = "") -> str:
    """What somebody is answered in public or in their direct messages."""
    asked = person.mention(text, channel) if channel else person.message(text)
    place = asked["channel"]

    def answered() -> str:
        told = [m for m in person.slack.posted(place) if m.get("thread_ts") == asked["ts"]]
        return shown(told[0]) if told else ""

    return str(wait_for(answered))


def test_a_confirmed_address_opens_what_its_account_may_read(
    employee: Person, zeroji: Zeroji, slack: Slack
) -> None:
    slack.workspace.user(employee.id, email="Kacho@example.com")
    zeroji.accounts.add("kacho@example.com", audiences=["managers"])

    assert "2.5パーセント" in answer_to(employee, RESTRICTED)


def test_a_guest_is_told_what_everyone_may_read(
    employee: Person, zeroji: Zeroji, slack: Slack
) -> None:
    slack.workspace.user(employee.id, guest=True)
    zeroji.accounts.add(f"slack-{employee.id.lower()}", audiences=["managers"])

    assert "2.5パーセント" not in answer_to(employee, RESTRICTED)
    assert "3日まで" in answer_to(employee, PUBLIC)


def test_who_becomes_a_guest_is_one_from_the_next_question(
    employee: Person, zeroji: Zeroji, slack: Slack
) -> None:
    zeroji.accounts.add(f"slack-{employee.id.lower()}", audiences=["managers"])
    assert "2.5パーセント" in answer_to(employee, RESTRICTED)
    user = slack.workspace.user(employee.id, guest=True).as_json(email=True)
    event = {"type": "user_change", "user": user, "cache_ts": 1, "event_ts": "1.1"}
    assert slack.transport is not None
    assert slack.transport.event(event_callback(event)).acknowledged

    known = Members(zeroji.database).known(employee.id)
    assert known is not None and known.member.kind == "guest"
    assert "2.5パーセント" not in answer_to(employee, RESTRICTED)


def test_a_bot_and_who_has_left_get_no_answer(
    employee: Person, colleague: Person, slack: Slack, zeroji: Zeroji
) -> None:
    slack.workspace.user(employee.id, deleted=True)
    asked = employee.message(PUBLIC)
    answer_to(colleague, PUBLIC)

    wait_for(lambda: _is_done(zeroji, employee))
    assert slack.posted(asked["channel"]) == []


def test_where_it_is_off_nothing_is_said(
    employee: Person, rules: Rules, slack: Slack, zeroji: Zeroji
) -> None:
    slack.workspace.channel("COFF", members=(employee.id,))
    rules.set("channel", "COFF", "off", "kanri")
    employee.mention(PUBLIC, "COFF")

    wait_for(lambda: _is_done(zeroji, employee))
    assert slack.posted("COFF") == []
    assert not [status for status in slack.statuses if status.channel == "COFF"]
    assert "3日まで" in answer_to(employee, PUBLIC)


def test_another_company_reads_nothing_in_a_shared_channel(
    employee: Person, rules: Rules, slack: Slack, zeroji: Zeroji
) -> None:
    slack.workspace.channel("CSHARED", members=(employee.id,), shared=True)
    employee.mention(PUBLIC, "CSHARED")
    wait_for(lambda: _is_done(zeroji, employee))
    assert slack.posted("CSHARED") == []

    rules.set("channel", "CSHARED", "full", "kanri")
    assert "3日まで" in answer_to(employee, PUBLIC, "CSHARED")


def _is_done(zeroji: Zeroji, person: Person) -> bool:
    """Whether all that somebody sent has been worked on."""
    table = schema.slack_events.c
    theirs = table.lane.endswith(f":{person.id}")
    sent = select(func.count(), func.count(table.answered_at)).where(theirs)
    with zeroji.database.connect() as tx:
        count, done = tx.execute(sent).one()
    return bool(count) and count == done
