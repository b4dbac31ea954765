"""The Bolt app: what Zeroji listens to, by HTTP and by Socket Mode alike."""

from __future__ import annotations

import logging
import re
from typing import Any

from slack_bolt import Ack, App, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient

from bot.slack.inbox import Inbox
from bot.slack.posting import quiet_logger
from bot.slack.requests import OPTION, PERSON, press_in, question_in

_log = logging.getLogger(__name__)

Body = dict[str, Any]


def bolt_app(client: WebClient, inbox: Inbox) -> App:
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

    def take_question(body: Body, event: Body) -> None:
        asked = question_in(event)
        if asked is not None:
            inbox.receive(body["event_id"], asked)

    def take_press(ack: Ack, body: Body) -> None:
        inbox.receive(*press_in(body))
        ack()

    bolt.event("message")(take_question)
    bolt.event("app_mention")(take_question)
    bolt.action(re.compile(rf"{re.escape(OPTION)}:\d+"))(take_press)
    bolt.action(PERSON)(take_press)
    bolt.error(_answer_error)
    return bolt


def _answer_error(error: Exception) -> BoltResponse | None:
    if isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=200)  # of no interest to Zeroji
    # The type alone: the text of an error may quote what people wrote.
    _log.error("A request from Slack was not taken in: %s", type(error).__name__)
    return None
