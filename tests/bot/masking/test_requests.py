"""What leaves for a language model carries no personal data, and the asker misses none of it."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.masking.kinds import PLACEHOLDER
from bot.masking.logs import MaskingFilter
from bot.masking.plain import plain
from bot.outcomes import Answer, Exchange, Question
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji
from evals.benchmarks.masking import FOLDER, Message, load
from evals.loopback.behaviours import FirstLine
from evals.loopback.chat_completions import OpenAIServer, openai_server

CONTACT = """---
title: 緊急連絡規程
kind: rule
---
## 第3条（緊急連絡先の変更）

緊急連絡先を変更した者は、変更後3営業日以内に総務部（03-6262-7170、soumu@minato.example.jp）に届け出る。

## 第4条（書面）

書面は、〒105-0011 東京都港区芝公園4-2-8の総務部に送る。

## 第5条（住所の変更）

住所を変更した者は、変更後7日以内に総務部の田村（携帯 090-5544-3322）に届け出る。
"""
CHANGED = "緊急連絡先を変更したときは、変更後何営業日以内に届け出ますか。"
#: Values of the manual that are contacts, as far as they are masked.
CONTACTS = (
    "03-6262-7170",
    "soumu@minato.example.jp",
    "105-0011",
    "東京都港区芝公園4-2-8",
    "090-5544-3322",
)
_FILES = ("positives.txt", "unseen_6.txt", "unseen_7.txt")
#: Messages asked, and what of them is looked for in a request.
_ASKED, _LEAST, _SHORTEST = 36, 100, 5


def messages() -> list[Message]:
    """Those with the most telephone numbers, addresses, accounts and the like in them."""
    told = [message for file in _FILES for message in load(FOLDER / file)]
    return sorted(told, key=lambda message: len(message.marks), reverse=True)[:_ASKED]


def values(message: Message) -> list[str]:
    """What is personal in a message, in the spelling in which it is looked for."""
    said = (message.text[mark.start : mark.end] for mark in message.marks)
    return [value for value in map(_squeezed, said) if len(value) >= _SHORTEST]


def _squeezed(text: str) -> str:
    return re.sub(r"[\s()-]", "", plain(text))


@pytest.fixture(scope="module")
def model() -> Iterator[OpenAIServer]:
    with openai_server() as running:
        running.will(FirstLine())
        yield running


@pytest.fixture(scope="module")
def zeroji(tmp_path_factory: pytest.TempPathFactory, model: OpenAIServer) -> Iterator[Zeroji]:
    manual = tmp_path_factory.mktemp("manuals") / "緊急連絡規程.md"
    manual.write_text(CONTACT, encoding="utf-8")
    chosen: dict[str, Any] = {
        "home": tmp_path_factory.mktemp("home"),
        "model": "gpt-test",
        "openai_api_key": "sk-test",
        "openai_base_url": model.url,
        "_env_file": None,
    }
    with open_zeroji(Settings(**chosen)) as opened:
        opened.ingest([manual])
        yield opened


@pytest.fixture(scope="module")
def logged() -> Iterator[io.StringIO]:
    """What is logged as a server logs it, and more of it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(MaskingFilter())
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture(scope="module")
def asked(zeroji: Zeroji, logged: io.StringIO) -> list[tuple[Message, Exchange]]:
    """Every message with a question that the manual answers, and some once more as a follow-up."""
    found: list[tuple[Message, Exchange]] = []
    for number, message in enumerate(messages()):
        first = zeroji.engine.ask(
            Question(text=f"{message.text}\n\n{CHANGED}", asker="shain"), caution=0.01
        )
        if number % 4 == 0:
            again = Question(
                text="それは何日以内？", asker="shain", conversation=first.conversation
            )
            zeroji.engine.ask(again, caution=0.01)
        found.append((message, first))
    return found


def requested(model: OpenAIServer) -> str:
    """All that the model was sent, in plain spelling."""
    sent = json.dumps([body["messages"] for body in model.requests], ensure_ascii=False)
    return _squeezed(sent.replace("\\n", "\n"))


def test_nothing_personal_is_in_any_request(
    asked: list[tuple[Message, Exchange]], model: OpenAIServer
) -> None:
    sent = requested(model)
    personal = [value for message, _ in asked for value in values(message)]
    assert len(personal) >= _LEAST
    assert len(PLACEHOLDER.findall(sent)) >= _LEAST
    assert [value for value in personal if value in sent] == []


def test_nothing_personal_is_in_the_log(
    asked: list[tuple[Message, Exchange]], logged: io.StringIO
) -> None:
    told = _squeezed(logged.getvalue())
    assert "/v1/chat/completions" in told
    assert [v for message, _ in asked for v in values(message) if v in told] == []


def test_contacts_of_the_manuals_are_in_no_request_either(
    asked: list[tuple[Message, Exchange]], model: OpenAIServer
) -> None:
    assert "第3条(緊急連絡先の変更)".replace("(", "").replace(")", "") in requested(model)
    assert [value for value in map(_squeezed, CONTACTS) if value in requested(model)] == []


def test_the_asker_reads_the_contacts_and_never_a_placeholder(
    asked: list[tuple[Message, Exchange]],
) -> None:
    answers = [one.outcome for _, one in asked if isinstance(one.outcome, Answer)]
    written = [answer for answer in answers if answer.composed]
    assert len(written) >= _ASKED // 2
    assert [a.text for a in written if a.text.partition("\n")[0] not in CONTACT] == []
    assert sum(CONTACTS[0] in a.text and CONTACTS[1] in a.text for a in written) >= _ASKED // 4
    shown = [f"{a.text} {[c.quote for c in a.citations]} {a.parts}" for a in answers]
    assert [text for text in shown if PLACEHOLDER.search(text)] == []
