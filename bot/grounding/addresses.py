"""Addresses that a sentence gives: links, mail addresses, telephone numbers, channels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.grounding.objection import Objection

_ADDRESS = re.compile(
    r"https?://[!-~]+|[a-z0-9_.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+"
    r"|(?<![a-z0-9_.@-])(?:[a-z0-9-]+\.)+(?:com|net|org|jp|example|local|info|io|dev|test)"
    r"(?![a-z0-9])[!-~]*"
    r"|(?<![\d-])0\d{1,3}-\d{2,4}-\d{3,4}(?![\d-])|(?<!\d)0120-\d{2,3}-?\d{3}"
    r"|(?<![\w#])#[a-z][a-z0-9_-]+"
)
_EXTENSION = re.compile(r"(?:内線|\bext(?:ension)?\.?)(?:番号)?は?:?\s?(\d{3,5})")


def wrong_addresses(sentence: str, passage: str) -> Iterator[Objection]:
    """Those of a plain sentence that a plain passage does not have."""
    for found in _ADDRESS.finditer(sentence):
        address = found[0].rstrip(".,)")
        if address not in passage and _digits(address) not in _numbers(passage):
            yield _objection(address)
    for found in _EXTENSION.finditer(sentence):
        if not re.search(rf"(?<!\d){found[1]}(?!\d)", passage):
            yield _objection(found[0])


def _objection(address: str) -> Objection:
    return Objection(
        kind="address",
        english=f"gives {address}, which the passage does not",
        japanese=f"「{address}」は原文にありません",
    )


def _digits(address: str) -> str:
    """A telephone number without its hyphens; of any other address itself."""
    return address.replace("-", "") if re.fullmatch(r"[\d-]+", address) else address


def _numbers(passage: str) -> set[str]:
    return {found.replace("-", "") for found in re.findall(r"\d[\d-]{7,}\d", passage)}
