from __future__ import annotations

from typing import Any

import pytest

from bot.slack.messages.blocks import Message, texts
from bot.slack.messages.held import Held, held
from bot.slack.messages.outcome import outcome
from bot.slack.messages.reminder import Due, reminder
from tests.bot.slack.messages.samples import DUE, NOW

ANSWER = outcome(
    7,
    {
        "outcome": "answer",
        "text": "1日250円です。",
        "citations": [],
        "options": [],
        "reason": None,
        "parts": [],
    },
)


def drawn(**changes: Any) -> Message:
    values: dict[str, Any] = {"mode": "approve", "question": "在宅勤務手当は？", "answer": ANSWER}
    (message,) = held(Held(exchange=7, **values | changes))
    return message


def lines(message: Message) -> list[str]:
    return ["".join(texts(block)) for block in message.blocks]


def labels(message: Message) -> list[tuple[str, str]]:
    elements = [e for b in message.blocks if b["type"] == "actions" for e in b["elements"]]
    return [(element["text"]["text"], element["value"]) for element in elements]


def test_a_question_back_is_shown_with_what_it_offers() -> None:
    asked = outcome(
        7,
        {
            "outcome": "clarification",
            "text": "どれについてのご質問ですか？",
            "citations": [],
            "options": [
                {"label": "国内出張", "query": "国内"},
                {"label": "海外出張", "query": "海外"},
            ],
            "reason": None,
            "parts": [],
        },
    )
    said = "\n".join(lines(drawn(answer=asked)))
    assert "国内出張" in said
    assert "海外出張" in said


def test_once_it_is_decided_the_card_and_its_notification_say_what_became_of_it() -> None:
    message = drawn(status="rewritten", text="1日300円です。", by="田中 花子")
    assert "田中 花子 さんが直して送りました。" in message.text
    assert "送った回答" in lines(message)
    assert "回答案" not in lines(message)


def test_an_answer_waits_with_its_question_and_what_can_be_done() -> None:
    message = drawn()
    assert lines(message)[:6] == [
        "回答の確認",
        "承認待ちの回答です。送るまで、質問した人には届きません。",
        "質問",
        "在宅勤務手当は？",
        "回答案",
        "1日250円です。",
    ]
    assert labels(message) == [("送る", "7"), ("直して送る", "7"), ("担当者が答える", "7")]


def test_a_draft_of_who_only_listens_may_be_left_alone() -> None:
    message = drawn(mode="listen")
    assert lines(message)[1].startswith("下書きです")
    assert labels(message)[-1] == ("送らない", "7")


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("sent", "佐藤 さんが送りました。"),
        ("declined", "佐藤 さんが送らないことにしました。"),
        ("to_person", "佐藤 さんが、担当者の回答に切り替えました。"),
    ],
)
def test_what_was_decided_takes_the_place_of_the_buttons(status: str, said: str) -> None:
    message = drawn(status=status, by="佐藤")
    assert lines(message)[1] == said
    assert labels(message) == []


def test_what_staff_wrote_instead_is_shown() -> None:
    message = drawn(status="rewritten", by="佐藤", text="月の上限は5,000円です。")
    assert lines(message)[-1] == "月の上限は5,000円です。"


def test_a_reminder_names_each_ticket_with_its_time() -> None:
    due = Due(ticket=12, question="宿泊費は？", due_at=DUE, url="https://slack.example/p1")
    (message,) = reminder("due_soon", [due], NOW)
    assert message.text == "期限の近い問い合わせがあります（1件）。"
    pieces = message.blocks[1]["elements"][0]["elements"][0]["elements"]
    assert pieces[0] == {"type": "link", "url": "https://slack.example/p1", "text": "受付番号 12"}
    assert pieces[1]["text"].startswith("「宿泊費は？」") and "（あと27時間）" in pieces[1]["text"]


def test_a_private_ticket_is_named_by_its_number_alone() -> None:
    (message,) = reminder("overdue", [Due(ticket=13, question="", due_at=NOW)], NOW)
    assert lines(message)[1].startswith("受付番号 13 ")
    assert "「" not in lines(message)[1]


def test_of_many_tickets_the_rest_is_counted() -> None:
    dues = [Due(ticket=n, question="？", due_at=DUE) for n in range(50)]
    (message,) = reminder("overdue", dues, NOW)
    assert lines(message)[0].endswith("（50件）。")
    assert lines(message)[1].endswith("ほか30件")
