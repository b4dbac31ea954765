"""Blocks and messages: what everything that Slack shows is made of.

Texts are Slack's rich text, which shows each letter as it is: no quote of a manual turns into
markup, and nobody is mentioned but by :func:`person`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.outcomes import Language
from bot.slack.messages import limits
from bot.slack.messages.texts import clean, escape, split
from knowledge import japanese

#: Blocks that hold buttons.
BUTTONS = ("actions", "context_actions")

Block = dict[str, Any]
#: A piece of rich text, or an element of a block.
Element = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Message:
    #: What a notification shows and a screen reader reads; the blocks show everything.
    text: str
    blocks: list[Block]


def messages(notice: str, blocks: Iterable[Block]) -> list[Message]:
    """As many messages as the blocks need, in their order; each holds at most one table.

    ``notice`` is the text of a single message; of several, each has its own.
    """
    groups: list[list[Block]] = [[]]
    for block in blocks:
        if groups[-1] and not _fits(groups[-1], block):
            groups.append([])
        groups[-1].append(block)
    if len(groups) == 1:
        return [Message(text=_notice(notice), blocks=groups[0])] if groups[0] else []
    return [Message(text=_notice(_said(group) or notice), blocks=group) for group in groups]


def language_of(text: str) -> Language:
    return "ja" if japanese.is_japanese(text) else "en"


def plain_text(text: str) -> Element:
    """Shown letter by letter."""
    return {"type": "plain_text", "text": text, "emoji": False}


def header(text: str) -> Block:
    return {"type": "header", "text": plain_text(limits.cut(clean(text), limits.HEADER))}


def divider() -> Block:
    return {"type": "divider"}


def words(text: str, *, bold: bool = False) -> Element:
    return {"type": "text", "text": text} | ({"style": {"bold": True}} if bold else {})


def link(label: str, url: str) -> Element:
    """A link; just its label where there is no address, or one that Slack would not take."""
    if not url or len(url) > limits.URL:
        return words(label)
    return {"type": "link", "url": url, "text": label}


def person(user: str) -> Element:
    """Mentions somebody, who is notified."""
    return {"type": "user", "user_id": user}


def emoji(name: str) -> Element:
    return {"type": "emoji", "name": name}


def rich(*elements: Element) -> Block:
    """One paragraph of pieces."""
    return _rich({"type": "rich_text_section", "elements": list(elements)})


def paragraphs(text: str, *, bold: bool = False) -> list[Block]:
    return [rich(words(part, bold=bold)) for part in split(clean(text))]


def quote(text: str) -> list[Block]:
    """What a manual says, or what somebody wrote."""
    return [
        _rich({"type": "rich_text_quote", "elements": [words(part)]}) for part in split(clean(text))
    ]


def listed(items: Iterable[Sequence[Element]], *, numbered: bool = False) -> list[Block]:
    """A list of items; as many blocks as its texts need."""
    blocks: list[Block] = []
    style = "ordered" if numbered else "bullet"
    for number, item in enumerate(items):
        section = {"type": "rich_text_section", "elements": list(item)}
        if blocks and characters(blocks[-1]) + characters(section) <= limits.SECTION:
            blocks[-1]["elements"][0]["elements"].append(section)
        else:
            offset = {"offset": number} if number and numbered else {}
            blocks.append(
                _rich({"type": "rich_text_list", "style": style, "elements": [section]} | offset)
            )
    return blocks


def context(text: str) -> list[Block]:
    """Small print."""
    return [{"type": "context", "elements": [plain_text(part)]} for part in split(clean(text))]


def fields(pairs: Iterable[tuple[str, str]]) -> list[Block]:
    """Names with what they are, in two columns."""
    shown = [
        plain_text(limits.cut(clean(f"{name}：{value}"), limits.FIELD)) for name, value in pairs
    ]
    return [
        {"type": "section", "fields": shown[start : start + limits.FIELDS]}
        for start in range(0, len(shown), limits.FIELDS)
    ]


def button(action: str, label: str, value: object, *, style: str = "", url: str = "") -> Element:
    """``style``: primary, danger or none. The value is what comes back when it is pressed."""
    made: Element = {
        "type": "button",
        "action_id": action,
        "text": plain_text(limits.cut(clean(label), limits.BUTTON)),
        "value": str(value),
    }
    return made | ({"style": style} if style else {}) | ({"url": url} if url else {})


def actions(buttons: Sequence[Element]) -> list[Block]:
    return [
        {"type": "actions", "elements": list(buttons[start : start + limits.ACTIONS])}
        for start in range(0, len(buttons), limits.ACTIONS)
    ]


def characters(shown: Any) -> int:
    """Of all texts in blocks or elements."""
    return sum(limits.length(text) for text in texts(shown))


def texts(shown: Any) -> Iterator[str]:
    """What blocks or elements show, in reading order."""
    if isinstance(shown, list | tuple):
        for one in shown:
            yield from texts(one)
    elif isinstance(shown, dict):
        for key, one in shown.items():
            if key == "text" and isinstance(one, str):
                yield one
            else:
                yield from texts(one)


def _notice(text: str) -> str:
    return escape(limits.cut_lines(clean(text), limits.NOTICE))


def _said(group: Iterable[Block]) -> str:
    said = (" ".join(texts(block)) for block in group if block["type"] not in BUTTONS)
    return "\n".join(line for line in said if line)


def _rich(element: Element) -> Block:
    return {"type": "rich_text", "elements": [element]}


def _fits(group: list[Block], block: Block) -> bool:
    together = [*group, block]
    tables = sum(one["type"] == "table" for one in together)
    used = characters(together) + limits.BLOCK_CHARACTERS * len(together)
    return (
        len(together) <= limits.MESSAGE_BLOCKS and tables <= 1 and used <= limits.MESSAGE_CHARACTERS
    )
