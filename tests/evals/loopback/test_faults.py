"""The endpoint does what it is told, by the time at which it says so."""

from __future__ import annotations

import httpx

from evals.loopback.behaviours import Behaviour, HttpError, Raw, Scripted
from evals.loopback.chat_completions import Takes, openai_server
from evals.loopback.faults import FAULTS, INVENTED, MADE_UP, OF_THE_TEXT

BODY = {
    "model": "m",
    "messages": [{"role": "user", "content": "Passages:\n[1]\n| 規程 > 第1条\n| 5日とする。"}],
}


def _replied(behaviour: Behaviour) -> httpx.Response:
    with openai_server() as server:
        server.will(behaviour, Takes(text=True))
        return httpx.post(f"{server.url}/chat/completions", json=BODY)


def test_a_scripted_reply_is_made_of_what_the_prompt_shows() -> None:
    told = _replied(Scripted(reply=lambda prompt: {"said": prompt.passages[0].text}))
    assert told.json()["choices"][0]["message"]["content"] == '{"said": "5日とする。"}'


def test_without_a_script_for_a_prompt_the_server_fails() -> None:
    assert _replied(Scripted(reply=lambda prompt: None)).status_code == 500


def test_a_raw_body_is_sent_as_it_is() -> None:
    assert _replied(Raw(data=b'"\xff')).content == b'"\xff'


def test_faults_have_names_of_their_own_and_do_what_they_are_called() -> None:
    assert isinstance(FAULTS["overloaded (503)"], HttpError)
    assert _replied(FAULTS["overloaded (503)"]).status_code == 503
    assert _replied(FAULTS["not UTF-8"]).content.count(b"\xff") == 1


def test_what_is_made_up_is_known_by_its_words() -> None:
    assert any(words in INVENTED for words in MADE_UP)
    said = _replied(OF_THE_TEXT["script and link"]).json()["choices"][0]["message"]["content"]
    assert any(words in said for words in MADE_UP)


def test_time_spent_on_replies_is_counted() -> None:
    with openai_server() as server:
        server.will(HttpError(status=500), Takes(text=True))
        for _ in range(3):
            httpx.post(f"{server.url}/chat/completions", json=BODY)
        assert 0 < server.cpu_seconds < 1
        assert 0 < server.seconds < 5
