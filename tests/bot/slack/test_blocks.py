from __future__ import annotations

from typing import Any

import pytest

from bot.slack import blocks
from bot.slack.texts import split


def told(**changes: Any) -> dict[str, Any]:
    return {"outcome": "answer", "text": "答え", "citations": [], "options": []} | changes


def citation(number: int) -> dict[str, Any]:
    return {"manual": "就業規則", "section": "第1章 > 第2条", "page": number, "quote": "原文"}


def test_lines_stay_whole() -> None:
    lines = [f"{number}：{'あ' * 97}" for number in range(200)]
    parts = split("\n".join(lines))
    assert all(len(part) <= 3000 for part in parts)
    assert [line for part in parts for line in part.split("\n")] == lines


@pytest.mark.parametrize("sentence", ["あ" * 99 + "。", "あ" * 100])
def test_a_line_that_is_too_long_is_cut_after_a_sentence(sentence: str) -> None:
    parts = split(sentence * 70)
    assert "".join(parts) == sentence * 70
    assert [len(part) for part in parts] == [3000, 3000, 1000]


def test_blank_texts_make_no_parts() -> None:
    assert split("\n\n") == []


def test_a_message_has_at_most_fifty_blocks() -> None:
    made = blocks.outcome(7, told(citations=[citation(number) for number in range(120)]))
    assert [len(message.blocks) for message in made] == [50, 50, 22]
    assert made[-1].blocks[-1]["type"] == "actions"


def test_a_long_text_becomes_several_messages() -> None:
    text = "\n".join("あ" * 99 for _ in range(200))
    made = blocks.plain(text)
    shown = [block["text"]["text"] for message in made for block in message.blocks]
    assert len(made) == 2
    assert "\n".join(shown) == text


def test_a_quote_is_shown_where_the_text_does_not_say_it() -> None:
    (message,) = blocks.outcome(7, told(citations=[citation(3)]))
    source = message.blocks[1]["elements"][0]["text"]
    assert source == "出典：就業規則 ＞ 第1章 ＞ 第2条 p.3\n原文"
    (message,) = blocks.outcome(7, told(text="原文です", citations=[citation(3)]))
    assert message.blocks[1]["elements"][0]["text"] == "出典：就業規則 ＞ 第1章 ＞ 第2条 p.3"


def test_the_words_around_an_answer_are_in_its_language() -> None:
    cited = citation(3) | {"manual": "Travel Policy", "section": "2. Hotels"}
    (message,) = blocks.outcome(7, told(text="Up to 12,000 yen.", citations=[cited]))
    _, source, actions = message.blocks
    assert source["elements"][0]["text"].startswith("Source: Travel Policy ＞ 2. Hotels p.3")
    assert actions["elements"][0]["text"]["text"] == "Ask a person"


def test_options_are_buttons_with_labels_that_slack_takes() -> None:
    options = [{"label": "長" * 80, "question": "問い"}, {"label": "宿泊費", "question": "問い"}]
    (message,) = blocks.outcome(7, told(outcome="clarification", options=options))
    long, short, person = message.blocks[-1]["elements"]
    assert len(long["text"]["text"]) == 75
    assert (short["action_id"], short["value"]) == ("zeroji.option:1", "7")
    assert person["action_id"] == "zeroji.person"


@pytest.mark.parametrize("kind", ["escalation", "refusal"])
def test_who_waits_for_a_person_has_no_buttons(kind: str) -> None:
    (message,) = blocks.outcome(7, told(outcome=kind))
    assert [block["type"] for block in message.blocks] == ["section"]
