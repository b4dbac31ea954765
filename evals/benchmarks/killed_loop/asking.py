"""Moves of who asks and of who answers."""

from __future__ import annotations

from evals.benchmarks.killed_loop.choosing import Choosing
from evals.benchmarks.killed_loop.company import ASKERS, QUESTIONS, STAFF
from evals.benchmarks.killed_loop.people import Move
from evals.benchmarks.killed_loop.state import State

_WAITING = ("open", "claimed")


def ask(choosing: Choosing, state: State) -> Move:
    """The question that is answered, one that waits for a reply, or another."""
    chance = choosing.chance
    waiting = [ticket.question for ticket in state.tickets_in(*_WAITING)]
    another = chance.choice(QUESTIONS[1:])
    known = choosing.one(waiting) or another
    chosen = chance.choices((QUESTIONS[0], known, another), (2, 3, 5))[0]
    return Move(kind="ask", person=chance.choice(ASKERS), path="/ask", form={"question": chosen})


def claim(choosing: Choosing, state: State) -> Move | None:
    return _moved("claim", choosing, state, ("open",))


def note(choosing: Choosing, state: State) -> Move | None:
    text = f"記録{choosing.number()}：担当部署に確認中です。"
    return _moved("note", choosing, state, (*_WAITING, "answered"), note=text)


def reply(choosing: Choosing, state: State) -> Move | None:
    number = choosing.number()
    text = f"回答{number}：お尋ねの件は、月額{number % 90 + 1},000円です。"
    return _moved("reply", choosing, state, _WAITING, text=text)


def hand_over(choosing: Choosing, state: State) -> Move | None:
    text = f"引継{choosing.number()}"
    to = choosing.chance.choice(STAFF)
    return _moved("hand over", choosing, state, _WAITING, to=to, note=text)


def split(choosing: Choosing, state: State) -> Move | None:
    joined = [
        (ticket, asker.exchange_id)
        for ticket in state.tickets_in(*_WAITING, "answered")
        for asker in ticket.askers
        if asker.joined != "first"
    ]
    chosen = choosing.one(joined)
    if chosen is None:
        return None
    ticket, exchange = chosen
    return Move(
        kind="split",
        person=choosing.staff(ticket),
        path=f"/console/tickets/{ticket.id}/split",
        form={"exchange": str(exchange)},
        action="ticket.split",
        subject=f"ticket:{ticket.id}",
    )


def dismiss(choosing: Choosing, state: State) -> Move | None:
    because = f"理由{choosing.number()}：対象外のためです。"
    return _moved("dismiss", choosing, state, _WAITING, because=because)


def reopen(choosing: Choosing, state: State) -> Move | None:
    return _moved("reopen", choosing, state, ("dismissed", "answered", "published"))


#: The address below a ticket, and what the log says of it.
_PLACES = {
    "claim": ("claim", "ticket.claimed"),
    "note": ("notes", "ticket.noted"),
    "reply": ("reply", "ticket.answered"),
    "hand over": ("hand-over", "ticket.handed_over"),
    "dismiss": ("dismiss", "ticket.dismissed"),
    "reopen": ("reopen", "ticket.reopened"),
}


def _moved(
    kind: str, choosing: Choosing, state: State, statuses: tuple[str, ...], **form: str
) -> Move | None:
    ticket = choosing.ticket(state, *statuses)
    if ticket is None:
        return None
    place, action = _PLACES[kind]
    return Move(
        kind=kind,
        person=choosing.staff(ticket),
        path=f"/console/tickets/{ticket.id}/{place}",
        form=form,
        action=action,
        subject=f"ticket:{ticket.id}",
        text=form.get("text") or form.get("note") or "",
    )
