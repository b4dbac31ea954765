"""What stands below a card, and what members are told of proposals."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.desk.notices import Kind
from bot.slack.messages.blocks import Message, texts
from bot.slack.messages.staff_notices import Subject, notices
from bot.slack.messages.staff_thread import asked, entry, notice
from evals.loopback.slack.limits import of_message

LONG = "経費精算の申請期限について教えてください。<!channel> *重要* " * 400
_OF_TICKETS = ("due_soon", "overdue", "handed_over")


@pytest.mark.parametrize(
    "messages",
    [
        entry("田中 花子 さんのメモ", LONG),
        entry("質問した人に、回答を伝えました（1件）。"),
        asked(LONG, by_same=True, language="ja"),
        asked("手当は？", by_same=False, language="en"),
        notice("受付番号 12 には、佐藤 一郎 さんが先に回答しました。", LONG[:3000]),
    ],
)
def test_slack_takes_it_however_long_the_texts_are(messages: list[Message]) -> None:
    assert messages
    for message in messages:
        assert of_message(message.text, message.blocks) == ("", [])


def test_what_was_typed_is_given_back_whole() -> None:
    typed = LONG[:3000].strip()
    said = "".join("".join(texts(one.blocks)) for one in notice("送っていません。", typed))
    assert "".join(typed.split()) in "".join(said.split())


@pytest.mark.parametrize("kind", [kind for kind in get_args(Kind) if kind not in _OF_TICKETS])
def test_each_kind_of_notice_has_words_and_names_what_it_is_about(kind: str) -> None:
    subjects = [
        Subject(number=n, is_proposal=True, url=f"https://z.example/{n}") for n in range(30)
    ]
    (message,) = notices(kind, subjects)
    said = "\n".join(texts(message.blocks))
    assert "改定案 0" in said
    assert "ほか10件" in said
    assert of_message(message.text, message.blocks) == ("", [])
