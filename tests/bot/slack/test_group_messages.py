"""Direct messages of a group: a channel of a few, none of whom is answered from more than all may
read."""

from __future__ import annotations

import pytest

from bot.wiring import Zeroji
from evals.loopback.slack import Person, Slack
from tests.bot.slack.workspace import shown, wait_for

QUESTION = "在宅勤務は週に何日までできますか"
RESTRICTED = "昇給の原資は何パーセントですか"


@pytest.fixture
def group(employee: Person, colleague: Person, slack: Slack) -> str:
    return slack.workspace.channel(group=True, members=(employee.id, colleague.id)).id


def test_a_mention_is_answered_once_though_slack_tells_of_it_twice(
    employee: Person, colleague: Person, slack: Slack, group: str
) -> None:
    asked = employee.mention(QUESTION, group)
    (answer,) = wait_for(lambda: slack.posted(group))
    assert answer["thread_ts"] == asked["ts"]
    assert "1週間につき3日まで" in shown(answer)
    colleague.mention("在宅勤務手当はいくらですか", group)
    wait_for(lambda: len(slack.posted(group)) > 1)
    assert len(slack.posted(group)) == 2


def test_what_people_say_to_each_other_is_left(
    employee: Person, colleague: Person, slack: Slack, group: str
) -> None:
    employee.message("お昼はどうしますか", group)
    asked = employee.mention(QUESTION, group)
    (answer,) = wait_for(lambda: slack.posted(group))
    assert answer["thread_ts"] == asked["ts"]
    employee.reply(asked, "手当はいくらですか")
    wait_for(lambda: len(slack.posted(group)) == 2)
    assert "250円" in shown(slack.posted(group)[1])


def test_it_is_not_answered_from_what_not_all_of_them_may_read(
    employee: Person, slack: Slack, zeroji: Zeroji, group: str
) -> None:
    zeroji.accounts.add(f"slack-{employee.id.lower()}", audiences=["managers"])
    employee.mention(RESTRICTED, group)
    (told,) = wait_for(lambda: slack.posted(group))
    assert "2.5パーセント" not in shown(told)
