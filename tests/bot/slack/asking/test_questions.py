from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update

from bot import schema
from bot.wiring import Zeroji
from evals.loopback.slack import Slack
from knowledge.database import writing
from tests.bot.slack.workspace import Person, buttons, shown, wait_for

ANSWERED = "在宅勤務は週に何日までできますか"
UNANSWERED = "屋上のヘリポートの利用料金は何ドルですか"


def test_a_direct_message_is_answered_in_its_thread_with_the_source(person: Person) -> None:
    event = person.message(ANSWERED)
    person.send(event)
    answer = wait_for(lambda: person.received)[0]
    assert answer["thread_ts"] == event["ts"]
    assert "1週間につき3日まで" in shown(answer)
    assert "在宅勤務FAQ 在宅勤務は週に何日までできますか" in shown(answer)
    assert [button["text"]["text"] for button in buttons(answer)] == ["総務に聞く"]


def test_a_mention_is_answered_without_the_mention(
    in_channel: Callable[[], Person], zeroji: Zeroji
) -> None:
    asker = in_channel()
    assert "1週間につき3日まで" in shown(asker.ask(ANSWERED))
    assert questions_of(zeroji, asker) == [ANSWERED]


def test_a_message_in_the_thread_continues_the_conversation(person: Person, zeroji: Zeroji) -> None:
    thread = person.ask(ANSWERED)["thread_ts"]
    answer = person.ask("手当は？", thread)
    assert answer["thread_ts"] == thread
    conversation = f"slack:{person.channel}:{thread}:{person.user}"
    messages = zeroji.ledger.messages(conversation, f"slack:{person.user}")
    assert [m.text for m in messages if m.role == "asker"] == [ANSWERED, "手当は？"]


def test_colleagues_in_a_thread_have_their_own_conversations(
    in_channel: Callable[[], Person], zeroji: Zeroji
) -> None:
    first, second = in_channel(), in_channel()
    thread = first.ask(ANSWERED)["thread_ts"]
    second.ask("在宅勤務手当はいくらですか", thread)
    assert questions_of(zeroji, first) == [ANSWERED]
    assert questions_of(zeroji, second) == ["在宅勤務手当はいくらですか"]


def test_what_is_not_in_the_manuals_becomes_a_ticket(person: Person, zeroji: Zeroji) -> None:
    answer = person.ask(UNANSWERED)
    ticket = next(t for t in zeroji.desk.tickets(limit=500) if t.question == UNANSWERED)
    assert f"受付番号 {ticket.id}" in shown(answer)
    assert buttons(answer) == []


def test_only_a_direct_message_uses_what_its_asker_may_read(
    person: Person, in_channel: Callable[[], Person], zeroji: Zeroji
) -> None:
    question = "昇給の原資は何パーセントですか"
    zeroji.accounts.add(f"slack-{person.user.lower()}", audiences=["managers"])
    assert "2.5パーセント" in shown(person.ask(question))
    overheard = in_channel()
    overheard.user = person.user
    assert "2.5パーセント" not in shown(overheard.ask(question))


def test_the_same_event_twenty_times_at_once_is_answered_once(
    person: Person, zeroji: Zeroji
) -> None:
    event = person.message(ANSWERED)

    def deliver(number: int) -> int:
        return person.send(event, "Ev-twenty").status_code

    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(deliver, range(20))) == {200}
    wait_for(lambda: person.received)
    person.ask("在宅勤務手当はいくらですか", event["ts"])
    assert len(person.received) == 2
    assert len(questions_of(zeroji, person)) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "bot_message"},
        {"bot_id": "B1"},
        {"user": None},
        {"type": "app_mention"},
        {"type": "reaction_added"},
    ],
    ids=str,
)
def test_what_is_no_question_is_taken_and_left(
    person: Person, zeroji: Zeroji, change: dict[str, str]
) -> None:
    assert person.send(person.message(ANSWERED) | change, f"Ev{change}").status_code == 200
    with zeroji.database.connect() as tx:
        assert f"Ev{change}" not in tx.scalars(select(schema.slack_events.c.id)).all()


def test_a_chosen_option_asks_its_question_once(person: Person, zeroji: Zeroji) -> None:
    unclear = person.ask(ANSWERED)
    exchange = buttons(unclear)[0]["value"]
    offer(zeroji, int(exchange), "日数：在宅勤務について")
    option = {"action_id": "zeroji.option:0", "value": exchange}
    for _ in range(2):
        assert person.press(unclear, option).status_code == 200
    wait_for(lambda: len(person.received) == 2)
    assert person.received[1]["thread_ts"] == unclear["thread_ts"]
    person.ask("手当は？", unclear["thread_ts"])
    assert questions_of(zeroji, person) == [ANSWERED, "日数：在宅勤務について", "手当は？"]


def test_the_button_asks_a_person_once(person: Person, zeroji: Zeroji) -> None:
    answer = person.ask(ANSWERED)
    for _ in range(2):
        assert person.press(answer, buttons(answer)[0]).status_code == 200
    wait_for(lambda: len(person.received) == 2)
    tickets = [
        ticket
        for ticket in zeroji.desk.tickets(limit=500)
        if f"slack:{person.user}" in {asker.asker for asker in ticket.askers}
    ]
    assert f"受付番号 {tickets[0].id}" in shown(person.received[1])
    assert len(tickets) == 1


def test_a_colleague_cannot_hand_over_somebody_elses_question(
    in_channel: Callable[[], Person], slack: Slack
) -> None:
    asker, colleague = in_channel(), in_channel()
    answer = asker.ask(ANSWERED)
    colleague.press(answer, buttons(answer)[0])
    wait_for(lambda: slack.whispered(colleague.user))
    assert "質問した方だけ" in shown(slack.whispered(colleague.user)[0])
    assert len(asker.received) == 1


def offer(zeroji: Zeroji, exchange: int, question: str) -> None:
    """Make an exchange one that has asked back."""
    table = schema.exchanges
    options = [{"label": "日数", "question": question}]
    with writing(zeroji.database) as tx:
        row = tx.execute(select(table).where(table.c.id == exchange)).one()
        outcome = row.outcome | {"options": options}
        tx.execute(update(table).where(table.c.id == exchange).values(outcome=outcome))


def questions_of(zeroji: Zeroji, person: Person) -> list[str]:
    table = schema.exchanges.c
    query = select(table.question).where(table.asker == f"slack:{person.user}").order_by(table.id)
    with zeroji.database.connect() as tx:
        return list(tx.scalars(query))
