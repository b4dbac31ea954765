from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, Row, select, update

from bot import schema
from bot.language_model import Endpoint, Limits, Model, NoReply, Price, Spending, Structured
from bot.language_model.breaker import FAULTS
from bot.language_model.report import askers_today, daily
from bot.language_model.spending import start_of_day
from evals.loopback.behaviours import Cut, Hanging, HttpError, Late, Text
from evals.loopback.chat_completions import OpenAIServer
from knowledge.database import now, writing
from tests.bot.language_model.conftest import MESSAGES, TEN, Deadline

Make = Callable[..., Model]
PRICE = Price(0.25, 2.0)


def ask(model: Model, asker: str = "shain") -> int:
    return Structured(model, Deadline, purpose="answer").ask(MESSAGES, asker=asker).days


def refused(model: Model, asker: str = "shain") -> NoReply:
    with pytest.raises(NoReply) as raised:
        ask(model, asker)
    return raised.value


def calls(database: Engine) -> list[Row[Any]]:
    with database.connect() as tx:
        return list(tx.execute(select(schema.model_calls).order_by(schema.model_calls.c.id)))


@pytest.fixture
def recorded(database: Engine, model: Make) -> Callable[..., Model]:
    """A model whose calls are recorded and limited."""

    def make(limits: Limits | None = None, **changes: Any) -> Model:
        spending = Spending(database, limits or Limits())
        return model(**{"price": PRICE, "spending": spending} | changes)

    return make


def test_a_call_is_recorded_with_what_it_took(
    first: OpenAIServer, recorded: Make, database: Engine
) -> None:
    first.will(TEN, tokens=(1000, 50))
    ask(recorded())
    (call,) = calls(database)
    assert (call.asker, call.purpose, call.outcome) == ("shain", "answer", "answered")
    assert call.model == "gpt-test@" + first.url.split("/")[2]
    assert (call.tokens_in, call.tokens_out, call.estimated) == (1000, 50, False)
    # 1000 × 0.25 + 50 × 2 per million
    assert call.cost == 350
    assert call.ms > 0


def test_tokens_that_the_endpoint_does_not_tell_are_estimated(
    first: OpenAIServer, recorded: Make, database: Engine
) -> None:
    first.will(TEN, tokens=None)
    ask(recorded())
    (call,) = calls(database)
    assert call.estimated and call.tokens_in > 10 and call.tokens_out == len(TEN.content)


@pytest.mark.parametrize("behaviour", [Hanging(), Cut()], ids=repr)
def test_what_may_have_been_charged_counts_in_full(
    first: OpenAIServer, recorded: Make, database: Engine, behaviour: Hanging | Cut
) -> None:
    first.will(behaviour)
    refused(recorded(timeout=1, max_tokens=300))
    (call,) = calls(database)
    assert call.estimated and call.tokens_out >= 300


@pytest.mark.parametrize(
    "changes", [{}, {"base_url": "http://127.0.0.1:1/v1"}], ids=["an error", "no connection"]
)
def test_what_was_not_worked_on_costs_nothing(
    first: OpenAIServer, recorded: Make, database: Engine, changes: dict[str, str]
) -> None:
    first.will(HttpError(status=500))
    refused(recorded(**changes))
    (call,) = calls(database)
    assert (call.tokens_in, call.tokens_out, call.cost, call.outcome) == (0, 0, 0, "unreachable")


def test_a_reply_of_another_shape_has_its_price(
    first: OpenAIServer, recorded: Make, database: Engine
) -> None:
    first.will(Text(content='{"days": 1', finish_reason="length"), tokens=(100, 4000))
    refused(recorded())
    (call,) = calls(database)
    assert (call.outcome, call.tokens_in, call.tokens_out) == ("bad_shape", 100, 4000)


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        (Limits(tokens=1050), "the 1,050 tokens of everybody for today are spent"),
        (Limits(cost=0.00035), "the cost of everybody has reached today's limit of 0.00035"),
        (Limits(user_tokens=1050), "the 1,050 tokens of a user for today are spent"),
        (Limits(user_cost=0.00035), "the cost of a user has reached today's limit"),
    ],
    ids=repr,
)
def test_a_limit_that_is_reached_ends_asking(
    first: OpenAIServer, recorded: Make, database: Engine, limits: Limits, told: str
) -> None:
    first.will(TEN, tokens=(1000, 50))
    limited = recorded(limits)
    ask(limited)
    spent = refused(limited)
    assert spent.kind == "spent" and told in str(spent)
    assert "今日の" in spent.text("ja") and "ZEROJI_…_PER_DAY" in spent.text("ja")
    assert len(first.requests) == 1
    assert [call.outcome for call in calls(database)] == ["answered", "spent"]


def test_what_one_person_has_spent_leaves_the_others_theirs(
    first: OpenAIServer, recorded: Make
) -> None:
    first.will(TEN, tokens=(1000, 50))
    limited = recorded(Limits(user_tokens=1000))
    ask(limited, "shain")
    assert refused(limited, "shain").kind == "spent"
    assert ask(limited, "kacho") == 10


def test_a_new_day_begins_with_nothing_spent(
    first: OpenAIServer, recorded: Make, database: Engine
) -> None:
    first.will(TEN, tokens=(1000, 50))
    limited = recorded(Limits(tokens=1000))
    ask(limited)
    with writing(database) as tx:
        yesterday = start_of_day(now()) - timedelta(seconds=1)
        tx.execute(update(schema.model_calls).values(at=yesterday))
    assert ask(limited) == 10


def test_calls_at_the_same_time_do_not_pass_a_limit_together(
    first: OpenAIServer, recorded: Make, database: Engine
) -> None:
    first.will(Late(seconds=0.5, then=TEN), tokens=(1000, 50))
    limited = recorded(Limits(tokens=1000), max_tokens=1000)

    def try_to_ask(number: int) -> str:
        try:
            return str(ask(limited, f"shain-{number}"))
        except NoReply as problem:
            return problem.kind

    with ThreadPoolExecutor(8) as people:
        came_to = sorted(people.map(try_to_ask, range(8)))
    assert came_to == ["10"] + ["spent"] * 7
    assert len(first.requests) == 1


def test_a_call_that_a_crash_interrupted_still_counts(database: Engine, model: Make) -> None:
    spending = Spending(database, Limits(tokens=100))
    interrupted = model(spending=spending, max_tokens=100, base_url="http://127.0.0.1:1/v1")

    class Crash(BaseException):
        """The process dies here."""

    def crash(*_: object) -> int:
        raise Crash

    asking = Structured(interrupted, Deadline)
    interrupted.connections[0].reply = crash  # type: ignore[assignment,method-assign]
    with pytest.raises(Crash):
        asking.ask(MESSAGES)
    assert [call.outcome for call in calls(database)] == ["unfinished"]
    assert refused(interrupted).kind == "spent"


def test_when_the_money_is_spent_a_model_that_is_free_goes_on(
    first: OpenAIServer, second: OpenAIServer, recorded: Make
) -> None:
    first.will(TEN, tokens=(1000, 50))
    second.will(Text(content='{"days": 7}'))
    local = Endpoint(name="local", api_key="", base_url=second.url)
    limited = recorded(Limits(cost=0.0001), fallback=local)
    assert [ask(limited), ask(limited), ask(limited)] == [10, 7, 7]


def test_an_endpoint_that_is_left_alone_is_recorded_and_costs_nothing(
    first: OpenAIServer, recorded: Make, database: Engine
) -> None:
    first.will(HttpError(status=401))
    shared = recorded()
    for _ in range(FAULTS + 2):
        refused(shared)
    outcomes = [call.outcome for call in calls(database)]
    assert outcomes == ["refused"] * FAULTS + ["breaker_open"] * 2


def test_the_report_adds_up_by_day_model_and_purpose(
    first: OpenAIServer, recorded: Make, database: Engine
) -> None:
    first.will(TEN, tokens=(1000, 50))
    limited = recorded(Limits(user_tokens=2000))
    ask(limited, "shain")
    ask(limited, "shain")
    refused(limited, "shain")
    ask(limited, "kacho")
    (today,) = daily(database, 30)
    assert today.outcomes == {"answered": 3, "spent": 1}
    assert (today.tokens_in, today.tokens_out, today.estimated) == (3000, 150, 0)
    assert today.cost == pytest.approx(3 * 0.00035)
    assert today.median_ms is not None
    assert [(a.asker, a.calls, a.tokens) for a in askers_today(database, 10)] == [
        ("shain", 3, 2100),
        ("kacho", 1, 1050),
    ]


def test_the_report_reaches_back_as_many_days_as_asked_for(
    first: OpenAIServer, recorded: Make, database: Engine
) -> None:
    first.will(TEN)
    ask(recorded())
    with writing(database) as tx:
        tx.execute(update(schema.model_calls).values(at=now() - timedelta(days=2)))
    ask(recorded())
    assert len(daily(database, 2)) == 1
    assert [spent.day for spent in daily(database, 3)] == [
        now().astimezone().date(),
        (now() - timedelta(days=2)).astimezone().date(),
    ]
    assert len(askers_today(database, 10)) == 1
