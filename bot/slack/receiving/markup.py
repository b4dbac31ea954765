"""What was typed, read from Slack's markup."""

from __future__ import annotations

import html
import re

_MENTION = re.compile(r"<@(\w+)(?:\|[^>]*)?>")
#: ``<https://…|label>``, ``<#C123|general>``, ``<!subteam^S123|@team>``.
_REFERENCE = re.compile(r"<[#!]?([^>|]*)(?:\|([^>]*))?>")


def plain(text: str) -> str:
    """A message without mentions and Slack's markup of links."""
    without = _MENTION.sub("", text)
    typed = html.unescape(_REFERENCE.sub(lambda m: m[2] or m[1], without))
    return typed.replace("\x00", "").strip()


def mentioned(text: str) -> frozenset[str]:
    """Ids of the users whom a message mentions."""
    return frozenset(_MENTION.findall(text))
