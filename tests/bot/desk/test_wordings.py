"""What is known of how things were asked, and what is forgotten again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot import schema
from bot.desk import cases
from bot.desk.ticket import place_of
from bot.outcomes import Answer, Exchange, Question
from bot.wiring import Zeroji
from evals.loop.simulation import prepare
from knowledge.database import writing
from knowledge.embedding import Vectors
from knowledge.model import SearchRequest

FAQ = """---
title: 総務FAQ
kind: faq
owner: 総務課
{more}---

# 総務FAQ

## 名刺は何日で届きますか。

名刺は注文から5営業日で届きます。

## 駐輪場を使うにはどうすればいいですか。

総務課に申し込んでください。利用料は月500円です。
"""
#: Neither is answered by itself; they ask for the same, in words that are alike.
ASKED = "チャリで来たら何かお金とられる？"
OTHER_WORDS = "チャリで来るとお金がかかるんですか"
PARKING = "駐輪場を使うにはどうすればいいですか。"


@pytest.fixture
def faq(zeroji: Zeroji, tmp_path: Path) -> Callable[..., None]:
    def publish(text: str = FAQ, more: str = "") -> None:
        folder = tmp_path / "company"
        folder.mkdir(exist_ok=True)
        (folder / "総務FAQ.md").write_text(text.format(more=more), encoding="utf-8")
        prepare(zeroji, [folder])

    publish()
    return publish


@pytest.fixture
def reply(zeroji: Zeroji) -> Callable[[int, str], None]:
    """Replies to a ticket with the entry of that heading as its place."""

    def reply_from(number: int, heading: str) -> None:
        found = zeroji.searcher.search(SearchRequest(query=heading)).passages
        passage = next(p for p in found if p.section.heading_path[-1] == heading)
        zeroji.desk.reply(number, "sato", "月500円です。", [place_of(passage)])

    return reply_from


@pytest.fixture
def replied(
    faq: object, ticket: Callable[..., int], reply: Callable[[int, str], None]
) -> Callable[..., int]:
    """A ticket whose reply names the entry about parking bicycles."""

    def replied_to(text: str = ASKED, **asked: object) -> int:
        number = ticket(text, **asked)
        reply(number, PARKING)
        return number

    return replied_to


def known(zeroji: Zeroji) -> list[str]:
    return [wording.text for wording in zeroji.wordings.wordings()]


def test_nothing_is_known_before_staff_replied(
    zeroji: Zeroji, faq: object, ticket: Callable[..., int]
) -> None:
    ticket(ASKED)
    assert known(zeroji) == []
    assert zeroji.wordings.nearest(ASKED) is None


def test_a_question_leads_to_the_section_that_the_reply_names(
    zeroji: Zeroji, replied: Callable[..., int]
) -> None:
    number = replied()
    (wording,) = zeroji.wordings.wordings()
    assert (wording.text, wording.heading) == (ASKED, PARKING)
    assert wording.source == f"ticket:{number}"


def test_a_reply_without_a_place_teaches_nothing(
    zeroji: Zeroji, faq: object, ticket: Callable[..., int]
) -> None:
    zeroji.desk.reply(ticket(ASKED), "sato", "月500円です。")
    assert known(zeroji) == []


def test_it_is_answered_in_the_same_words_and_in_others(
    ask: Callable[..., Exchange], replied: Callable[..., int]
) -> None:
    assert not isinstance(ask(OTHER_WORDS).outcome, Answer)
    replied()
    for words in (ASKED, f" {ASKED}！", OTHER_WORDS):
        exchange = ask(words, asker="hanako")
        assert isinstance(exchange.outcome, Answer), words
        assert "月500円" in exchange.outcome.text
        assert exchange.outcome.confidence >= 0.8
        assert f"“{ASKED}”" in exchange.trace.why


def test_a_question_about_another_thing_is_not_answered_by_it(
    ask: Callable[..., Exchange], replied: Callable[..., int]
) -> None:
    replied()
    for words in (
        "バイクで来たら何かお金とられる？",
        "パートがチャリで来たら何かお金とられる？",
        "来年チャリで来たら何かお金とられる？",
        "チャリ3台で来たら何かお金とられる？",
    ):
        assert not isinstance(ask(words).outcome, Answer), words


def test_what_is_personal_is_not_remembered(zeroji: Zeroji, replied: Callable[..., int]) -> None:
    replied(f"{ASKED}。返事は090-1234-5678へ")
    (wording,) = known(zeroji)
    assert "090" not in wording


def test_private_tickets_teach_nothing(zeroji: Zeroji, replied: Callable[..., int]) -> None:
    zeroji.accounts.add("soudan", roles=["counselor"])
    number = replied()
    (exchange,) = zeroji.desk.ticket(number).askers
    zeroji.desk.confide(exchange.exchange_id, "shain")
    assert known(zeroji) == []


def test_what_goes_on_with_another_question_says_nothing_alone(
    zeroji: Zeroji, replied: Callable[..., int]
) -> None:
    replied()
    table = schema.exchanges
    with writing(zeroji.database) as tx:
        outcome = tx.execute(select(table.c.outcome)).scalar_one()
        changed = outcome | {"standalone": f"本社の決まりは\n{ASKED}"}
        tx.execute(update(table).values(outcome=changed))
    assert known(zeroji) == []


def test_a_section_that_says_something_else_now_is_led_to_no_more(
    zeroji: Zeroji, replied: Callable[..., int], faq: Callable[..., None]
) -> None:
    replied()
    assert known(zeroji) == [ASKED]
    faq(FAQ.replace("月500円", "月800円"))
    assert known(zeroji) == []


def test_whoever_may_not_read_the_manual_is_not_answered_from_it(
    ask: Callable[..., Exchange],
    zeroji: Zeroji,
    ticket: Callable[..., int],
    faq: Callable[..., None],
) -> None:
    faq(more="audience: hr\n")
    _reply_for(zeroji, ticket(ASKED, audiences=frozenset({"all", "hr"})), "hr")
    assert not isinstance(ask(ASKED, asker="a").outcome, Answer)
    told = ask(ASKED, asker="b", audiences=frozenset({"all", "hr"}))
    assert isinstance(told.outcome, Answer)


def _reply_for(zeroji: Zeroji, number: int, audience: str) -> None:
    request = SearchRequest(query=PARKING, audiences=frozenset({"all", audience}))
    passage = next(
        p for p in zeroji.searcher.search(request).passages if p.section.heading_path[-1] == PARKING
    )
    zeroji.desk.reply(number, "sato", "月500円です。", [place_of(passage)])


def test_the_wording_of_an_answer_that_is_wrong_is_forgotten(
    zeroji: Zeroji, ask: Callable[..., Exchange], replied: Callable[..., int]
) -> None:
    replied()
    exchange = ask(OTHER_WORDS, asker="hanako")
    assert isinstance(exchange.outcome, Answer)
    zeroji.desk.ask_a_person(exchange.id, "hanako", "complained")
    assert known(zeroji) == []
    assert not isinstance(ask(OTHER_WORDS, asker="taro").outcome, Answer)


def test_who_asks_for_a_person_after_an_answer_does_not_complain_of_it(
    zeroji: Zeroji, ask: Callable[..., Exchange], replied: Callable[..., int]
) -> None:
    replied()
    zeroji.desk.ask_a_person(ask(OTHER_WORDS, asker="hanako").id, "hanako")
    assert known(zeroji) == [ASKED]


def test_an_evaluator_has_a_wording_forgotten_which_is_recorded(
    zeroji: Zeroji, replied: Callable[..., int]
) -> None:
    replied()
    (wording,) = zeroji.wordings.wordings()
    zeroji.wordings.forget(wording.key, "eva")
    zeroji.wordings.forget(wording.key, "eva")
    assert known(zeroji) == []
    table = schema.events.c
    with zeroji.database.connect() as tx:
        found = tx.execute(select(table.actor).where(table.action == "wording.forgotten")).all()
    assert found == [("eva",)]


def test_cases_teach_all_their_wordings_until_they_are_withdrawn(
    zeroji: Zeroji, faq: object, ticket: Callable[..., int]
) -> None:
    number = ticket("会社の自販機の交通系カード対応はいつからですか")
    zeroji.desk.reply(number, "sato", "4月からです。")
    manual = next(m for m in zeroji.library.manuals() if m.title == "総務FAQ")
    question = "自販機でカードは使えますか。"
    made = zeroji.proposals.create(
        number, (manual.id, None), "4月から使えます。", "sato", question=question
    )
    Path(manual.source).write_text(
        FAQ.format(more="") + f"\n## {question}\n\n4月から使えます。\n", encoding="utf-8"
    )
    zeroji.ingest([manual.source])
    with writing(zeroji.database) as tx:
        case = cases.from_ticket(tx, made.id, 2)
    assert case is not None
    (wording,) = zeroji.wordings.wordings()
    assert wording.heading == question
    cases.Cases(zeroji.database).withdraw(case, "eva")
    assert known(zeroji) == []


def test_the_same_words_that_lead_to_two_places_speak_for_neither(
    zeroji: Zeroji, faq: object, ticket: Callable[..., int], reply: Callable[[int, str], None]
) -> None:
    first = ticket(ASKED)
    assert ticket(ASKED, asker="b") == first
    joined = zeroji.desk.ticket(first).askers[1]
    other = zeroji.desk.split(first, joined.exchange_id, "sato").id
    reply(first, PARKING)
    reply(other, "名刺は何日で届きますか。")
    assert known(zeroji) == [ASKED, ASKED]
    assert zeroji.wordings.nearest(ASKED) is None


def test_a_ticket_that_is_reopened_teaches_nothing_until_it_is_replied_to_again(
    zeroji: Zeroji, replied: Callable[..., int], reply: Callable[[int, str], None]
) -> None:
    number = replied()
    zeroji.desk.reopen(number, "sato")
    assert known(zeroji) == []
    reply(number, PARKING)
    assert known(zeroji) == [ASKED]


def test_vectors_are_kept_for_the_next_start(zeroji: Zeroji, replied: Callable[..., int]) -> None:
    replied()
    zeroji.wordings.learn()
    again = type(zeroji.wordings)(zeroji.database, zeroji.searcher.index, _NeverAsked())
    assert [wording.text for wording in again.wordings()] == [ASKED]


class _NeverAsked:
    """The built-in embedder, of which nothing new is wanted."""

    name = "builtin:use-multilingual-v3"

    def passages(self, texts: list[str]) -> Vectors:
        raise AssertionError(texts)

    def query(self, text: str) -> Vectors:
        raise AssertionError(text)


def test_a_question_that_is_about_the_asker_alone_is_nobody_elses(
    zeroji: Zeroji, ask: Callable[..., Exchange], replied: Callable[..., int]
) -> None:
    replied()
    assert not isinstance(ask("私のチャリのお金の残高は", asker="a").outcome, Answer)
    assert zeroji.engine.ask(Question(text=ASKED, asker="a")).outcome.kind == "answer"


def test_what_an_entry_asks_in_its_very_words_leads_to_it(zeroji: Zeroji, faq: object) -> None:
    found = zeroji.wordings.nearest("駐輪場を使うには、どうすればいいですか？")

    assert found is not None and found.is_same
    (section,) = zeroji.library.sections_at(found.places).values()
    assert section.question == PARKING
    assert zeroji.wordings.nearest("駐輪場はどうすれば使えますか") is None
    assert zeroji.wordings.wordings() == []


def test_an_entry_whose_answer_is_called_wrong_speaks_for_itself_no_more(
    zeroji: Zeroji, faq: object
) -> None:
    found = zeroji.wordings.nearest(PARKING)
    assert found is not None
    zeroji.wordings.forget(found.key, "suzuki")

    assert zeroji.wordings.nearest(PARKING) is None
