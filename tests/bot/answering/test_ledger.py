from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.answering.engine import AnswerEngine
from bot.outcomes import Escalation, Exchange, Question
from bot.wiring import Zeroji
from knowledge.errors import NotFound

Ask = Callable[..., Exchange]


@pytest.fixture
def ask(engine: Callable[..., AnswerEngine]) -> Ask:
    plain = engine()
    return lambda text, asker, conversation=None: plain.ask(
        Question(text=text, asker=asker, conversation=conversation)
    )


def test_conversations_are_listed_by_their_first_question_newest_first(
    ask: Ask, zeroji: Zeroji
) -> None:
    first = ask("出張の日当はいくらですか。", "kondo")
    second = ask("有休の申請はいつまで?", "kondo")
    ask("じゃあ部長は？", "kondo", first.conversation)
    listed = zeroji.ledger.conversations("kondo")
    assert [(c, text) for c, text, _ in listed] == [
        (second.conversation, "有休の申請はいつまで?"),
        (first.conversation, "出張の日当はいくらですか。"),
    ]
    assert zeroji.ledger.conversations("somebody else") == []


def test_a_reply_of_staff_stands_in_the_conversation(ask: Ask, zeroji: Zeroji) -> None:
    asked = ask("社員旅行の行き先の投票はどこですか", "kondo")
    assert isinstance(asked.outcome, Escalation)
    zeroji.desk.reply(asked.outcome.ticket, "sato", "総務課です。")
    later = ask("有休の申請はいつまで?", "kondo", asked.conversation)
    messages = zeroji.ledger.messages(later.conversation, "kondo")
    assert [m.role for m in messages] == ["asker", "zeroji", "staff", "asker", "zeroji"]
    assert len({m.id for m in messages}) == 5


def test_a_conversation_that_does_not_exist_is_not_found(zeroji: Zeroji) -> None:
    with pytest.raises(NotFound, match="no such conversation"):
        zeroji.ledger.messages("nowhere", "kondo")


def test_a_question_survives_as_it_was_typed(ask: Ask, zeroji: Zeroji) -> None:
    typed = " ﾃﾚﾜｰｸ\n<b>手当</b>は？ 🍛 "
    exchange = ask(typed, "kondo")
    assert zeroji.ledger.messages(exchange.conversation, "kondo")[0].text == typed
