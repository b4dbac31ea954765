"""Citations: where what is said stands, as links to the manual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.outcomes import Language
from bot.slack.messages import wording
from bot.slack.messages.blocks import Block, Element, link, listed, quote, rich, words
from bot.slack.messages.texts import clean


@dataclass(frozen=True, kw_only=True)
class Cited:
    """A place of a manual as it is shown."""

    #: ``就業規則 第35条（年次有給休暇）（2026年4月1日施行版）``
    label: str
    #: Empty where the manual cannot be opened from here.
    url: str = ""
    quote: str = ""


def place(cited: Cited, *, bold: bool = False) -> Element:
    shown = link(clean(cited.label), cited.url)
    return shown | ({"style": {"bold": True}} if bold else {})


def marked(number: int, cited: Cited) -> list[Element]:
    """What sentences refer to by its number, which is counted from 0 here."""
    return [words(f"[{number + 1}] "), place(cited)]


def bare(citation: Mapping[str, Any]) -> Cited:
    """A citation of an outcome of which nothing else is known."""
    section = str(citation["section"]).rsplit(" > ", 1)[-1]
    page = f" p.{citation['page']}" if citation["page"] else ""
    return Cited(label=f"{citation['manual']} {section}{page}", quote=citation["quote"])


def sources(
    cited: Mapping[int, Cited], said: str, language: Language, *, numbered: bool, title: str
) -> list[Block]:
    """What an answer rests on; with the quote where the answer does not say it already.

    ``cited`` by number; ``numbered`` shows the numbers; ``title`` is a key of the wording.
    """
    if not cited:
        return []
    blocks = [rich(words(wording.text(title, language), bold=True))]
    waiting: list[list[Element]] = []
    for number, one in cited.items():
        waiting.append(marked(number, one) if numbered else [place(one)])
        if one.quote and one.quote not in said:
            blocks += [*listed(waiting), *quote(one.quote)]
            waiting = []
    return blocks + listed(waiting)


def places(cited: Sequence[Cited]) -> list[Block]:
    return listed([[place(one)] for one in cited])
