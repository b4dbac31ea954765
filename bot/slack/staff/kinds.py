"""The kinds of jobs by which staff's side of Slack is kept in step."""

from __future__ import annotations

from collections.abc import Callable

from slack_sdk import WebClient

from bot.jobs import Find, Jobs
from bot.slack.posting.outbox import Outbox
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
) -> None:
    """Before the launch, have jobs keep cards in step and remind.

    ``while_good``: what finds nothing as long as Slack refuses the token.
    """
    settings = zeroji.settings
    members = Members(zeroji.database, directory, outbox)
    links = Links(client, settings.public_url)
    hours = ReminderHours.of(settings)
    cards = Cards(zeroji, outbox, members, links)
    moved = Moved(zeroji.database, settings.slack_staff_channel)
    jobs.add(CARD, cards.keep_in_step, left=while_good(moved.waiting), together=True)
    reminding = Reminding(zeroji.database, outbox, members, links, hours)
    jobs.add(REMIND, reminding.remind, left=while_good(reminding.waiting))
    # Their kinds are known without a channel, too: what was begun with one goes on.
    held = HeldCards(zeroji, outbox, members)
    later = HeldReminding(zeroji, outbox, links, hours)
    with_channel = bool(settings.slack_staff_channel)
    jobs.add(
        HELD,
        held.keep_in_step,
        left=while_good(held.waiting) if with_channel else None,
        together=True,
    )
    jobs.add(REMIND_HELD, later.remind, left=while_good(later.waiting) if with_channel else None)
