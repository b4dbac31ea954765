"""Outcomes and replies as Slack messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.outcomes import Language
from bot.slack.requests import OPTION, PERSON
from bot.slack.texts import escape, split
from knowledge import japanese

Block = dict[str, Any]

#: What one message may hold. Slack names no sum of characters, but refuses very long messages.
_MOST_BLOCKS = 50
_MOST_CHARACTERS = 12_000
_LONGEST_LABEL = 75
_LONGEST_NOTICE = 300

_SOURCE = {"ja": "出典：", "en": "Source: "}
_ASK_PERSON = {"ja": "総務に聞く", "en": "Ask a person"}
_HEADINGS = {
    "reply": {"ja": "担当者からの回答です。", "en": "Here is the reply from our staff."},
    "published": {"ja": "マニュアルが更新されました。", "en": "The manual has been updated."},
    "dismissed": {"ja": "担当者からのお知らせです。", "en": "Here is a message from our staff."},
    "corrected": {"ja": "以前の回答の訂正です。", "en": "An earlier answer has changed."},
    "taken_back": {"ja": "お知らせの取り消しです。", "en": "What we told you was taken back."},
}


@dataclass(frozen=True, kw_only=True)
class Message:
    #: What a notification shows; the blocks show everything.
    text: str
    blocks: list[Block]


def outcome(exchange: int, told: dict[str, Any]) -> list[Message]:
    """An outcome in the shape of ``zeroji ask --json``."""
    language = language_of(told["text"])
    blocks = [*_sections(told["text"]), *_sources(told, language)]
    buttons = _options(exchange, told["options"])
    if told["outcome"] in ("answer", "clarification"):
        buttons.append(_button(PERSON, _ASK_PERSON[language], exchange))
    if buttons:
        blocks.append({"type": "actions", "elements": buttons})
    return _messages(told["text"], blocks)


def plain(text: str) -> list[Message]:
    return _messages(text, _sections(text))


def reply(kind: str, user: str, text: str) -> list[Message]:
    """What staff tell somebody who asked."""
    heading = _HEADINGS[kind][language_of(text)]
    told = {"type": "mrkdwn", "text": f"<@{user}> {heading}"}
    return _messages(f"{heading}\n{text}", [{"type": "section", "text": told}, *_sections(text)])


def language_of(text: str) -> Language:
    return "ja" if japanese.is_japanese(text) else "en"


def _sections(text: str) -> list[Block]:
    return [{"type": "section", "text": _exactly(part)} for part in split(text)]


def _exactly(text: str) -> Block:
    """Shown letter by letter: what is quoted from a rule must not turn into markup."""
    return {"type": "plain_text", "text": text, "emoji": False}


def _sources(told: dict[str, Any], language: Language) -> list[Block]:
    return [
        {"type": "context", "elements": [_exactly(part)]}
        for citation in told["citations"]
        for part in split(_source(citation, told["text"], language))
    ]


def _source(citation: dict[str, Any], text: str, language: Language) -> str:
    """The place, and the quote where the text does not say it already."""
    path = " ＞ ".join([citation["manual"], *citation["section"].split(" > ")])
    page = f" p.{citation['page']}" if citation["page"] else ""
    quote = "" if citation["quote"] in text else f"\n{citation['quote']}"
    return f"{_SOURCE[language]}{path}{page}{quote}"


def _options(exchange: int, options: Iterable[dict[str, str]]) -> list[Block]:
    return [
        _button(f"{OPTION}:{number}", option["label"], exchange)
        for number, option in enumerate(options)
    ]


def _button(action: str, label: str, exchange: int) -> Block:
    shown = label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"
    return {
        "type": "button",
        "action_id": action,
        "text": _exactly(shown),
        "value": str(exchange),
    }


def _messages(text: str, blocks: list[Block]) -> list[Message]:
    """As many messages as the blocks need."""
    groups: list[list[Block]] = [[]]
    for block in blocks:
        full = len(groups[-1]) == _MOST_BLOCKS
        if full or _length([*groups[-1], block]) > _MOST_CHARACTERS:
            groups.append([])
        groups[-1].append(block)
    notice = escape(split(text, _LONGEST_NOTICE)[0])
    return [Message(text=notice, blocks=group) for group in groups]


def _length(blocks: list[Block]) -> int:
    texts = [block["text"] for block in blocks if "text" in block]
    texts += [e for block in blocks if block["type"] == "context" for e in block["elements"]]
    return sum(len(text["text"]) for text in texts)
