"""What staff's work needs of Slack: buttons, forms, a shortcut, and what is done about them."""

from __future__ import annotations

from collections.abc import Callable

from slack_sdk import WebClient

from bot.slack.asking.hooks import Hooks
from bot.slack.asking.telling import Telling
from bot.slack.messages.action_ids import (
    CLAIM,
    DECLINE,
    DISMISS,
    DISMISS_FORM,
    HAND_OVER,
    HAND_OVER_FORM,
    PLACE_CHOSEN,
    PROPOSE,
    PROPOSE_FORM,
    PROPOSE_MESSAGE,
    RELEASE,
    REOPEN,
    REPLY,
    REPLY_FORM,
    REWRITE,
    REWRITE_FORM,
    SEND,
)
from bot.slack.posting.outbox import Outbox
from bot.slack.receiving.surface import Surface
from bot.slack.requests import Noted, StaffAct
from bot.slack.staff.acts import Acts, TicketActs
from bot.slack.staff.deciding import Deciding
from bot.slack.staff.forms import TicketForms
from bot.slack.staff.links import Links
from bot.slack.staff.members import Members
from bot.slack.staff.noting import Noting
from bot.slack.staff.presses import press
from bot.slack.staff.proposing import Proposing
from bot.wiring import Zeroji


def surface(
    zeroji: Zeroji,
    client: WebClient,
    outbox: Outbox,
    hooks: Hooks,
    done: Callable[[], None] = lambda: None,
) -> Surface:
    """``done`` is called after each act."""
    members = Members(zeroji.database, hooks.directory, outbox)
    links = Links(client, zeroji.settings.public_url)
    forms = TicketForms(zeroji, client, members)
    proposing = Proposing(zeroji, client, members, links)
    deciding = Deciding(zeroji, client, members, Telling(zeroji, outbox, hooks))
    noting = Noting(zeroji, outbox, members)
    acts = Acts(
        members,
        {
            **TicketActs(zeroji, members).acts,
            **deciding.acts,
            "propose": ("propose", proposing.propose),
        },
        done,
    )
    return Surface(
        reads={
            CLAIM: press("claim"),
            RELEASE: press("release"),
            REOPEN: press("reopen"),
            SEND: press("send"),
            DECLINE: press("decline"),
            REPLY_FORM: forms.reads_reply,
            HAND_OVER_FORM: forms.reads_hand_over,
            DISMISS_FORM: forms.reads_dismiss,
            REWRITE_FORM: deciding.read_rewrite,
            PROPOSE_FORM: proposing.read,
            "event:message": noting.read,
        },
        opens={
            REPLY: forms.opens_reply,
            HAND_OVER: forms.opens_hand_over,
            DISMISS: forms.opens_dismiss,
            REWRITE: deciding.open_rewrite,
            PROPOSE: proposing.open_of_ticket,
            PLACE_CHOSEN: proposing.change_place,
            PROPOSE_MESSAGE: proposing.open_of_message,
        },
        does={StaffAct: acts.do, Noted: noting.note},
    )
