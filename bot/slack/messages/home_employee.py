"""The home of everybody: what they asked, what waits for staff, what is often asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.outcomes import Language
from bot.slack.messages import limits, times, wording
from bot.slack.messages.action_ids import ASK, OPT_IN, OPT_OUT, POPULAR
from bot.slack.messages.blocks import (
    Block,
    Element,
    actions,
    button,
    context,
    divider,
    header,
    link,
    listed,
    paragraphs,
    words,
)
from bot.slack.messages.texts import clean

#: Questions that are shown of each kind, and characters of one.
_SHOWN, _QUESTION = 10, 120


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question of the visitor's."""

    question: str
    #: A kind of outcome, or ``sensitive``, of which the question is not shown.
    outcome: str
    asked_at: datetime
    #: Of its thread; may be empty.
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A question of the visitor's that staff answer; private ones are left out."""

    ticket: int
    question: str
    due_at: datetime
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Home:
    asked: Sequence[Asked] = ()
    waiting: Sequence[Waiting] = ()
    #: Questions to ask with one press.
    popular: Sequence[str] = ()
    #: Whether they are answered in channels; None where they cannot choose.
    in_channels: bool | None = None
    language: Language = field(default="ja")


def home(shown: Home) -> list[Block]:
    return [
        *_ask(shown.language),
        *waiting(shown),
        *_asked(shown),
        *_popular(shown),
        *_channels(shown),
    ]


def view(*areas: Sequence[Block]) -> dict[str, Any]:
    """The view that Slack publishes, of areas such as :func:`home` and the staff's queue."""
    blocks = [block for area in areas for block in ([divider()] if area else []) + list(area)]
    return {"type": "home", "blocks": blocks[1 : limits.VIEW_BLOCKS + 1]}


def _ask(language: Language) -> list[Block]:
    ask = button(ASK, wording.text("home.ask", language), "ask", style="primary")
    hint = paragraphs(wording.text("home.ask_hint", language))
    return [header(wording.text("home.ask", language)), *hint, *actions([ask])]


def waiting(shown: Home) -> list[Block]:
    """What waits for staff; nothing where nothing does."""
    if not shown.waiting:
        return []
    title = header(wording.text("home.waiting", shown.language))
    return [title, *listed(_ticket(one, shown.language) for one in shown.waiting[:_SHOWN])]


def _ticket(one: Waiting, language: Language) -> list[Element]:
    until = times.moment(one.due_at, language)
    said = wording.text("home.until", language, due=until)
    number = wording.text("ticket", language, number=one.ticket)
    return [link(_short(one.question), one.url), words(f"　{number}・{said}")]


def _asked(shown: Home) -> list[Block]:
    title = header(wording.text("home.mine", shown.language))
    if not shown.asked:
        return [title, *context(wording.text("home.none", shown.language))]
    return [title, *listed(_question(one, shown.language) for one in shown.asked[:_SHOWN])]


def _question(one: Asked, language: Language) -> list[Element]:
    """``有給休暇は何日前までに…　11月22日・回答済み``"""
    came_to = wording.text(f"outcome.{one.outcome}", language)
    private = one.outcome == "sensitive"
    question = came_to if private else _short(one.question)
    on = times.short_day(one.asked_at.astimezone().date(), language)
    return [link(question, one.url), words(f"　{on}" if private else f"　{on}・{came_to}")]


def _popular(shown: Home) -> list[Block]:
    """One button a row: a question is a sentence."""
    if not shown.popular:
        return []
    rows = [
        block
        for number, question in enumerate(shown.popular[:_SHOWN])
        if limits.length(question) <= limits.VALUE
        for block in actions([button(f"{POPULAR}:{number}", question, question)])
    ]
    return [header(wording.text("home.popular", shown.language)), *rows]


def _channels(shown: Home) -> list[Block]:
    if shown.in_channels is None:
        return []
    now, action, label = (
        ("home.in_channels", OPT_OUT, "opt_out")
        if shown.in_channels
        else ("home.opted_out", OPT_IN, "opt_in")
    )
    change = button(action, wording.text(f"home.{label}", shown.language), label)
    return [divider(), *context(wording.text(now, shown.language)), *actions([change])]


def _short(question: str) -> str:
    return limits.cut(clean(question), _QUESTION)
