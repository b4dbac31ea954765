"""Why somebody cannot move a ticket now: who was faster, or has it."""

from __future__ import annotations

from bot.desk.ticket import WAITING, Ticket
from bot.desk.tickets import Desk
from bot.outcomes import Language
from bot.slack.messages import wording
from bot.slack.staff.members import Members
from bot.users import User

#: What somebody who assigns tickets may do with those of others.
_OF_OTHERS = ("hand_over", "dismiss", "release")


class Objections:
    def __init__(self, desk: Desk, members: Members) -> None:
        self._desk = desk
        self._members = members

    def to(self, act: str, ticket: Ticket, account: User, language: Language) -> str:
        """Why an act that deals with a waiting ticket comes too late; empty where it does not."""
        if ticket.status not in WAITING:
            return self._dealt_with(ticket, language)
        leads = act in _OF_OTHERS and account.may("assign")
        if ticket.owner not in (None, account.name) and not leads:
            return self._said("taken_by", ticket, ticket.owner, language)
        return ""

    def to_proposing(self, ticket: Ticket, language: Language) -> str:
        if ticket.status in WAITING:
            return wording.text("staff.reply_first", language)
        if ticket.status == "dismissed":
            return self._dealt_with(ticket, language)
        is_proposed = ticket.status in ("proposed", "published")
        return wording.text("staff.proposed_already", language) if is_proposed else ""

    def _dealt_with(self, ticket: Ticket, language: Language) -> str:
        if ticket.status == "dismissed":
            by = [one.actor for one in self._desk.history(ticket.id) if _dismissed(one.action)]
            return self._said("dismissed_by", ticket, by[-1] if by else ticket.owner, language)
        return self._said("answered_by", ticket, ticket.owner, language)

    def _said(self, key: str, ticket: Ticket, by: str | None, language: Language) -> str:
        who = self._members.shown(by)
        return wording.text(f"staff.{key}", language, ticket=ticket.id, by=who)


def _dismissed(action: str) -> bool:
    return action == "ticket.dismissed"
