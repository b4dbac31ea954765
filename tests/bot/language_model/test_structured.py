from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.language_model import Endpoint, Kind, Model, NoReply, Structured
from bot.language_model.breaker import FAULTS
from evals.loopback.behaviours import (
    Behaviour,
    Compressed,
    Cut,
    Dripping,
    Empty,
    Endless,
    Hanging,
    HttpError,
    InTurn,
    Late,
    NoChoices,
    Refused,
    Text,
    WebPage,
)
from evals.loopback.certificates import self_signed
from evals.loopback.chat_completions import OpenAIServer, Takes, openai_server
from tests.bot.language_model.conftest import MESSAGES, TEN, Deadline

Make = Callable[..., Model]
NOWHERE = "http://127.0.0.1:1/v1"
#: How much longer than its time limit a call may take on a busy machine.
_SLACK_SECONDS = 1.5


def ask(model: Model, seconds: float | None = None) -> int:
    return Structured(model, Deadline).ask(MESSAGES, seconds=seconds).days


def refusal(model: Model) -> NoReply:
    """Why it gives none."""
    with pytest.raises(NoReply) as raised:
        ask(model)
    return raised.value


def test_a_reply_has_the_shape_that_was_asked_for(first: OpenAIServer, model: Make) -> None:
    first.will(TEN)
    assert Structured(model(), Deadline).ask(MESSAGES) == Deadline(days=10)
    (asked,) = first.requests
    assert asked["messages"][1] == {"role": "user", "content": "精算はいつまで？"}
    assert asked["response_format"]["json_schema"]["schema"]["required"] == ["days"]
    assert first.keys == ["Bearer sk-test"]


def test_the_length_of_a_reply_is_bounded_in_the_words_of_old_and_new_servers(
    first: OpenAIServer, model: Make
) -> None:
    first.will(TEN)
    ask(model(max_tokens=321))
    (asked,) = first.requests
    assert (asked["max_completion_tokens"], asked["max_tokens"]) == (321, 321)


@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        (Hanging(), "timeout"),
        (Dripping(), "timeout"),
        (Late(seconds=30, then=TEN), "timeout"),
        (HttpError(status=401), "refused"),
        (HttpError(status=404), "refused"),
        (HttpError(status=429), "refused"),
        (HttpError(status=429, headers={"Retry-After": "60"}), "refused"),
        (HttpError(status=302, headers={"Location": "http://127.0.0.1:1/"}), "refused"),
        (Refused(), "refused"),
        (HttpError(status=500), "unreachable"),
        (HttpError(status=503), "unreachable"),
        (Cut(), "unreachable"),
        (Endless(), "bad_shape"),
        (Compressed(), "bad_shape"),
        (Empty(), "bad_shape"),
        (WebPage(), "bad_shape"),
        (NoChoices(), "bad_shape"),
        (Text(content=""), "bad_shape"),
        (Text(content="10日です。"), "bad_shape"),
        (Text(content='{"days": 10'), "bad_shape"),
        (Text(content='{"days": 10}', finish_reason="length"), "bad_shape"),
        (Text(content='{"days": "soon"}'), "bad_shape"),
        (Text(content='{"weeks": 2}'), "bad_shape"),
    ],
    ids=repr,
)
def test_each_fault_is_told_apart_and_ends_in_time(
    first: OpenAIServer, model: Make, behaviour: Behaviour, kind: Kind
) -> None:
    first.will(behaviour)
    limited = model(timeout=2)
    started = time.monotonic()
    assert refusal(limited).kind == kind
    assert time.monotonic() - started < 2 + _SLACK_SECONDS


def test_a_server_that_is_down_is_unreachable(model: Make) -> None:
    told = refusal(model(base_url=NOWHERE))
    assert told.kind == "unreachable"
    assert "gpt-test@127.0.0.1:1" in str(told) and "Check its address" in str(told)
    assert "アドレスと証明書" in told.text("ja")


def test_a_certificate_that_nobody_vouches_for_is_not_believed(tmp_path: Path, model: Make) -> None:
    certificate, ca_file = self_signed(tmp_path)
    with openai_server(certificate) as server:
        server.will(TEN)
        told = refusal(model(base_url=server.url))
        assert told.kind == "unreachable" and "CERTIFICATE_VERIFY_FAILED" in str(told)
        assert server.requests == []
        assert ask(model(base_url=server.url, ca_file=ca_file)) == 10


def test_certificates_that_cannot_be_read_are_told(tmp_path: Path, model: Make) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    assert "ZEROJI_URL_CA_FILE" in str(refusal(model(ca_file=tmp_path / "ca.pem")))


def test_many_who_ask_at_once_wait_no_longer_than_one(first: OpenAIServer, model: Make) -> None:
    first.will(Hanging())
    shared = model(timeout=1)
    shared.load()
    started = time.monotonic()
    with ThreadPoolExecutor(20) as people:
        kinds = {problem.kind for problem in people.map(lambda _: refusal(shared), range(20))}
    assert kinds <= {"timeout", "breaker_open"}
    assert time.monotonic() - started < 1 + _SLACK_SECONDS


# --- Trying again -----------------------------------------------------------------------------


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_what_may_pass_is_tried_once_more(first: OpenAIServer, model: Make, status: int) -> None:
    first.will(InTurn(behaviours=[HttpError(status=status), TEN]))
    assert ask(model()) == 10
    assert len(first.requests) == 2


@pytest.mark.parametrize(
    "behaviour",
    [
        HttpError(status=401),
        HttpError(status=404),
        HttpError(status=429, message="insufficient_quota: check your plan"),
        Refused(),
        Endless(),
    ],
    ids=repr,
)
def test_what_will_not_pass_is_not_tried_again(
    first: OpenAIServer, model: Make, behaviour: Behaviour
) -> None:
    first.will(InTurn(behaviours=[behaviour, TEN]))
    refusal(model())
    assert len(first.requests) == 1


@pytest.mark.parametrize(
    "header", [{"Retry-After": "1"}, {"retry-after-ms": "1000"}], ids=lambda h: next(iter(h))
)
def test_retry_after_is_waited_for(
    first: OpenAIServer, model: Make, header: dict[str, str]
) -> None:
    first.will(InTurn(behaviours=[HttpError(status=429, headers=header), TEN]))
    started = time.monotonic()
    assert ask(model()) == 10
    assert time.monotonic() - started >= 1


def test_a_wait_beyond_the_limit_is_not_begun(first: OpenAIServer, model: Make) -> None:
    date = "Wed, 21 Oct 2065 07:28:00 GMT"
    for asked in ("60", date):
        first.will(InTurn(behaviours=[HttpError(status=429, headers={"Retry-After": asked}), TEN]))
        started = time.monotonic()
        assert refusal(model()).kind == "refused"
        assert time.monotonic() - started < _SLACK_SECONDS
        assert len(first.requests) == 1


def test_less_time_can_be_given_than_the_model_has(first: OpenAIServer, model: Make) -> None:
    first.will(Hanging())
    started = time.monotonic()
    with pytest.raises(NoReply):
        ask(model(timeout=60), seconds=0.3)
    assert time.monotonic() - started < 0.3 + _SLACK_SECONDS


# --- What servers understand ------------------------------------------------------------------


@pytest.mark.parametrize("takes", [Takes(schema=False, text=True)], ids=["rejects json_schema"])
def test_a_server_without_schemas_is_asked_in_words_and_remembered(
    first: OpenAIServer, model: Make, takes: Takes
) -> None:
    first.will(Text(content='<think>{"days": 1}?</think>```json\n{"days": 10}\n```'), takes)
    asking = Structured(model(), Deadline)
    assert [asking.ask(MESSAGES).days, asking.ask(MESSAGES).days] == [10, 10]
    formats = ["response_format" in request for request in first.requests]
    assert formats == [True, False, False]
    assert (
        "match this JSON schema" in first.prompt and '"days": {"type": "integer"}' in first.prompt
    )


def test_a_server_that_ignores_schemas_is_asked_again_in_words(
    first: OpenAIServer, model: Make
) -> None:
    ignoring = Takes(ignores_schema=True, text=True)
    first.will(InTurn(behaviours=[Text(content="10日です。"), TEN]), ignoring)
    asking = Structured(model(), Deadline)
    assert [asking.ask(MESSAGES).days, asking.ask(MESSAGES).days] == [10, 10]
    assert [("response_format" in r) for r in first.requests] == [True, False, False]


def test_a_schema_that_has_worked_is_not_given_up_for_one_bad_reply(
    first: OpenAIServer, model: Make
) -> None:
    first.will(InTurn(behaviours=[TEN, Text(content="はい"), TEN]))
    asking = Structured(model(), Deadline)
    asking.ask(MESSAGES)
    with pytest.raises(NoReply):
        asking.ask(MESSAGES)
    asking.ask(MESSAGES)
    assert all("response_format" in request for request in first.requests)


@pytest.mark.parametrize(
    ("takes", "left_out"),
    [(Takes(temperature=False), "temperature"), (Takes(max_tokens=False), "max_tokens")],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_what_a_model_objects_to_is_left_out_and_stays_out(
    first: OpenAIServer, model: Make, takes: Takes, left_out: str
) -> None:
    first.will(TEN, takes)
    asking = Structured(model(), Deadline)
    asking.ask(MESSAGES)
    asking.ask(MESSAGES)
    assert [left_out in request for request in first.requests] == [True, False, False]
    assert all("response_format" in request for request in first.requests)


def test_what_one_shape_cannot_be_asked_for_with_another_may(
    first: OpenAIServer, model: Make
) -> None:
    class Name(BaseModel):
        name: str

    first.will(TEN)
    made = model()
    Structured(made, Deadline).ask(MESSAGES)
    first.will(Text(content='{"name": "休暇届"}'), Takes(schema=False, text=True))
    assert Structured(made, Name).ask(MESSAGES).name == "休暇届"


def test_a_deployment_of_azure_is_asked_at_its_own_address(
    first: OpenAIServer, model: Make
) -> None:
    first.will(TEN)
    resource = first.url.removesuffix("/v1")
    azure = model(name="azure:rules-bot", base_url=resource, api_version="2024-10-21")
    assert ask(azure) == 10
    path = "/openai/deployments/rules-bot/chat/completions?api-version=2024-10-21"
    assert (first.paths, first.keys) == ([path], ["sk-test"])
    assert "max_tokens" not in first.requests[0]


# --- Another endpoint, and none ---------------------------------------------------------------


@pytest.mark.parametrize(
    "behaviour", [HttpError(status=401), HttpError(status=500), Hanging(), TEN], ids=repr
)
def test_a_second_endpoint_is_asked_when_the_first_gives_no_reply(
    first: OpenAIServer, second: OpenAIServer, model: Make, behaviour: Behaviour
) -> None:
    first.will(behaviour)
    second.will(Text(content='{"days": 7}'))
    other = Endpoint(name="local", api_key="", base_url=second.url)
    started = time.monotonic()
    assert ask(model(timeout=4, fallback=other)) == (10 if behaviour is TEN else 7)
    assert time.monotonic() - started < 4
    asked = [] if behaviour is TEN else ["local"]
    assert [request["model"] for request in second.requests] == asked
    # The first one's key is not shown to the second.
    assert second.keys == ["Bearer none"] * len(asked)


def test_two_endpoints_that_hang_take_no_longer_than_one(
    first: OpenAIServer, second: OpenAIServer, model: Make
) -> None:
    first.will(Hanging())
    second.will(Dripping())
    other = Endpoint(name="local", api_key="", base_url=second.url)
    started = time.monotonic()
    assert refusal(model(timeout=2, fallback=other)).kind == "timeout"
    assert time.monotonic() - started < 2 + _SLACK_SECONDS


def test_an_endpoint_that_keeps_failing_is_left_alone_by_all_who_share_the_model(
    first: OpenAIServer, model: Make
) -> None:
    first.will(HttpError(status=401))
    shared = model()
    for _ in range(FAULTS):
        assert refusal(shared).kind == "refused"
    asked = len(first.requests)
    told = refusal(shared)
    assert told.kind == "breaker_open" and "30 s" in str(told)
    assert len(first.requests) == asked


@pytest.mark.parametrize("behaviour", [Refused(), HttpError(status=400)], ids=repr)
def test_requests_that_are_refused_for_what_they_ask_do_not_shut_the_endpoint_to_others(
    first: OpenAIServer, model: Make, behaviour: Behaviour
) -> None:
    first.will(behaviour)
    shared = model()
    assert [refusal(shared).kind for _ in range(FAULTS + 1)] == ["refused"] * (FAULTS + 1)
    first.will(TEN)
    assert ask(shared) == 10


def test_when_the_first_is_left_alone_the_second_is_asked_at_once(
    first: OpenAIServer, second: OpenAIServer, model: Make
) -> None:
    first.will(Hanging())
    second.will(TEN)
    other = Endpoint(name="local", api_key="", base_url=second.url)
    shared = model(timeout=1, fallback=other)
    for _ in range(FAULTS):
        ask(shared)
    first.requests.clear()
    started = time.monotonic()
    assert ask(shared) == 10
    assert time.monotonic() - started < 0.5
    assert first.requests == []


class Told(BaseModel):
    text: str
    quotes: list[str]


def test_personal_data_leaves_masked_and_stands_again_in_the_reply(
    first: OpenAIServer, model: Make
) -> None:
    first.will(Text(content='{"text": "［電話1］へ折り返します。", "quotes": ["窓口は［電話2］"]}'))
    asked = [
        ("system", "Answer."),
        ("user", "窓口は03-1234-5678\n携帯は090-1234-5678、taro@example.com です。"),
    ]
    reply = Structured(model(), Told).ask(asked)
    for personal in ("03-1234-5678", "090-1234-5678", "taro@example.com"):
        assert personal not in str(first.requests)
    assert reply == Told(text="03-1234-5678へ折り返します。", quotes=["窓口は090-1234-5678"])
