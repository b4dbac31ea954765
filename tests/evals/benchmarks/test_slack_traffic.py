"""What is counted as lost or doubled in Slack, and short runs of the real thing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.outcomes import Question
from bot.settings import Settings
from bot.wiring import open_zeroji
from evals.benchmarks.slack_traffic.crowd import Asked, Crowd
from evals.benchmarks.slack_traffic.judging import judge
from evals.loopback.slack import Slack, loopback
from evals.loopback.slack.workspace import BOT

QUESTION = "在宅勤務は週に何日までできますか"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nothing was asked there."""
    path = tmp_path_factory.mktemp("judged") / "home"
    with open_zeroji(Settings(home=path)):
        return path


@pytest.fixture
def slack() -> Iterator[Slack]:
    with loopback() as running:
        yield running


def asked_in(slack: Slack) -> Asked:
    """The question of somebody in a direct message; nobody hears it."""
    crowd = Crowd(slack, lambda key, body, copies: None, [QUESTION], random.Random(1), plain=True)
    crowd.write()
    return crowd.asked[0]


def tell(slack: Slack, asked: Asked, name: str) -> None:
    slack.conversations.add(
        {
            "channel": asked.channel,
            "ts": slack.conversations.new_ts(),
            "thread_ts": asked.thread,
            "user": BOT,
            "text": "答え",
            "metadata": {"event_type": "zeroji_posted", "event_payload": {"name": name}},
        }
    )


def wrong(slack: Slack, home: Path, asked: Asked, *, taken: bool = True) -> list[str]:
    """What is found wrong; ``taken``: the server acknowledged the question."""
    found = judge(slack, home, [asked], {asked.key: 1.0} if taken else {})
    return sorted(found["wrong"])


def test_one_outcome_for_each_question_is_right(slack: Slack, home: Path) -> None:
    asked = asked_in(slack)
    slack.conversations.set_status(asked.channel, asked.thread, "調べています", [])
    tell(slack, asked, f"{asked.key}#0")
    tell(slack, asked, f"{asked.key}#1")
    tell(slack, asked, "ticket:1:card#0")
    assert wrong(slack, home, asked) == []


def test_a_question_without_an_outcome_is_lost_once_it_was_acknowledged(
    slack: Slack, home: Path
) -> None:
    asked = asked_in(slack)
    assert wrong(slack, home, asked) == ["lost"]
    assert wrong(slack, home, asked, taken=False) == []


def test_what_follows_a_question_that_was_not_taken_yet_is_not_lost(
    slack: Slack, home: Path
) -> None:
    asked = asked_in(slack)
    asked.kind, asked.after = "follow_up", "EvQuestion"
    early = judge(slack, home, [asked], {asked.key: 1.0, "EvQuestion": 2.0})
    assert early["follow_ups_taken_before_their_question"] == 1
    assert early["wrong"] == {}
    assert list(judge(slack, home, [asked], {asked.key: 2.0, "EvQuestion": 1.0})["wrong"]) == [
        "lost"
    ]


def test_a_message_that_is_there_twice_is_doubled(slack: Slack, home: Path) -> None:
    asked = asked_in(slack)
    tell(slack, asked, f"{asked.key}#0")
    tell(slack, asked, f"{asked.key}#0")
    assert wrong(slack, home, asked) == ["doubled"]


def test_an_answer_to_what_nobody_asked_is_wrong(slack: Slack, home: Path) -> None:
    asked = asked_in(slack)
    tell(slack, asked, f"{asked.key}#0")
    tell(slack, asked, "EvOther#0")
    tell(slack, asked, "")
    assert wrong(slack, home, asked) == ["nobody asked", "without a name"]


def test_what_was_deleted_is_answered_no_more(slack: Slack, home: Path) -> None:
    asked = asked_in(slack)
    asked.deleted = "EvDeleted"
    assert wrong(slack, home, asked) == []
    tell(slack, asked, f"{asked.key}#0")
    assert wrong(slack, home, asked) == ["told of what was deleted"]


def test_a_status_that_does_not_end_is_wrong(slack: Slack, home: Path) -> None:
    asked = asked_in(slack)
    tell(slack, asked, f"{asked.key}#0")
    slack.conversations.set_status(asked.channel, asked.thread, "調べています", [])
    assert wrong(slack, home, asked) == ["statuses that did not end"]


def test_a_question_that_the_engine_was_asked_twice_is_wrong(slack: Slack, tmp_path: Path) -> None:
    asked = asked_in(slack)
    tell(slack, asked, f"{asked.key}#0")
    conversation = f"slack:{asked.channel}:{asked.thread}:{asked.user}"
    with open_zeroji(Settings(home=tmp_path / "home")) as zeroji:
        for _ in range(2):
            question = Question(text=QUESTION, asker="slack:U1", conversation=conversation)
            zeroji.engine.ask(question)
    # The ticket of it has no card, as no server ran.
    found = wrong(slack, tmp_path / "home", asked)
    assert found == ["asked the engine twice", "tickets without a card"]
