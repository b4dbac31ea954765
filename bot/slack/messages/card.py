"""The card of a ticket in the staff channel: what is asked, why nobody was answered, who has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.desk.ticket import WAITING, Ticket
from bot.outcomes import Language
from bot.slack.messages import limits, times, wording
from bot.slack.messages.action_ids import (
    CLAIM,
    DISMISS,
    HAND_OVER,
    LINK,
    PROPOSE,
    RELEASE,
    REOPEN,
    REPLY,
)
from bot.slack.messages.blocks import (
    Block,
    Element,
    Message,
    actions,
    button,
    fields,
    header,
    listed,
    messages,
    paragraphs,
    quote,
    rich,
    words,
)
from bot.slack.messages.citations import Cited, places
from bot.slack.messages.texts import clean

#: Other wordings of the question that are shown, and characters of each.
_OTHERS, _OTHER = 3, 200
#: Characters of a question or a reply; more is in the console.
_TEXT = 2_500
#: By status: what can be done, the first of it likeliest.
_MOVES = {
    "open": (CLAIM, REPLY, HAND_OVER, DISMISS),
    "claimed": (REPLY, HAND_OVER, RELEASE, DISMISS),
    "answered": (PROPOSE, REOPEN),
    "published": (REOPEN,),
    "dismissed": (REOPEN,),
}
_LABELS = {
    CLAIM: "claim",
    REPLY: "write",
    HAND_OVER: "hand_over",
    RELEASE: "release",
    DISMISS: "dismiss",
    PROPOSE: "propose",
    REOPEN: "reopen",
}


@dataclass(frozen=True, kw_only=True)
class Card:
    """A ticket that is not private, and what is known besides.

    It says nothing that changes with the clock but that it is overdue, so that it is only updated
    when something happened.
    """

    ticket: Ticket
    #: Display name of who has it; empty where nobody has.
    owner: str = ""
    #: Only places that everybody in the channel may read.
    nearest: Sequence[Cited] = ()
    #: Addresses of its page in the console and of the thread in which it was asked; may be empty.
    console: str = ""
    thread: str = ""
    language: Language = field(default="ja")


def card(shown: Card) -> list[Message]:
    ticket, language = shown.ticket, shown.language
    if ticket.private:
        raise ValueError("a private ticket is not shown in a channel")
    title = f"{_number(ticket.id, language)}｜{_status(ticket, language)}"
    blocks = [
        header(title),
        *quote(limits.cut_lines(clean(ticket.question), _TEXT)),
        *_others(shown),
        *fields(_facts(shown)),
        *_why(shown),
        *_came_to(ticket, language),
        *actions([*_moves(ticket, language), *_links(shown)]),
    ]
    return messages(f"{title}　{ticket.question}", blocks)


def confided(ticket_id: int, due_at: datetime, console: str, language: Language) -> list[Message]:
    """To a counselor alone: that a private ticket waits, and nothing of what it says."""
    waits = wording.text("private_waits", language)
    due = f"{wording.text('due', language)}：{times.moment(due_at, language)}"
    text = f"{_number(ticket_id, language)}　{due}"
    blocks = [*paragraphs(waits), *paragraphs(text), *actions(_console(console, language))]
    return messages(waits, blocks)


def _number(ticket_id: int, language: Language) -> str:
    return wording.text("ticket", language, number=ticket_id)


def _status(ticket: Ticket, language: Language) -> str:
    said = wording.text(f"status.{ticket.status}", language)
    return f"{said}（{wording.text('overdue', language)}）" if ticket.overdue else said


def _others(shown: Card) -> list[Block]:
    """How others asked the same."""
    language = shown.language
    ticket = shown.ticket
    said = dict.fromkeys(clean(asker.question) for asker in ticket.askers)
    others = [one for one in said if one != clean(ticket.question)][:_OTHERS]
    if not others:
        return []
    head = rich(words(wording.text("others", language), bold=True))
    return [head, *listed([[words(limits.cut(one, _OTHER))] for one in others])]


def _facts(shown: Card) -> list[tuple[str, str]]:
    ticket, language = shown.ticket, shown.language
    count = len({asker.asker for asker in ticket.askers})
    owner = shown.owner or wording.text("nobody", language)
    facts = [
        ("reason", wording.text(f"reason.{ticket.reason}", language)),
        ("askers", wording.text("people", language, count=count)),
        ("owner", owner),
    ]
    if ticket.status in WAITING:
        facts.insert(1, ("due", times.moment(ticket.due_at, language)))
    if ticket.topic:
        facts.append(("topic", ticket.topic))
    return [(wording.text(key, language), value) for key, value in facts]


def _why(shown: Card) -> list[Block]:
    """Why nobody was answered; once staff replied, that is past."""
    if shown.ticket.status not in WAITING:
        return []
    why = wording.text(f"why.{shown.ticket.reason}", shown.language)
    return [*paragraphs(why), *places(shown.nearest)] if shown.nearest else []


def _came_to(ticket: Ticket, language: Language) -> list[Block]:
    if ticket.status == "dismissed":
        label, said = "dismissed_because", ticket.dismissed_because
    else:
        label, said = "reply", ticket.reply
    if not said or ticket.status in WAITING:
        return []
    head = rich(words(wording.text(label, language), bold=True))
    return [head, *quote(limits.cut_lines(clean(said), _TEXT))]


def _moves(ticket: Ticket, language: Language) -> list[Element]:
    return [
        button(
            action,
            wording.text(_LABELS[action], language),
            ticket.id,
            style="primary" if number == 0 and action != REOPEN else "",
        )
        for number, action in enumerate(_MOVES.get(ticket.status, ()))
    ]


def _links(shown: Card) -> list[Element]:
    label = wording.text("thread", shown.language)
    thread = [button(f"{LINK}:thread", label, "thread", url=shown.thread)] if shown.thread else []
    return [*thread, *_console(shown.console, shown.language)]


def _console(url: str, language: Language) -> list[Element]:
    label = wording.text("console", language)
    return [button(f"{LINK}:console", label, "console", url=url)] if url else []
