"""Messages are posted once in effect, found again by name, changed and taken back."""

from __future__ import annotations

import itertools

import pytest

from bot.jobs import JobFailed
from bot.slack.messages import brief
from bot.slack.places import Place
from bot.slack.posting.client import TokenRefused, web_client
from bot.slack.posting.outbox import Outbox
from bot.slack.posting.posted import About, PostedMessages
from bot.slack.posting.refusals import Unreachable
from bot.wiring import Zeroji
from evals.loopback.slack import Failure, Person, Slack
from tests.bot.slack.workspace import shown

_names = itertools.count(1)
ABOUT = About(kind="notice", user="U1")
HELLO, BYE = brief.line("こんにちは"), brief.line("さようなら")


@pytest.fixture
def outbox(zeroji: Zeroji) -> Outbox:
    return Outbox(web_client(zeroji.settings), zeroji.database)


@pytest.fixture
def name() -> str:
    return f"test:{next(_names)}"


@pytest.fixture
def channel(slack: Slack) -> str:
    return slack.workspace.channel().id


@pytest.fixture
def place(channel: str) -> Place:
    return Place(channel=channel, thread="", user="U1")


def test_what_was_posted_is_not_posted_again(
    outbox: Outbox, slack: Slack, place: Place, name: str
) -> None:
    for again in (False, True, False):
        outbox.post(place, name, [*HELLO, *BYE], again=again, about=ABOUT)
    assert read(slack, place) == ["こんにちは", "さようなら"]


@pytest.mark.parametrize("in_thread", [True, False])
def test_what_arrived_without_an_answer_is_found_by_its_name(
    outbox: Outbox, slack: Slack, place: Place, name: str, zeroji: Zeroji, in_thread: bool
) -> None:
    if in_thread:
        root = Person(slack).message("質問", place.channel) if slack.transport else None
        thread = root["ts"] if root else ""
        place = Place(channel=place.channel, thread=thread, user="U1")
    slack.fail(place.channel, Failure(cut=True, after=True))
    with pytest.raises(JobFailed):
        outbox.post(place, name, HELLO, again=False, about=ABOUT)
    outbox.post(place, name, HELLO, again=True, about=ABOUT)
    (posted,) = slack.posted(place.channel)
    known = PostedMessages(zeroji.database).named(f"{name}#0")
    assert known is not None
    assert known.ts == posted["ts"]


def test_a_refusal_for_good_is_told_apart_from_one_for_now(
    outbox: Outbox, slack: Slack, place: Place, name: str
) -> None:
    slack.fail(place.channel, Failure(error="is_archived"), Failure(error="fatal_error"))
    with pytest.raises(Unreachable, match="is_archived"):
        outbox.post(place, name, HELLO, again=False, about=ABOUT)
    with pytest.raises(JobFailed, match="fatal_error"):
        outbox.post(place, name, HELLO, again=False, about=ABOUT)
    slack.fail(place.channel, Failure(error="token_revoked"))
    with pytest.raises(TokenRefused, match="token_revoked"):
        outbox.post(place, name, HELLO, again=False, about=ABOUT)


def calls_to(slack: Slack, place: Place) -> int:
    return sum(params.get("channel") == place.channel for _, params in list(slack.calls))


def test_a_message_is_changed_only_where_it_shows_something_else(
    outbox: Outbox, slack: Slack, place: Place, name: str
) -> None:
    outbox.post(place, name, HELLO, again=False, about=ABOUT)
    before = calls_to(slack, place)
    assert outbox.update(name, HELLO[0])
    assert calls_to(slack, place) == before
    assert outbox.update(name, BYE[0])
    assert read(slack, place) == ["さようなら"]


def test_a_message_that_somebody_deleted_is_not_there_to_be_changed(
    outbox: Outbox, slack: Slack, place: Place, name: str
) -> None:
    outbox.post(place, name, HELLO, again=False, about=ABOUT)
    with slack.lock:
        slack.conversations.remove(slack.posted(place.channel)[0])
    assert not outbox.update(name, BYE[0])
    outbox.post(place, name, BYE, again=False, about=ABOUT)
    assert read(slack, place) == ["さようなら"]


def test_a_message_is_taken_back_once(
    outbox: Outbox, slack: Slack, place: Place, name: str
) -> None:
    outbox.post(place, name, HELLO, again=False, about=ABOUT)
    outbox.delete(name)
    outbox.delete(name)
    assert slack.posted(place.channel) == []


def test_slack_may_ask_to_wait(outbox: Outbox, slack: Slack, place: Place, name: str) -> None:
    slack.fail(place.channel, Failure.rate_limited(1))
    outbox.post(place, name, [*HELLO, *BYE], again=False, about=ABOUT)
    assert read(slack, place) == ["こんにちは", "さようなら"]


def read(slack: Slack, place: Place) -> list[str]:
    """What a channel shows of ours."""
    return [shown(message) for message in slack.posted(place.channel)]
