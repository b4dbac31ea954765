"""Outcomes that have no parts: their text with its paragraphs apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.slack.messages.blocks import Block, Element, listed, paragraphs, quote
from bot.slack.messages.citations import Cited, place
from bot.slack.messages.texts import clean

_PLACE = re.compile(r"【([^\n]*)】")


def paragraphed(text: str, nearest: Sequence[Cited]) -> list[Block]:
    """``nearest``: places that the text may name, which become links."""
    return [block for said in clean(text).split("\n\n") for block in _paragraph(said, nearest)]


def _paragraph(said: str, nearest: Sequence[Cited]) -> list[Block]:
    """What stands below a place as a quote, one of several questions bold, places as a list."""
    head, *rest = said.split("\n")
    below = "\n".join(rest)
    if head.startswith("■"):
        return [*paragraphs(head, bold=True), *(_paragraph(below, nearest) if rest else ())]
    if rest and (named := _PLACE.fullmatch(head)):
        return [*paragraphs(named[1], bold=True), *quote(below)]
    if rest and all(line.startswith("・【") for line in rest):
        return [*paragraphs(head), *listed([[_near(line, nearest)] for line in rest])]
    return paragraphs(said)


def _near(line: str, nearest: Sequence[Cited]) -> Element:
    """The link to a place that a text names; its name where it is not known."""
    name = line.removeprefix("・【").removesuffix("】")
    known = (one for one in nearest if clean(one.label).startswith(name))
    return place(next(known, Cited(label=name)))
