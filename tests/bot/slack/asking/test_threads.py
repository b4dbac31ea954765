"""Whom Zeroji answers in channels: who mentions it, and who goes on in a thread with it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot import schema
from bot.wiring import Zeroji
from evals.loopback.slack import Params, Person, Slack
from tests.bot.slack.workspace import shown, wait_for

QUESTION = "在宅勤務は週に何日までできますか"
FOLLOW_UP = "在宅勤務手当はいくらですか"


@pytest.fixture
def channel(slack: Slack) -> str:
    return slack.workspace.channel().id


def answers(slack: Slack, question: Params) -> list[Params]:
    return [m for m in slack.posted(question["channel"]) if m.get("thread_ts") == question["ts"]]


def settled(zeroji: Zeroji, channel: str) -> bool:
    """Whether nothing waits to be done of what was written in a channel."""
    table = schema.slack_events.c
    waiting = select(table.id).where(table.answered_at.is_(None), table.failure.is_(None))
    waiting = waiting.where(table.lane.contains(channel))
    with zeroji.database.connect() as tx:
        return tx.execute(waiting).first() is None


def test_a_mention_is_one_question_though_slack_tells_of_it_twice(
    employee: Person, slack: Slack, zeroji: Zeroji, channel: str
) -> None:
    asked = employee.mention(QUESTION, channel)
    assert [delivered.status for delivered in employee.delivered] == [200, 200]
    wait_for(lambda: answers(slack, asked) and settled(zeroji, channel))
    (answer,) = answers(slack, asked)
    assert "1週間につき3日まで" in shown(answer)


def test_a_thread_goes_on_without_a_mention(
    employee: Person, slack: Slack, zeroji: Zeroji, channel: str
) -> None:
    asked = employee.mention(QUESTION, channel)
    employee.reply(asked, FOLLOW_UP)  # at once, before the answer
    wait_for(lambda: len(answers(slack, asked)) == 2)
    employee.reply(asked, "月の上限は？")
    wait_for(lambda: len(answers(slack, asked)) == 3)
    assert "250円" in shown(answers(slack, asked)[1])


@pytest.mark.parametrize("text", ["<@U0OTHER> これで合っていますか", "<@U0OTHER|other> さん"])
def test_what_is_said_to_somebody_else_is_left(
    employee: Person, slack: Slack, zeroji: Zeroji, channel: str, text: str
) -> None:
    asked = employee.mention(QUESTION, channel)
    wait_for(lambda: answers(slack, asked))
    employee.reply(asked, text)
    assert_left(slack, zeroji, asked, employee)


def test_a_colleague_in_the_thread_is_not_talked_to(
    employee: Person, colleague: Person, slack: Slack, zeroji: Zeroji, channel: str
) -> None:
    asked = employee.mention(QUESTION, channel)
    wait_for(lambda: answers(slack, asked))
    colleague.reply(asked, "ありがとう、助かりました")
    assert_left(slack, zeroji, asked, colleague)


def test_what_is_written_in_a_channel_beside_is_not_kept(
    employee: Person, slack: Slack, zeroji: Zeroji, channel: str
) -> None:
    said = employee.message("お昼どうする？", channel)
    employee.reply(said, "社食で")
    employee.edit(said, "お昼はどうする？")
    employee.delete(said)
    assert {delivered.status for delivered in employee.delivered} == {200}
    with zeroji.database.connect() as tx:
        lanes = tx.execute(select(schema.slack_events.c.lane)).scalars().all()
    assert not [lane for lane in lanes if channel in lane]


def test_bots_are_not_answered(slack: Slack, zeroji: Zeroji, employee: Person) -> None:
    channel = slack.workspace.channel().id
    bot = Person(slack, slack.workspace.user("U0ROBOT", bot=True).id)
    asked = bot.mention(QUESTION, channel)
    wait_for(lambda: settled(zeroji, channel))
    assert answers(slack, asked) == []


def assert_left(slack: Slack, zeroji: Zeroji, asked: Params, by: Person) -> None:
    """Nothing was written down of what somebody said last."""
    assert by.delivered[-1].status == 200
    wait_for(lambda: settled(zeroji, str(asked["channel"])))
    assert len(answers(slack, asked)) == 1
