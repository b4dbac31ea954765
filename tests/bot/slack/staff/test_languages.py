"""What one person sees is in their language; what stands in the channel is in the company's."""

from __future__ import annotations

import pytest

from bot.desk.ticket import Ticket
from bot.slack.messages.action_ids import CLAIM, DISMISS, HAND_OVER, REPLY
from evals.loopback.slack import Person
from tests.bot.slack.staff.conftest import Hire
from tests.bot.slack.staff.desk import Desk, account, told
from tests.bot.slack.workspace import shown, wait_for


@pytest.fixture
def emma(employee: Person, hire: Hire) -> Person:
    person = hire(name="Emma Jones")
    person.user.locale = "en-US"
    return person


@pytest.mark.parametrize(
    ("button", "says"), [(REPLY, "Send the reply"), (HAND_OVER, "Hand over"), (DISMISS, "Because")]
)
def test_forms(
    desk: Desk, ticket: Ticket, emma: Person, sato: Person, button: str, says: str
) -> None:
    card = desk.card(ticket)
    assert "未対応" in shown(card)
    emma.press(card, button)
    form = wait_for(lambda: emma.modal)
    assert says in str(form)
    assert form["close"]["text"] == "Cancel"


def test_why_it_was_too_late(desk: Desk, ticket: Ticket, emma: Person, sato: Person) -> None:
    card = desk.card(ticket)
    emma.press(card, REPLY)
    wait_for(lambda: emma.modal)
    desk.zeroji.desk.claim(ticket.id, account(sato))
    sent = emma.submit({"text": "The garage does that."})
    assert "佐藤 一郎 has taken ticket" in str(sent.view)
    assert "The garage does that." in str(sent.view)
    emma.press(card, CLAIM)
    wait_for(lambda: any("has taken ticket" in one for one in told(desk.slack, emma)))


def test_the_queue_at_home(desk: Desk, ticket: Ticket, emma: Person) -> None:
    emma.open_home()
    wait_for(lambda: "Claim" in str(emma.home))
    assert "担当する" not in str(emma.home)
