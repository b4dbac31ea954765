"""Tickets with their questions as people say them, also where they chose an option."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Engine

from bot import choices
from bot.desk.ticket import Ticket


def as_said(database: Engine, ticket: Ticket) -> Ticket:
    said = choices.in_tickets(database, [ticket.id])
    askers = (replace(one, question=said.get(one.question, one.question)) for one in ticket.askers)
    question = said.get(ticket.question, ticket.question)
    return replace(ticket, question=question, askers=tuple(askers))
