"""Slack, put together: routes, kinds of jobs and the socket of one server."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

from fastapi import FastAPI

from bot.jobs import Jobs
from bot.slack import commands
from bot.slack.aside import Aside
from bot.slack.asking import surface as asking
from bot.slack.asking.hooks import Hooks
from bot.slack.home import Homes
from bot.slack.language import language_for
from bot.slack.messages import wording
from bot.slack.people import surface as people
from bot.slack.people.channels import Channels
from bot.slack.people.directory import Directory, directory
from bot.slack.posting import uninstalled
from bot.slack.posting.access import Access
from bot.slack.posting.behind import Catching
from bot.slack.posting.client import Client, web_client
from bot.slack.posting.delivery import DELIVER, Delivery
from bot.slack.posting.outbox import Outbox
from bot.slack.posting.waiting import Waiting
from bot.slack.receiving.bolt import bolt_app
from bot.slack.receiving.forgetting import FORGET, Forgetting
from bot.slack.receiving.http import SlackRequests
from bot.slack.receiving.inbox import WORK, Inbox
from bot.slack.receiving.opening import Opening
from bot.slack.receiving.sockets import SocketMode
from bot.slack.receiving.surface import Surface
from bot.slack.receiving.working import Working
from bot.slack.requests import Asked
from bot.slack.rollout import Rollout
from bot.slack.staff import surface as staff
from bot.slack.staff.held_cards import HELD
from bot.slack.staff.holding import Holding
from bot.slack.staff.kinds import add_kinds
from bot.slack.staff.moved import CARD
from bot.wiring import Zeroji
from bot.workspace.members import Members
from bot.workspace.rules import Rules

_SWITCH_SECONDS = 0.001


@contextmanager
def run(app: FastAPI, zeroji: Zeroji, jobs: Jobs, paths: tuple[str, ...]) -> Iterator[None]:
    """Answer in Slack while the block runs; ``paths`` take Slack's requests."""
    settings = zeroji.settings
    # Slack is answered between the steps of answering others, not after them: with many threads
    # at work, each waits for as many of these intervals (5 ms by default).
    sys.setswitchinterval(_SWITCH_SECONDS)
    # Read now, once: not by each of the first questions, all at the same time.
    wording.catalogue()
    access = Access()
    client = web_client(settings, access)
    # Says in the console why nothing reaches Slack; empty while all is well.
    app.state.slack_refused = lambda: access.refused
    app.state.slack_lacking = lambda: sorted(access.lacking.names)
    outbox = Outbox(client, zeroji.database)
    waiting = Waiting(zeroji.database, client, access)
    known = directory(Members(zeroji.database), zeroji.accounts, settings, client)
    inbox = Inbox(zeroji.database, jobs, access)
    catching = Catching(access, inbox.receive)
    areas = _areas(zeroji, jobs, client, outbox, waiting, known, catching) | catching.surface()
    delivery = Delivery(zeroji, outbox, access)
    working = Working(zeroji.database, areas)
    jobs.add(WORK, waiting.work(working.work), left=waiting.left(inbox.waiting))
    jobs.add(DELIVER, waiting.work(delivery.deliver), left=waiting.left(delivery.waiting))
    forgetting = Forgetting(zeroji.database)
    jobs.add(FORGET, forgetting.forget, left=forgetting.waiting)
    with ExitStack() as closing:
        opening = Opening(client, partial(language_for, zeroji.database, known))
        closing.callback(opening.close)
        bolt = bolt_app(client, inbox, areas, opening)
        secret = settings.slack_signing_secret.get_secret_value()
        app.add_middleware(SlackRequests, bolt=bolt, secret=secret, paths=paths)
        app_token = settings.slack_app_token.get_secret_value()
        if app_token:
            sockets = SocketMode(bolt, app_token)
            sockets.open()
            closing.callback(sockets.close)
        yield


def _areas(
    zeroji: Zeroji,
    jobs: Jobs,
    client: Client,
    outbox: Outbox,
    waiting: Waiting,
    known: Directory,
    catching: Catching,
) -> Surface:
    """All that Zeroji listens to in Slack."""
    rollout = Rollout(Rules(zeroji.database), Channels(client))
    hooks = Hooks(directory=known, rollout=rollout, holding=Holding(zeroji, jobs))
    add_kinds(jobs, zeroji, client, outbox, known, waiting.left, catching)
    asked = asking.surface(zeroji, client, outbox, hooks)
    aside = Aside(zeroji, client, outbox, hooks, ask=asked.does[Asked])
    homes = Homes(zeroji, client, hooks.directory, choices=rollout)
    areas = (
        asked
        | people.surface(known)
        | uninstalled.surface(client.access)
        | commands.surface(zeroji.database, client, aside, known)
        | homes.surface()
        | staff.surface(zeroji, client, outbox, hooks, partial(_look, jobs))
    )
    return homes.refreshing(areas)


def _look(jobs: Jobs) -> None:
    """What staff did shows on the cards at once."""
    for kind in (CARD, HELD):
        jobs.look(kind)
