"""What Slack sends is written down once, before Slack is told that it has arrived."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from bot import schema
from bot.slack.receiving.inbox import Inbox
from bot.wiring import Zeroji
from evals.loopback.slack import Failure, Slack
from evals.loopback.slack import Person as Member
from tests.bot.slack.workspace import PATIENCE, Person, event_body, shown, signed, wait_for

QUESTION = "在宅勤務は週に何日までできますか"


def test_the_same_event_fifty_times_at_once_is_one_question(person: Person, zeroji: Zeroji) -> None:
    event = person.message(QUESTION)
    with ThreadPoolExecutor(50) as pool:
        sent = [pool.submit(person.send, event, f"EvSame{person.user}") for _ in range(50)]
        assert {one.result(PATIENCE).status_code for one in sent} == {200}
    wait_for(lambda: person.received)
    person.ask("在宅勤務手当はいくらですか")  # by then, another answer would have come
    table = schema.exchanges.c
    query = select(func.count()).where(table.asker == f"slack:{person.user}")
    with zeroji.database.connect() as tx:
        assert tx.execute(query).scalar_one() == 2
    assert len(person.received) == 2


def test_an_event_is_acknowledged_while_slack_takes_no_messages(
    person: Person, slack: Slack
) -> None:
    may_be_posted = Event()
    slack.fail(person.channel, Failure.held(may_be_posted))
    try:
        assert person.send(person.message(QUESTION)).status_code == 200
        assert person.received == []
    finally:
        may_be_posted.set()
    wait_for(lambda: person.received)


def test_what_could_not_be_written_down_is_sent_again_by_slack_and_answered(
    employee: Member, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive, tries = Inbox.receive, list[int]()

    def fails_first(inbox: Inbox, *given: object) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("disk full")
        receive(inbox, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Inbox, "receive", fails_first)
    employee.message(QUESTION)
    wait_for(lambda: slack.posted(employee.direct.id))
    assert "3日まで" in shown(slack.posted(employee.direct.id)[0])


@pytest.mark.parametrize(
    "body",
    [
        event_body({"type": "reaction_added", "user": "U1"}, "EvUnknown1"),
        event_body({"type": "something_new", "user": "U1"}, "EvUnknown2"),
        {"type": "app_rate_limited", "minute_rate_limited": 1518467820},
    ],
    ids=lambda body: str(body.get("event", body)["type"]),
)
def test_what_is_of_no_interest_is_acknowledged(http: TestClient, body: dict[str, object]) -> None:
    data = json.dumps(body).encode()
    headers = signed(data) | {"Content-Type": "application/json"}
    assert http.post("/slack/events", content=data, headers=headers).status_code == 200


def test_an_unknown_button_is_acknowledged(person: Person) -> None:
    answer = person.ask(QUESTION)
    assert person.press(answer, {"action_id": "other", "value": "1"}).status_code == 200


def test_a_body_that_is_too_large_is_refused(http: TestClient) -> None:
    response = http.post("/slack/events", content=b"x" * 2_000_000, headers=signed(b"{}"))
    assert response.status_code == 413


def test_who_pressed_a_button_that_opened_nothing_is_told_so(
    employee: Member, slack: Slack
) -> None:
    employee.message(QUESTION)
    (answer,) = wait_for(lambda: slack.posted(employee.direct.id))
    (block,) = [b for b in answer["blocks"] if b["type"] == "context_actions"]
    slack.fail_call("views.open", Failure(error="expired_trigger_id"))
    employee.press(answer, block["elements"][0]["negative_button"]["value"])
    (told,) = wait_for(lambda: slack.whispered(employee.id))
    assert "もう一度" in told["text"]
