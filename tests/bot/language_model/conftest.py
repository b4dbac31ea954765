"""Language models on this machine, behind OpenAI's protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from sqlalchemy import Engine

from bot.language_model import Model
from bot.migrations import migrate
from evals.loopback.behaviours import Text
from evals.loopback.chat_completions import OpenAIServer, openai_server
from knowledge.database import connect, sqlite_url


class Deadline(BaseModel):
    """What the model is asked for."""

    days: int


#: A reply of that shape.
TEN = Text(content='{"days": 10}')
MESSAGES = [("system", "Answer."), ("user", "精算はいつまで？")]


@pytest.fixture(scope="session")
def first() -> Iterator[OpenAIServer]:
    with openai_server() as running:
        yield running


@pytest.fixture(scope="session")
def second() -> Iterator[OpenAIServer]:
    with openai_server() as running:
        yield running


@pytest.fixture
def model(first: OpenAIServer) -> Callable[..., Model]:
    """The model at the first endpoint."""

    def make(**changes: Any) -> Model:
        given: dict[str, Any] = {"name": "gpt-test", "api_key": "sk-test", "timeout": 10}
        return Model(**given | {"base_url": first.url} | changes)

    return make


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(sqlite_url(tmp_path / "zeroji.sqlite3"))
    migrate(engine)
    yield engine
    engine.dispose()
