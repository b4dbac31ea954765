"""The Bolt app: what Zeroji listens to, by HTTP and by Socket Mode alike."""

from __future__ import annotations

import logging
import re

from slack_bolt import Ack, App, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient

from bot.slack.posting.client import quiet_logger
from bot.slack.receiving.inbox import Inbox
from bot.slack.receiving.opening import Opening
from bot.slack.receiving.presses import action_of
from bot.slack.receiving.surface import Body, Refused, Surface

_log = logging.getLogger(__name__)

_ANY = re.compile(".*")


def bolt_app(client: WebClient, inbox: Inbox, surface: Surface, opening: Opening) -> App:
    bolt = App(
        client=client,
        logger=quiet_logger("bolt"),
        # The answer to Slack comes after the listener, which writes down what arrived.
        process_before_response=True,
        # Signatures are checked before; Bolt would log the text of a request with a wrong one.
        request_verification_enabled=False,
        # There is one workspace: nothing to look up, so an outage of Slack's API loses nothing.
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id=None, bot_token=client.token),
        ignoring_self_events_enabled=False,
        raise_error_for_unhandled_request=True,
    )

    def take(body: Body, name: str) -> Body:
        """Write down what is to be kept, begin what is to be done at once; Slack's answer."""
        read, open_now = surface.reads.get(name), surface.opens.get(name)
        received = read(body) if read else None
        if isinstance(received, Refused):
            return received.answer
        if received is not None:
            inbox.receive(received.key, received.request)
            return received.answer
        if open_now is not None:
            opening.begin(open_now, body)
        return {}

    def take_event(body: Body) -> None:
        take(body, f"event:{body['event']['type']}")

    def take_action(ack: Ack, body: Body) -> None:
        take(body, action_of(body)["action_id"].partition(":")[0])
        ack()

    def take_form(ack: Ack, body: Body) -> None:
        ack(**take(body, body["view"].get("callback_id") or ""))

    def take_shortcut(ack: Ack, body: Body) -> None:
        take(body, body["callback_id"])
        ack()

    def take_command(ack: Ack, body: Body) -> None:
        ack(**take(body, body["command"]))

    bolt.event(_ANY)(take_event)
    bolt.action(_ANY)(take_action)
    bolt.view_submission(_ANY)(take_form)
    bolt.shortcut(_ANY)(take_shortcut)
    bolt.command(_ANY)(take_command)
    bolt.error(_answer_error)
    return bolt


def _answer_error(error: Exception) -> BoltResponse | None:
    if isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=200)  # of no interest to Zeroji
    # The type alone: the text of an error may quote what people wrote.
    _log.error("A request from Slack was not taken in: %s", type(error).__name__)
    return None
