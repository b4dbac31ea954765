from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.outcomes import Clarification, Escalation, Exchange, Question
from bot.wiring import Zeroji


@pytest.fixture
def ask(zeroji: Zeroji) -> Callable[..., Exchange]:
    """Asks as ``shain`` unless told otherwise."""

    def ask_once(text: str, **changes: Any) -> Exchange:
        return zeroji.engine.ask(Question(**{"text": text, "asker": "shain"} | changes))

    return ask_once


@pytest.fixture
def ticket(ask: Callable[..., Exchange], zeroji: Zeroji) -> Callable[..., int]:
    """The ticket of a question that no manual answers; where something near is offered, the asker
    wants a person instead."""

    def ticket_of(text: str, **changes: Any) -> int:
        asked = ask(text, **changes)
        if isinstance(asked.outcome, Clarification):
            return int(zeroji.desk.ask_a_person(asked.id, asked.question.asker).id)
        assert isinstance(asked.outcome, Escalation)
        return asked.outcome.ticket

    return ticket_of
