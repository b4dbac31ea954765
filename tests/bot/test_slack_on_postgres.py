"""Slack with a Postgres server, where threads write at the same time and jobs are kept, too."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from dbos import DBOS
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import func, select, update

from bot import durable, schema, wiring
from bot import slack as bot_slack
from bot.business_days import BusinessHours
from bot.desk.ticket import Ticket
from bot.jobs import Jobs
from bot.settings import Settings
from bot.slack.messages.action_ids import CLAIM, REPLY
from bot.slack.receiving.forgetting import KEPT, Forgetting
from bot.web.app import create_app
from bot.wiring import Zeroji, open_zeroji
from evals.loopback.slack import Person as Member
from evals.loopback.slack import Slack, loopback
from knowledge.database import now, writing
from knowledge.embedding import Embedder
from tests import postgres
from tests.bot.slack.conftest import STAFF_CHANNEL
from tests.bot.slack.staff.desk import Desk
from tests.bot.slack.workspace import SECRET, Person, shown, wait_for

FAQ = (
    "質問,回答,担当部署\r\n"
    "在宅勤務は週に何日までできますか,1週間につき3日までできます。,人事部\r\n"
    "在宅勤務手当はいくらですか,1日につき250円です。,人事部\r\n"
)
QUESTION = "在宅勤務は週に何日までできますか"
REPLIED = "管理課の山田が手配します。内線は2211です。"

pytestmark = pytest.mark.skipif(
    not postgres.is_there(),
    reason="no Postgres: install Debian's postgresql, or name a server in ZEROJI_TEST_DATABASE_URL",
)


@pytest.fixture(scope="module")
def slack() -> Iterator[Slack]:
    with loopback() as running:
        running.workspace.channel(STAFF_CHANNEL, private=True)
        yield running


@pytest.fixture(scope="module")
def zeroji(
    slack: Slack, tmp_path_factory: pytest.TempPathFactory, builtin: Embedder
) -> Iterator[Zeroji]:
    folder = tmp_path_factory.mktemp("postgres")
    with postgres.databases() as databases, pytest.MonkeyPatch.context() as patched:
        patched.setattr(wiring, "embedder", lambda name, access: builtin)
        with open_zeroji(_settings(folder, databases.new(), slack)) as opened:
            (folder / "在宅勤務FAQ.csv").write_text(FAQ, encoding="utf-8")
            assert opened.ingest([folder / "在宅勤務FAQ.csv"])["manuals"]["failed"] == []
            yield opened


def _settings(folder: Path, url: str, slack: Slack) -> Settings:
    chosen: dict[str, Any] = {
        "home": folder / "home",
        "database_url": url,
        "slack_bot_token": SecretStr("xoxb-test"),
        "slack_signing_secret": SecretStr(SECRET),
        "slack_api_url": slack.url,
        "slack_staff_channel": STAFF_CHANNEL,
        "slack_reminder_hours": BusinessHours(opens=time(0), closes=time(0)),
        "_env_file": None,
    }
    return Settings(**chosen)


@pytest.fixture(scope="module")
def http(zeroji: Zeroji) -> Iterator[TestClient]:
    app, jobs = create_app(zeroji), Jobs(zeroji.settings)
    with ExitStack() as running:
        running.callback(jobs.destroy)
        running.enter_context(bot_slack.running(app, zeroji, jobs))
        jobs.launch()
        yield TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def person(http: TestClient, slack: Slack) -> Person:
    return Person(http, slack)


@pytest.fixture
def employee(http: TestClient, slack: Slack) -> Member:
    slack.deliver_to(http)
    return Member(slack)


def test_a_question_and_what_follows_are_answered_in_order(person: Person) -> None:
    first = person.message(QUESTION)
    person.send(first)
    person.send(person.message("在宅勤務手当はいくらですか", first["ts"]))
    wait_for(lambda: len(person.received) == 2)
    assert "3日まで" in shown(person.received[0])
    assert "250円" in shown(person.received[1])


def test_the_same_event_fifty_times_at_once_is_one_question(person: Person, zeroji: Zeroji) -> None:
    event = person.message(QUESTION)
    with ThreadPoolExecutor(50) as pool:
        sent = [pool.submit(person.send, event, f"EvSame{person.user}") for _ in range(50)]
        assert {one.result(60).status_code for one in sent} == {200}
    wait_for(lambda: person.received)
    person.ask("在宅勤務手当はいくらですか")  # by then, another answer would have come
    table = schema.exchanges.c
    query = select(func.count()).where(table.asker == f"slack:{person.user}")
    with zeroji.database.connect() as tx:
        assert tx.execute(query).scalar_one() == 2
    assert len(person.received) == 2


def test_many_people_at_once_are_answered_once_each(http: TestClient, slack: Slack) -> None:
    people = [Person(http, slack) for _ in range(20)]
    with ThreadPoolExecutor(20) as pool:
        sent = [pool.submit(one.send, one.message(QUESTION)) for one in people]
        assert {one.result(60).status_code for one in sent} == {200}
    wait_for(lambda: all(one.received for one in people), 60)
    assert [len(one.received) for one in people] == [1] * len(people)


def test_a_ticket_goes_to_the_staff_channel_and_its_reply_to_the_asker(
    employee: Member, slack: Slack, zeroji: Zeroji
) -> None:
    tanaka = Member(slack)
    slack.workspace.channel(STAFF_CHANNEL, members=(tanaka.id,))
    zeroji.accounts.add(f"slack-{tanaka.id.lower()}", "田中 花子", roles=["staff"])
    desk = Desk(zeroji, slack)
    employee.message("社用車のタイヤ交換は誰が手配しますか")
    ticket: Ticket = wait_for(lambda: desk.ticket_of(employee))

    tanaka.press(desk.card(ticket), CLAIM)
    desk.status(ticket, "claimed")
    tanaka.press(desk.card(ticket, says="対応中"), REPLY)
    wait_for(lambda: tanaka.modal)
    tanaka.submit({"text": REPLIED})

    desk.status(ticket, "answered")
    wait_for(lambda: REPLIED in str(slack.posted(employee.direct.id)))
    desk.card(ticket, says=REPLIED)
    replies = [one for one in slack.posted(employee.direct.id) if REPLIED in shown(one)]
    assert len(replies) == 1


def test_an_edited_question_is_answered_anew_and_a_deleted_one_leaves_nothing(
    employee: Member, slack: Slack
) -> None:
    asked = employee.message(QUESTION)
    wait_for(lambda: slack.posted(employee.direct.id))
    employee.edit(asked, "在宅勤務手当はいくらですか")
    wait_for(lambda: "250円" in shown(slack.posted(employee.direct.id)[0]))
    employee.delete(asked)
    wait_for(lambda: not slack.posted(employee.direct.id))


def test_words_that_came_long_ago_and_jobs_done_long_ago_are_forgotten(
    person: Person, zeroji: Zeroji, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.ask(QUESTION)
    event = schema.slack_events
    with writing(zeroji.database) as tx:
        tx.execute(update(event).values(received_at=now() - KEPT - timedelta(days=2)))
    Forgetting(zeroji.database).forget(str(now().date()), again=False)
    with zeroji.database.connect() as tx:
        assert "在宅勤務" not in str(tx.execute(select(event.c.payload)).scalars().all())

    monkeypatch.setattr(durable, "_KEPT", timedelta(days=-1))
    done = {one.workflow_id for one in DBOS.list_workflows(status="SUCCESS")}
    assert done
    durable.DurableQueue.forget_done()
    assert done.isdisjoint(one.workflow_id for one in DBOS.list_workflows())
