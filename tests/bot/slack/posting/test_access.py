"""A token that Slack refuses: Slack is left alone, and what waited goes out when it is good."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.desk.notices import Notices
from bot.slack.posting import access
from bot.slack.posting.access import Access
from bot.wiring import Zeroji
from evals.loopback.slack import Params, Slack
from evals.loopback.slack import Person as Member
from evals.loopback.slack.events import event_callback
from tests.bot.slack.posting.test_delivery import delivered
from tests.bot.slack.workspace import PATIENCE, Person, shown, wait_for

_PAUSE = 1.0
_FIRST = "在宅勤務は週に何日までできますか"
_SECOND = "在宅勤務手当は1日いくらですか"


@pytest.fixture
def outage(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Revokes the token; it is good again in the end."""
    monkeypatch.setattr(access, "_PAUSE_SECONDS", _PAUSE)
    yield slack.revoke
    slack.reinstall()


def refused(person: Person) -> str:
    """Slack's word for why it refuses the token, as far as the server knows."""
    app = person.http.app  # type: ignore[attr-defined]
    return str(app.state.slack_refused())


def looks(slack: Slack) -> int:
    """Calls with the bot's token; those for a connection are made with another."""
    return sum(method != "apps.connections.open" for method, _ in list(slack.calls))


def test_of_a_day_without_a_token_a_call_a_minute_is_left() -> None:
    seconds = 0.0
    known = Access(clock=lambda: seconds)
    known.heard("token_revoked", looked=False, since=known.since)
    asked = 0
    for second in range(24 * 60 * 60):
        seconds = float(second)
        if known.may_ask():
            asked += 1
            known.heard("token_revoked", looked=True, since=known.since)
    assert 1400 < asked <= 24 * 60


def test_only_a_look_opens_again_what_was_refused() -> None:
    known = Access()
    known.heard("account_inactive", looked=False, since=known.since)
    known.heard("", looked=False, since=known.since)  # a call that began before
    assert known.refused == "account_inactive"
    known.heard("", looked=True, since=known.since)
    assert known.may_ask()


def test_what_was_refused_before_the_token_was_good_again_is_old_news() -> None:
    known = Access()
    before = known.since
    known.heard("token_revoked", looked=False, since=before)
    known.heard("", looked=True, since=before)
    known.heard("token_revoked", looked=False, since=before)
    assert known.may_ask()


@pytest.mark.parametrize("word", ["missing_scope", "channel_not_found", "ratelimited"])
def test_what_is_wrong_with_one_call_stops_no_others(word: str) -> None:
    known = Access()
    known.heard(word, looked=False, since=known.since)
    assert known.may_ask()


def test_what_waits_costs_a_call_now_and_then_and_goes_out_in_order_once(
    person: Person, slack: Slack, zeroji: Zeroji, outage: Callable[[], None]
) -> None:
    others = [Person(person.http, slack) for _ in range(5)]
    outage()
    person.send(person.message(_FIRST))
    wait_for(lambda: refused(person))
    looked = looks(slack)
    wait_for(lambda: looks(slack) > looked)  # by now, what had begun has ended
    began, looked = time.monotonic(), looks(slack)
    threads = {}
    for one in (person, *others):
        first = one.message(_FIRST)
        threads[one.user] = str(first["ts"])
        one.send(first)
        one.send(one.message(_SECOND, threads[one.user]))
    wait_for(lambda: looks(slack) >= looked + 3)
    # Twelve questions wait; whatever is tried, all together ask no more than one a pause, beside
    # one that may have been under way.
    made = looks(slack) - looked
    assert made <= (time.monotonic() - began) / _PAUSE + 2

    slack.reinstall()

    wait_for(lambda: all(len(one.received) >= 2 for one in others) and len(person.received) >= 3)
    time.sleep(1.5)  # another look for what is waiting
    assert len(person.received) == 3
    for one in others:
        said = [shown(message) for message in one.received]
        assert [message["thread_ts"] for message in one.received] == [threads[one.user]] * 2
        assert "3日まで" in said[0] and "250円" in said[1]


def test_what_staff_replied_meanwhile_arrives_once(
    person: Person, slack: Slack, zeroji: Zeroji, outage: Callable[[], None]
) -> None:
    question = f"{person.user}号室の暖房は何時に止まりますか"
    person.ask(question)
    number = next(t.id for t in zeroji.desk.tickets(limit=500) if t.question == question)
    outage()
    zeroji.desk.reply(number, "sato", "二十時です。")
    time.sleep(2.5 * _PAUSE)
    assert len(person.received) == 1
    slack.reinstall()
    wait_for(lambda: delivered(zeroji, number))
    time.sleep(1.5)
    assert len(person.received) == 2


@pytest.mark.parametrize(
    "event",
    [
        {"type": "app_uninstalled"},
        {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UBOT"]}},
    ],
    ids=lambda event: str(event["type"]),
)
def test_administrators_learn_of_it_though_nobody_asks_anything(
    employee: Member,
    slack: Slack,
    zeroji: Zeroji,
    outage: Callable[[], None],
    event: Params,
) -> None:
    name = f"kanri-{employee.id.lower()}"
    zeroji.accounts.add(name, roles=["admin"])
    outage()
    assert slack.transport is not None
    assert slack.transport.event(event_callback(event)).acknowledged
    wait_for(lambda: [n.kind for n in Notices(zeroji.database).latest(name)] == ["slack_token"])
    slack.reinstall()
    employee.message(_FIRST)
    wait_for(lambda: slack.posted(employee.direct.id))


def test_what_people_revoke_of_their_own_is_no_concern(http: TestClient, slack: Slack) -> None:
    slack.deliver_to(http, patience=PATIENCE)
    event = {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}
    assert slack.transport is not None
    assert slack.transport.event(event_callback(event)).acknowledged
    app = http.app
    assert isinstance(app, FastAPI)
    assert app.state.slack_refused() == ""
