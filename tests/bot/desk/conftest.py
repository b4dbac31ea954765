from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.outcomes import Escalation, Exchange, Question
from bot.wiring import Zeroji


@pytest.fixture
def ask(zeroji: Zeroji) -> Callable[..., Exchange]:
    """Asks as ``shain`` unless told otherwise."""

    def ask_once(text: str, **changes: Any) -> Exchange:
        return zeroji.engine.ask(Question(**{"text": text, "asker": "shain"} | changes))

    return ask_once


@pytest.fixture
def ticket(ask: Callable[..., Exchange]) -> Callable[..., int]:
    """The ticket of a question that no manual answers."""

    def ticket_of(text: str, **changes: Any) -> int:
        outcome = ask(text, **changes).outcome
        assert isinstance(outcome, Escalation)
        return outcome.ticket

    return ticket_of
