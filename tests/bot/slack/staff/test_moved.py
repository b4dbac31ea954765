"""Which cards are looked at again."""

from __future__ import annotations

from bot.desk.ticket import Ticket
from bot.slack.staff.moved import Moved
from evals.loopback.slack import Person
from tests.bot.slack.staff.desk import Desk, account


def keys(moved: Moved, ticket: Ticket) -> set[str]:
    return {job.key for job in moved.waiting() if job.subject == str(ticket.id)}


def test_each_move_is_found_whoever_made_it(desk: Desk, ticket: Ticket, tanaka: Person) -> None:
    moved = Moved(desk.zeroji.database, "CSTAFF")
    before = keys(moved, ticket)
    desk.zeroji.desk.claim(ticket.id, account(tanaka))
    claimed = keys(moved, ticket) - before
    desk.zeroji.desk.reply(ticket.id, account(tanaka), "管理課が手配します。")
    replied = keys(moved, ticket) - before - claimed
    assert len(claimed) == len(replied) == 1


def test_what_moved_while_no_process_ran_is_found_by_the_next_one(
    desk: Desk, ticket: Ticket, tanaka: Person
) -> None:
    desk.card(ticket)
    known = keys(Moved(desk.zeroji.database, "CSTAFF"), ticket)
    desk.zeroji.desk.dismiss(ticket.id, account(tanaka), "別の窓口です。")
    assert keys(Moved(desk.zeroji.database, "CSTAFF"), ticket) - known


def test_nothing_new_is_nothing_new(desk: Desk, ticket: Ticket) -> None:
    moved = Moved(desk.zeroji.database, "CSTAFF")
    assert keys(moved, ticket) >= keys(moved, ticket)


def test_another_channel_gets_all_cards(desk: Desk, ticket: Ticket) -> None:
    here, there = (Moved(desk.zeroji.database, channel) for channel in ("C1", "C2"))
    assert keys(here, ticket).isdisjoint(keys(there, ticket))
    assert keys(Moved(desk.zeroji.database, "C3"), ticket)


def test_at_each_start_all_that_waits_is_looked_at_and_nothing_that_is_done(
    desk: Desk, ticket: Ticket, tanaka: Person
) -> None:
    desk.card(ticket)
    known = keys(Moved(desk.zeroji.database, "CSTAFF"), ticket)
    assert keys(Moved(desk.zeroji.database, "CSTAFF"), ticket) - known
    desk.zeroji.desk.dismiss(ticket.id, account(tanaka), "別の窓口です。")
    closed = keys(Moved(desk.zeroji.database, "CSTAFF"), ticket)
    assert keys(Moved(desk.zeroji.database, "CSTAFF"), ticket) == closed
