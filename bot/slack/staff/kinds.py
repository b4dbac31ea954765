"""The kinds of jobs by which staff's side of Slack is kept in step."""

from __future__ import annotations

from collections.abc import Callable

from slack_sdk import WebClient

from bot.jobs import Find, Jobs
from bot.slack.posting.behind import Catching
from bot.slack.posting.outbox import Outbox
from bot.slack.staff import held_cards, moved, reminding
from bot.slack.staff.cards import Cards
from bot.slack.staff.held_cards import HELD, HeldCards
from bot.slack.staff.held_reminding import REMIND_HELD, HeldReminding
from bot.slack.staff.links import Links
from bot.slack.staff.members import Directory, Members
from bot.slack.staff.moved import CARD, Moved
from bot.slack.staff.opening_hours import ReminderHours
from bot.slack.staff.reminding import REMIND, Reminding
from bot.wiring import Zeroji


def add_kinds(
    jobs: Jobs,
    zeroji: Zeroji,
    client: WebClient,
    outbox: Outbox,
    directory: Directory,
    while_good: Callable[[Find], Find],
    catching: Catching,
) -> None:
    """Before the launch, have jobs keep cards in step and remind.

    ``while_good``: what finds nothing as long as Slack refuses the token; ``catching`` leaves to
    later what meets such a Slack.
    """
    settings = zeroji.settings
    members = Members(zeroji.database, directory, outbox)
    links = Links(client, settings.public_url)
    hours = ReminderHours.of(settings)
    cards = Cards(zeroji, outbox, members, links)
    moves = Moved(zeroji.database, settings.slack_staff_channel)
    card = catching.work(CARD, cards.keep_in_step, moved.lane_of)
    jobs.add(CARD, card, left=while_good(moves.waiting), together=True)
    reminders = Reminding(zeroji.database, outbox, members, links, hours)
    remind = catching.work(REMIND, reminders.remind, reminding.lane_of)
    jobs.add(REMIND, remind, left=while_good(reminders.waiting))
    # Their kinds are known without a channel, too: what was begun with one goes on.
    held = HeldCards(zeroji, outbox, members)
    later = HeldReminding(zeroji, outbox, links, hours)
    with_channel = bool(settings.slack_staff_channel)
    jobs.add(
        HELD,
        catching.work(HELD, held.keep_in_step, held_cards.lane_of),
        left=while_good(held.waiting) if with_channel else None,
        together=True,
    )
    remind_held = catching.work(REMIND_HELD, later.remind, held_cards.lane_of)
    jobs.add(REMIND_HELD, remind_held, left=while_good(later.waiting) if with_channel else None)
