from __future__ import annotations

import json
import time
from datetime import date

import pytest
from sqlalchemy import func, select

from bot import schema
from bot.answering.engine import LONGEST_QUESTION
from bot.outcomes import (
    Answer,
    Clarification,
    Escalation,
    Exchange,
    Question,
    Refusal,
)
from bot.wiring import Zeroji
from evals.loopback.behaviours import (
    Draft,
)
from evals.loopback.chat_completions import OpenAIServer
from knowledge import japanese
from knowledge.errors import NotFound
from tests.bot.answering.conftest import (
    CHANGES,
    MANUALS,
    ORDER,
    RULE,
    SETTLING,
    UNKNOWN,
    Ask,
    Engine,
    Writer,
)

ALLOWANCE = "課長の出張の日当はいくらですか。"
#: What only managers may read.
SECRETS = ("3.2%", "5.0%", "昇給の原資は、")


# Without a language model


def test_an_answer_quotes_the_rule_with_its_place(ask: Ask) -> None:
    answer = ask(SETTLING).outcome
    assert isinstance(answer, Answer)
    assert not answer.composed
    cited = answer.citations[0]
    assert (cited.manual, cited.revision, cited.quote) == ("旅費規程", 1, RULE)
    assert cited.section == "第1章 総則 > 第34条（旅費の精算）"
    assert cited.path.endswith("旅費規程.md")
    assert answer.text.startswith(f"【旅費規程 第34条（旅費の精算）】\n{RULE}")


def test_what_no_manual_says_becomes_a_ticket(ask: Ask, zeroji: Zeroji) -> None:
    outcome = ask(UNKNOWN).outcome
    assert isinstance(outcome, Escalation)
    assert outcome.reason == "not_in_manuals"
    ticket = zeroji.desk.ticket(outcome.ticket)
    assert ticket.question == UNKNOWN
    assert f"受付番号 {ticket.id}" in outcome.text
    assert f"{ticket.due_at.astimezone():%-m月%-d日}までに" in outcome.text


def test_somebody_who_wants_a_person_gets_one(ask: Ask) -> None:
    outcome = ask("旅費の精算について担当者に相談したいです").outcome
    assert isinstance(outcome, Escalation)
    assert outcome.reason == "asked_for_a_person"
    assert outcome.nearest


def test_an_ambiguous_question_is_asked_back_and_each_option_is_answered(ask: Ask) -> None:
    outcome = ask("休暇は何日ですか").outcome
    assert isinstance(outcome, Clarification)
    assert {option.label for option in outcome.options} >= {"慶弔休暇", "忌引休暇"}
    for option in outcome.options:
        answer = ask(option.question).outcome
        assert isinstance(answer, Answer)
        assert option.label in answer.citations[0].section


def test_a_sensitive_matter_is_left_to_people(ask: Ask) -> None:
    outcome = ask("課長にパワハラを受けています").outcome
    assert isinstance(outcome, Refusal)
    assert outcome.reason == "sensitive"
    assert "コンプライアンス相談窓口（内線2999）" in outcome.text
    assert [c.section for c in outcome.citations] == ["第9条（相談窓口）"]


def test_a_sensitive_matter_is_not_shown_to_a_model(
    engine: Engine, writer: Writer, openai: OpenAIServer
) -> None:
    openai.will(Draft(sentences=[]))
    engine(writer()).ask(Question(text="課長にパワハラを受けています", asker="shain"))
    assert openai.requests == []


@pytest.mark.parametrize("text", ["", "  \n　"])
def test_an_empty_question_is_refused_with_an_example(ask: Ask, text: str) -> None:
    outcome = ask(text).outcome
    assert isinstance(outcome, Refusal)
    assert outcome.reason == "empty"


def test_a_question_of_100_kilobytes_is_refused_at_once(ask: Ask) -> None:
    started = time.monotonic()
    outcome = ask("経費は" * 11_000).outcome
    assert isinstance(outcome, Refusal)
    assert outcome.reason == "too_long"
    assert "33,000文字" in outcome.text
    assert time.monotonic() - started < 1


def test_the_longest_question_that_is_allowed_is_worked_on(ask: Ask) -> None:
    assert not isinstance(ask("旅" * LONGEST_QUESTION).outcome, Refusal)


@pytest.mark.parametrize(
    "text",
    ["\x00\x00", "旅費\x00の精算は何営業日以内ですか。", "🍛" * 50, "''; DROP TABLE exchanges; --"],
)
def test_odd_characters_end_in_an_outcome_too(ask: Ask, zeroji: Zeroji, text: str) -> None:
    exchange = ask(text)
    said = zeroji.ledger.messages(exchange.conversation, "shain")
    assert said[1].outcome is not None
    assert said[1].outcome["outcome"] == exchange.outcome.kind


def test_characters_that_no_database_holds_are_left_out(ask: Ask, zeroji: Zeroji) -> None:
    exchange = ask("旅費\x00の精算は何営業日\x00以内ですか。")
    assert isinstance(exchange.outcome, Answer)
    assert zeroji.ledger.messages(exchange.conversation, "shain")[0].text == SETTLING


def test_the_answer_is_in_the_language_of_the_question(ask: Ask) -> None:
    assert "handed your question to our staff" in ask("Is there a swimming pool?").outcome.text
    assert "Thank you for telling us" in ask("My boss is harassing me").outcome.text


# Recording


@pytest.mark.parametrize(
    "text", [SETTLING, UNKNOWN, "休暇は何日ですか", "パワハラです", "", "あ" * 3000]
)
def test_every_question_is_recorded_with_its_outcome(
    ask: Ask, engine: Engine, zeroji: Zeroji, text: str
) -> None:
    exchange = ask(text)
    asked, said = zeroji.ledger.messages(exchange.conversation, "shain")
    assert (asked.role, asked.text) == ("asker", text)
    assert (said.role, said.text) == ("zeroji", exchange.outcome.text)
    told = engine().to_json(exchange)
    assert said.outcome is not None
    assert {key: said.outcome[key] for key in ("outcome", "citations", "ticket")} == {
        key: told[key] for key in ("outcome", "citations", "ticket")
    }


def test_the_chunks_that_an_outcome_rests_on_are_recorded(ask: Ask, zeroji: Zeroji) -> None:
    def chunk_ids(exchange: Exchange) -> list[str]:
        table = schema.exchanges.c
        with zeroji.database.connect() as tx:
            query = select(table.chunk_ids).where(table.id == exchange.id)
            return list(tx.execute(query).scalar_one())

    answered, escalated = ask(SETTLING), ask(UNKNOWN)
    assert isinstance(answered.outcome, Answer)
    assert chunk_ids(answered) == [c.chunk_id for c in answered.outcome.citations]
    assert isinstance(escalated.outcome, Escalation)
    assert chunk_ids(escalated) == [p.chunk.id for p in escalated.outcome.nearest]


def test_nothing_is_left_behind_when_a_question_cannot_be_recorded(
    ask: Ask, zeroji: Zeroji, monkeypatch: pytest.MonkeyPatch
) -> None:
    def count() -> tuple[int, ...]:
        tables = (schema.exchanges, schema.tickets, schema.ticket_askers)
        with zeroji.database.connect() as tx:
            return tuple(
                tx.execute(select(func.count()).select_from(t)).scalar_one() for t in tables
            )

    def fail(*args: object) -> None:
        raise OSError("disk full")

    before = count()
    monkeypatch.setattr(type(zeroji.ledger), "record", fail)
    with pytest.raises(OSError, match="disk full"):
        ask("水泳大会の景品は何ですか")
    assert count() == before


@pytest.mark.parametrize("text", [SETTLING, UNKNOWN, "", "パワハラです"])
def test_the_time_of_each_step_is_told(ask: Ask, text: str) -> None:
    timings = ask(text).timings_ms
    assert list(timings) == ["understand", "search", "decide", "compose", "ground", "total"]
    assert 0 < timings["understand"] <= timings["total"]
    assert sum(timings.values()) - timings["total"] <= timings["total"] + 0.1


# Conversations


@pytest.mark.parametrize("text", ["？", "😀😀", "\u200b", "()[]*+?", "12,000"])
def test_a_text_without_a_word_is_asked_for_a_question_in_japanese(
    engine: Engine, text: str
) -> None:
    exchange = engine().ask(Question(text=text, asker="shain"))
    assert isinstance(exchange.outcome, Refusal) and exchange.outcome.reason == "empty"
    assert japanese.is_japanese(exchange.outcome.text)


def test_a_follow_up_is_searched_with_what_it_continues(engine: Engine) -> None:
    bold = engine(caution=0.3)
    first = bold.ask(Question(text="課長の出張の日当はいくらですか。", asker="shain"))
    going_on = Question(text="じゃあ部長は？", asker="shain", conversation=first.conversation)
    second = bold.ask(going_on)
    assert second.conversation == first.conversation
    assert second.trace.standalone == "部長の出張の日当はいくらですか。"
    assert isinstance(second.outcome, Answer)
    assert "部長 / 日帰り: 3,000円" in second.outcome.text


def test_a_new_matter_in_a_conversation_is_answered_by_itself(ask: Ask) -> None:
    first = ask(SETTLING)
    second = ask(
        "管理職でなくても在宅勤務は1週間に何日までできますか", conversation=first.conversation
    )
    assert "旅費" not in second.trace.standalone


def test_nobody_continues_the_conversation_of_another(ask: Ask, zeroji: Zeroji) -> None:
    first = ask(ALLOWANCE)
    with pytest.raises(NotFound, match="no such conversation"):
        ask("じゃあ部長は？", asker="hoka", conversation=first.conversation)
    with pytest.raises(NotFound):
        zeroji.ledger.messages(first.conversation, "hoka")
    assert len(zeroji.ledger.messages(first.conversation, "shain")) == 2


# Dates


@pytest.mark.parametrize(
    ("on", "days", "revision"),
    [(date(2099, 3, 31), 10, 1), (date(2099, 4, 1), 7, 2), (None, 10, 1)],
)
def test_the_revision_in_force_on_the_day_answers(
    ask: Ask, on: date | None, days: int, revision: int
) -> None:
    answer = ask(SETTLING, on=on).outcome
    assert isinstance(answer, Answer)
    assert answer.citations[0].quote == RULE.replace("10", str(days))
    assert answer.citations[0].revision == revision


def test_a_day_that_the_question_names_is_said_again(ask: Ask) -> None:
    asked = "2099年4月1日からは、出張終了後の旅費の精算は何営業日以内に行いますか。"
    answer = ask(asked).outcome
    assert "7営業日以内" in answer.text
    assert answer.text.endswith("（2099年4月1日時点の規程によります）")


def test_that_a_rule_changes_soon_is_noted_until_it_has_changed(ask: Ask) -> None:
    assert ask(SETTLING).outcome.text.endswith(CHANGES)
    assert CHANGES not in ask(SETTLING, on=date(2099, 4, 1)).outcome.text


def test_what_stays_in_the_next_revision_is_not_said_to_change(ask: Ask) -> None:
    assert "改定されます" not in ask(ALLOWANCE).outcome.text


# Audiences


@pytest.mark.parametrize(
    "text",
    [
        "管理職の昇給の原資は何パーセントですか",
        "管理職の昇給率はどの表にありますか。",
        "昇給率の目安",
        "管理職規程の別表第1について担当者に相談したい",
        "私の昇給の評価に納得できません",
    ],
)
def test_what_only_managers_may_read_reaches_nobody_else(
    ask: Ask, engine: Engine, zeroji: Zeroji, text: str
) -> None:
    exchange = ask(text)
    told = json.dumps(engine().to_json(exchange), ensure_ascii=False)
    nearest = exchange.outcome.nearest if isinstance(exchange.outcome, Escalation) else ()
    told += "".join(p.section.text + p.manual.title for p in nearest)
    if isinstance(exchange.outcome, Escalation):
        told += repr(zeroji.desk.ticket(exchange.outcome.ticket).nearest)
    assert [secret for secret in SECRETS if secret in told] == []
    assert {c.manual for c in getattr(exchange.outcome, "citations", ())} <= {"経費FAQ", "休暇規程"}


def test_managers_are_answered(ask: Ask) -> None:
    both = frozenset({"all", "managers"})
    answer = ask("管理職の昇給の原資は何パーセントですか", audiences=both).outcome
    assert "3.2%" in answer.text


def test_a_model_is_not_shown_what_the_asker_may_not_read(
    engine: Engine, writer: Writer, openai: OpenAIServer
) -> None:
    openai.will(Draft(sentences=[]))
    asked = Question(text="管理職の昇給率はどの表にありますか。", asker="shain")
    engine(writer(), caution=0.0).ask(asked)
    assert openai.passages
    assert [secret for secret in SECRETS if secret in openai.prompt] == []


def test_caution_decides_what_is_answered(engine: Engine) -> None:
    def kind(caution: float) -> str:
        asked = Question(text=SETTLING, asker="shain")
        return engine(caution=caution).ask(asked).outcome.kind

    assert [kind(caution) for caution in (0.0, 1.0)] == ["answer", "clarification"]


def test_a_question_may_be_asked_with_another_caution_than_is_set(engine: Engine) -> None:
    asked = Question(text=SETTLING, asker="shain")
    kinds = [engine().ask(asked, caution=caution).outcome.kind for caution in (0.0, 1.0)]
    assert kinds == ["answer", "clarification"]


def test_how_an_outcome_came_about_can_be_traced(ask: Ask, engine: Engine) -> None:
    traced = engine().trace_json(ask(SETTLING))
    assert traced["standalone"] == SETTLING
    assert traced["retrieved"][0]["section"] == "第1章 総則 > 第34条（旅費の精算）"
    assert set(traced["retrieved"][0]) == {"path", "section", "score", "confidence"}
    assert "reaches" in traced["why"]
    assert "食堂 stands nowhere" in ask(UNKNOWN).trace.why


def test_the_company_of_these_tests_has_a_secret_and_an_order() -> None:
    """If these are gone, the tests above prove nothing."""
    assert any(SECRETS[0] in text for text in MANUALS.values())
    assert any(ORDER in text for text in MANUALS.values())


def test_a_question_that_could_stand_alone_is_answered_by_itself(ask: Ask) -> None:
    first = ask(UNKNOWN)
    later = ask(SETTLING, conversation=first.conversation).outcome
    assert isinstance(later, Answer)
    assert later.text == ask(SETTLING).outcome.text
