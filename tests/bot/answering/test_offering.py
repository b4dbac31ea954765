"""What is not proved may be what the asker looks for: the asker is shown its name before people are
asked."""

from __future__ import annotations

from bot.outcomes import Answer, Clarification, Escalation, Exchange, Option, Question
from bot.wiring import Zeroji
from evals.loopback.behaviours import Draft
from evals.loopback.chat_completions import OpenAIServer
from tests.bot.answering.conftest import READS, Ask, Engine, Writer

DIED = "父が亡くなった"
OFFERED = "もしかして、次のことでしょうか？"
NOTE = "お選びの規定を引用しました。お答えになっていないときは、担当者にお尋ねください。"


def options(exchange: Exchange) -> tuple[Option, ...]:
    assert isinstance(exchange.outcome, Clarification), exchange.outcome
    return exchange.outcome.options


def test_a_rule_that_is_near_is_offered_by_name(ask: Ask, zeroji: Zeroji) -> None:
    before = len(zeroji.desk.tickets(limit=1000))
    asked = ask(DIED)
    assert [option.label for option in options(asked)] == ["忌引休暇"]
    assert asked.outcome.text.startswith(OFFERED)
    assert len(zeroji.desk.tickets(limit=1000)) == before


def test_who_chooses_it_reads_it_and_is_told_that_it_is_not_proved(ask: Ask) -> None:
    asked = ask(DIED)
    answer = ask(options(asked)[0].question, conversation=asked.conversation).outcome
    assert isinstance(answer, Answer)
    assert answer.citations[0].quote == "父母が死亡したときの忌引休暇は7日とする。"
    assert answer.text.endswith(NOTE)


def test_an_option_that_was_offered_earlier_can_still_be_chosen(ask: Ask) -> None:
    asked = ask(DIED)
    ask("旅費の精算は何営業日以内ですか。", conversation=asked.conversation)
    answer = ask(options(asked)[0].question, conversation=asked.conversation).outcome
    assert isinstance(answer, Answer)
    assert answer.citations[0].section == "第3条（忌引休暇）"


def test_who_asks_for_a_person_instead_gets_a_ticket_with_what_is_near(
    ask: Ask, zeroji: Zeroji
) -> None:
    ticket = zeroji.desk.ask_a_person(ask(DIED).id, "shain")
    assert ticket.question == DIED
    assert ticket.reason == "low_confidence"
    assert [place["section"] for place in ticket.nearest] == ["第3条（忌引休暇）"]


def test_who_asks_the_same_once_more_is_handed_over(ask: Ask) -> None:
    asked = ask(DIED)
    assert isinstance(ask(DIED, conversation=asked.conversation).outcome, Escalation)


def test_what_is_not_near_is_handed_over_at_once(ask: Ask) -> None:
    assert isinstance(ask("割引チケットを買うべきですか").outcome, Escalation)


def test_nothing_is_offered_where_a_model_has_read_it_and_found_no_answer(
    engine: Engine, writer: Writer, openai: OpenAIServer
) -> None:
    openai.will(Draft(answers=False, sentences=[]))
    asked = engine(writer(), aptitude=READS).ask(Question(text=DIED, asker="shain"))
    assert openai.requests
    assert isinstance(asked.outcome, Escalation)


def test_the_place_that_was_chosen_answers_however_its_words_lie(ask: Ask) -> None:
    """Its name ends like a sentence, and others are nearer to it with the grade that was chosen."""
    asked = ask("出張の日当はいくらですか")
    chosen = next(option for option in options(asked) if option.label == "課長")
    answer = ask(chosen.question, conversation=asked.conversation).outcome
    assert isinstance(answer, Answer)
    assert "2,500円" in answer.text and "3,000円" not in answer.text
    assert NOTE not in answer.text
