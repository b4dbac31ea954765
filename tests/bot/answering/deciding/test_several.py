from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.answering.composing.composition import ModelWriter
from bot.answering.engine import AnswerEngine
from bot.outcomes import Answer, Clarification, Escalation, Exchange, Question, Refusal
from bot.wiring import Zeroji
from evals.loopback.behaviours import Draft, Says
from evals.loopback.chat_completions import OpenAIServer

Ask = Callable[..., Exchange]

SETTLING = "旅費の精算は何営業日以内ですか。"
RULE = "旅費の精算は、出張終了後10営業日以内に行わなければならない。"
OWN_PC = "私物のパソコンを業務に使用してもいいですか。"
OWN_PC_RULE = "私物のパソコンを業務に使用してはならない。"
UNKNOWN = "社員食堂のカレーの値段はいくらですか"
UNCLEAR = "休暇は何日ですか"


@pytest.fixture
def ask(engine: Callable[..., AnswerEngine]) -> Ask:
    plain = engine()

    def ask_once(text: str, **changes: Any) -> Exchange:
        return plain.ask(Question(**{"text": text, "asker": "shain"} | changes))

    return ask_once


def test_two_questions_are_answered_each_below_its_own_words(ask: Ask) -> None:
    answer = ask(f"{SETTLING}あと、{OWN_PC}").outcome
    assert isinstance(answer, Answer)
    first, second = answer.text.split("■ ")[1:]
    assert first.startswith(f"{SETTLING}\n【旅費規程 第34条（旅費の精算）】\n{RULE}")
    assert second.startswith(f"{OWN_PC}\n【在宅勤務規程 第8条（私物のパソコン）】\n{OWN_PC_RULE}")
    assert [citation.manual for citation in answer.citations] == ["旅費規程", "在宅勤務規程"]


def test_an_answer_to_two_questions_is_right_when_both_are(ask: Ask) -> None:
    alone = [ask(text).outcome for text in (SETTLING, OWN_PC)]
    together = ask(f"{SETTLING}{OWN_PC}").outcome
    sure = [one.confidence for one in (*alone, together) if isinstance(one, Answer)]
    assert sure[2] == pytest.approx(sure[0] * sure[1], abs=0.01)


def test_what_is_not_answered_is_named_and_handed_over_alone(ask: Ask, zeroji: Zeroji) -> None:
    outcome = ask(f"{SETTLING}{UNKNOWN}").outcome
    assert isinstance(outcome, Escalation)
    assert RULE in outcome.text
    assert f"「{UNKNOWN}」については" in outcome.text
    assert f"受付番号 {outcome.ticket}" in outcome.text
    assert [citation.quote for citation in outcome.citations] == [RULE]
    assert zeroji.desk.ticket(outcome.ticket).question == UNKNOWN


def test_what_is_not_clear_is_asked_back_below_the_answer_to_the_rest(ask: Ask) -> None:
    outcome = ask(f"{SETTLING}あと、{UNCLEAR}").outcome
    assert isinstance(outcome, Clarification)
    assert RULE in outcome.text
    assert f"「{UNCLEAR}」" in outcome.text
    assert [citation.quote for citation in outcome.citations] == [RULE]
    for option in outcome.options:
        answer = ask(option.question).outcome
        assert isinstance(answer, Answer)
        assert RULE not in answer.text


def test_where_nothing_is_answered_the_message_is_handed_over_as_it_is(
    ask: Ask, zeroji: Zeroji
) -> None:
    text = f"{UNKNOWN}？水泳大会の景品は何ですか？"
    outcome = ask(text).outcome
    assert isinstance(outcome, Escalation)
    assert outcome.citations == ()
    assert zeroji.desk.ticket(outcome.ticket).question == text


def test_a_sensitive_question_beside_another_leaves_all_to_people(ask: Ask) -> None:
    outcome = ask(f"{SETTLING}あと、課長にパワハラを受けています。どうすればいいですか？").outcome
    assert isinstance(outcome, Refusal)
    assert RULE not in outcome.text


def test_an_answer_beside_a_ticket_is_recorded_with_its_proof(ask: Ask, zeroji: Zeroji) -> None:
    exchange = ask(f"{SETTLING}{UNKNOWN}")
    said = zeroji.ledger.messages(exchange.conversation, "shain")[1]
    assert said.outcome is not None
    assert (said.outcome["outcome"], said.text) == ("escalation", exchange.outcome.text)
    assert [citation["quote"] for citation in said.outcome["citations"]] == [RULE]


def test_each_question_is_answered_for_the_date_that_it_names(ask: Ask) -> None:
    answer = ask(f"{SETTLING}2099年4月1日からは旅費の精算は何営業日以内ですか。").outcome
    assert isinstance(answer, Answer)
    now, then = answer.text.split("■ ")[1:]
    assert "10営業日以内" in now and "時点の規程" not in now
    assert "7営業日以内" in then and "（2099年4月1日時点の規程によります）" in then


def test_a_model_is_asked_once_with_what_answers_each_question(
    engine: Callable[..., AnswerEngine], writer: Callable[..., ModelWriter], openai: OpenAIServer
) -> None:
    both = [
        Says(text="出張終了後10営業日以内です。", quote=RULE),
        Says(text="業務には使えません。", quote=OWN_PC_RULE),
    ]
    openai.will(Draft(sentences=both))
    asked = len(openai.requests)
    answer = engine(writer()).ask(Question(text=f"{SETTLING}{OWN_PC}", asker="shain")).outcome
    assert isinstance(answer, Answer) and answer.composed
    assert answer.text.startswith("出張終了後10営業日以内です。業務には使えません。")
    assert len(openai.requests) == asked + 1
