"""Embeddings behind OpenAI's protocol: what is asked, and what every failure comes to."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from knowledge.embedding import Access, Embedder, embedder, service
from knowledge.errors import ModelUnavailable
from tests.loopback.openai_server import (
    EmbeddingsService,
    Flawed,
    HttpError,
    Silence,
    embeddings_service,
)

LIMIT = HttpError(status=429, code="rate_limit_exceeded")


@pytest.fixture
def server() -> Iterator[EmbeddingsService]:
    with embeddings_service() as running:
        yield running


@pytest.fixture
def made(server: EmbeddingsService) -> Embedder:
    return embedder("openai:m", Access(api_key="sk-secret", base_url=server.url))


def test_many_texts_are_one_request(server: EmbeddingsService, made: Embedder) -> None:
    vectors = made.passages(["日当", "宿泊費の上限"])

    (request,) = server.requests
    assert (request["model"], request["input"]) == ("m", ["日当", "宿泊費の上限"])
    assert server.authorizations == ["Bearer sk-secret"]
    assert vectors.dtype == np.float32
    assert vectors == pytest.approx(
        np.array([[2, 1, 0], [6, 1, 0]]) / np.sqrt([[5], [37]]), abs=1e-6
    )


def test_a_question_is_one_vector(made: Embedder) -> None:
    assert made.query("日当").shape == (3,)


def test_the_environment_is_not_read(
    server: EmbeddingsService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-environment")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    embedder("openai:m", Access(base_url=server.url)).query("日当")
    assert server.authorizations == ["Bearer none"]


def test_a_request_holds_no_more_than_the_service_takes(
    server: EmbeddingsService, made: Embedder
) -> None:
    texts = [str(n) for n in range(2050)]
    vectors = made.passages(texts)
    assert [len(request["input"]) for request in server.requests] == [2048, 2]
    assert vectors.shape == (2050, 3)


def test_a_request_holds_no_more_characters_than_the_service_takes(
    server: EmbeddingsService, made: Embedder
) -> None:
    made.passages(["あ" * 4000] * 31)
    assert [len(request["input"]) for request in server.requests] == [30, 1]


def test_a_text_that_is_too_long_is_cut_and_none_is_empty(
    server: EmbeddingsService, made: Embedder, caplog: pytest.LogCaptureFixture
) -> None:
    made.passages(["あ" * 9000, ""])
    assert [len(text) for text in server.requests[0]["input"]] == [4000, 1]
    assert "The ends of 1 texts over 4000 characters are not embedded" in caplog.text


def test_what_passes_by_is_waited_for(server: EmbeddingsService, made: Embedder) -> None:
    server.next = [LIMIT, HttpError(status=500), HttpError(status=503), LIMIT]
    assert made.passages(["日当"]).shape == (1, 3)
    assert len(server.requests) == 5


def test_a_question_waits_for_less(server: EmbeddingsService, made: Embedder) -> None:
    server.behaviour = LIMIT
    with pytest.raises(ModelUnavailable):
        made.query("日当")
    assert len(server.requests) == 2


def test_vectors_are_put_in_the_order_of_the_texts(
    server: EmbeddingsService, made: Embedder
) -> None:
    straight = made.passages(["a", "bb", "ccc"])
    server.behaviour = Flawed(flaw="shuffled")
    assert made.passages(["a", "bb", "ccc"]) == pytest.approx(straight)


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (HttpError(status=401), "its key is refused. Check OPENAI_API_KEY"),
        (HttpError(status=403), "its key is refused"),
        (HttpError(status=404), "there is no such model. Check ZEROJI_EMBEDDER"),
        (HttpError(status=429, code="insufficient_quota"), "its quota is used up"),
        (LIMIT, "it takes no more requests for the moment"),
        (HttpError(status=400), "it answered with HTTP 400: .*as the test asks"),
        (HttpError(status=500), "it answered with HTTP 500"),
        (Flawed(flaw="html"), "something else than vectors"),
        (Flawed(flaw="no data"), "something else than vectors"),
        (Flawed(flaw="text"), "something else than vectors"),
        (Flawed(flaw="short"), "answered 2 texts with 1 vectors"),
    ],
)
def test_each_failure_says_what_to_do(
    server: EmbeddingsService,
    made: Embedder,
    behaviour: HttpError | Flawed,
    said: str,
) -> None:
    server.behaviour = behaviour
    with pytest.raises(ModelUnavailable, match=said) as raised:
        made.passages(["日当", "宿泊費"])
    assert "openai:m" in str(raised.value)
    assert "sk-secret" not in str(raised.value)


def test_a_service_that_is_not_there_says_where_it_was_looked_for() -> None:
    gone = Access(base_url="http://127.0.0.1:9/v1", retries=0)
    with pytest.raises(ModelUnavailable, match=r"http://127.0.0.1:9/v1 .* cannot be reached"):
        embedder("openai:m", gone).passages(["日当"])


def test_a_service_that_is_silent_is_not_waited_for_without_end(server: EmbeddingsService) -> None:
    server.behaviour = Silence()
    quick = Access(base_url=server.url, query_timeout=0.2, query_retries=0)
    with pytest.raises(ModelUnavailable, match=r"did not answer within 0\.2 s"):
        embedder("openai:m", quick).query("日当")


def test_without_an_address_it_is_openai() -> None:
    assert service.EmbeddingsService("m", Access(api_key="sk")).url == "https://api.openai.com/v1"
