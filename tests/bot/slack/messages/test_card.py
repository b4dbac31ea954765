from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.desk.ticket import Ticket, TicketAsker
from bot.slack.messages import times
from bot.slack.messages.blocks import Message, texts
from bot.slack.messages.card import Card, card, confided
from bot.slack.messages.citations import Cited

SOON = datetime(2050, 4, 1, 8, 0, tzinfo=UTC)
PLACE = Cited(label="旅費規程 第12条", url="https://zeroji.example.co.jp/manuals/3")


def asker(number: int, question: str = "宿泊費はいくらですか") -> TicketAsker:
    return TicketAsker(
        asker=f"slack:U{number}",
        conversation=f"slack:C1:1:U{number}",
        exchange_id=number,
        question=question,
        joined="first" if number == 1 else "similar",
        similarity=None,
    )


def ticket(**changes: Any) -> Ticket:
    values: dict[str, Any] = {
        "id": 12,
        "question": "宿泊費はいくらですか",
        "status": "open",
        "reason": "low_confidence",
        "private": False,
        "topic": "旅費",
        "owner": None,
        "askers": (asker(1),),
        "nearest": (),
        "reply": None,
        "citations": (),
        "dismissed_because": None,
        "opened_at": SOON,
        "due_at": SOON,
        "claimed_at": None,
        "answered_at": None,
        "closed_at": None,
    }
    return Ticket(**values | changes)


def shown(**changes: Any) -> list[str]:
    (message,) = card(Card(ticket=ticket(**changes), nearest=[PLACE]))
    return ["".join(texts(block)) for block in message.blocks]


def actions_of(message: Message) -> list[str]:
    elements = [e for b in message.blocks if b["type"] == "actions" for e in b["elements"]]
    return [element["text"]["text"] for element in elements]


def test_a_card_says_what_is_asked_why_and_until_when() -> None:
    (message,) = card(Card(ticket=ticket(), nearest=[PLACE]))
    assert message.text == "受付番号 12｜未対応　宿泊費はいくらですか"
    title, question, facts, why, nearest, _ = message.blocks
    assert title["text"]["text"] == "受付番号 12｜未対応"
    assert question["elements"][0]["type"] == "rich_text_quote"
    assert [field["text"] for field in facts["fields"]] == [
        "理由：確信なし",
        f"期限：{times.moment(SOON, 'ja')}",
        "質問した人：1人",
        "担当：なし",
        "分野：旅費",
    ]
    assert "確かめられませんでした" in "".join(texts(why))
    assert list(texts(nearest)) == ["旅費規程 第12条"]


@pytest.mark.parametrize(
    ("status", "labels"),
    [
        ("open", ["担当する", "回答する", "引き継ぐ", "対応しない"]),
        ("claimed", ["回答する", "引き継ぐ", "担当を外れる", "対応しない"]),
        ("answered", ["マニュアルに反映", "もう一度開く"]),
        ("proposed", []),
        ("published", ["もう一度開く"]),
        ("dismissed", ["もう一度開く"]),
    ],
)
def test_what_can_be_done_depends_on_the_status(status: str, labels: list[str]) -> None:
    (message,) = card(Card(ticket=ticket(status=status)))
    assert actions_of(message) == labels


def test_the_console_and_the_asker_s_thread_are_linked() -> None:
    console, thread = "https://zeroji.example.co.jp/console/tickets/12", "https://slack.example/p1"
    (message,) = card(Card(ticket=ticket(status="proposed"), console=console, thread=thread))
    (buttons,) = (block["elements"] for block in message.blocks if block["type"] == "actions")
    assert {b["text"]["text"]: b["url"] for b in buttons} == {
        "質問のスレッドを開く": thread,
        "管理画面で開く": console,
    }


def test_others_who_ask_the_same_are_counted_with_their_words() -> None:
    askers = (asker(1), asker(2), asker(2), asker(3, "ホテル代の上限は？"))
    lines = shown(askers=askers)
    assert "ほかの聞き方" in lines
    assert "ホテル代の上限は？" in lines
    assert any("質問した人：3人" in line for line in lines)


def test_a_reply_takes_the_place_of_the_reason() -> None:
    lines = shown(status="answered", reply="1泊1万円です。", owner="sato")
    assert lines[-3:-1] == ["回答", "1泊1万円です。"]
    assert not any("確かめられませんでした" in line for line in lines)


def test_why_it_was_dismissed_is_said() -> None:
    lines = shown(status="dismissed", dismissed_because="個別の相談です。")
    assert lines[-3:-1] == ["対応しない理由", "個別の相談です。"]


def test_what_is_overdue_says_so_and_nothing_else_changes_with_the_clock() -> None:
    late = ticket(due_at=datetime(2020, 4, 1, 8, 0, tzinfo=UTC))
    (message,) = card(Card(ticket=late))
    assert message.blocks[0]["text"]["text"] == "受付番号 12｜未対応（期限切れ）"
    assert "あと" not in "".join(texts(message.blocks))


def test_a_long_question_is_cut_on_the_card() -> None:
    (message,) = card(Card(ticket=ticket(question="長い質問です。" * 1_000)))
    question = "".join(texts(message.blocks[1]))
    assert len(question) <= 2_500
    assert question.endswith("…")


def test_a_private_ticket_has_no_card() -> None:
    with pytest.raises(ValueError, match="private"):
        card(Card(ticket=ticket(private=True)))


def test_a_counselor_is_told_that_a_private_ticket_waits_and_no_more() -> None:
    (message,) = confided(13, SOON, "https://zeroji.example.co.jp/console/tickets/13", "ja")
    lines = ["".join(texts(block)) for block in message.blocks]
    assert lines == [
        "非公開の相談が届いています。内容は管理画面で、相談担当だけが読めます。",
        f"受付番号 13　期限：{times.moment(SOON, 'ja')}",
        "管理画面で開く",
    ]
