"""What is done at once, beside the answer to Slack: forms opened, homes published."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.jobs import JobFailed
from bot.outcomes import Language
from bot.slack.messages import wording
from bot.slack.posting.client import asking_slack
from bot.slack.posting.refusals import Unreachable, error_of
from bot.slack.receiving.presses import place_of_press
from bot.slack.receiving.surface import Body, Open

_log = logging.getLogger(__name__)

_THREADS = 4


class Opening:
    """Slack is answered meanwhile: it waits three seconds for that, and opens what was asked."""

    def __init__(self, client: WebClient, language: Callable[[str], Language]) -> None:
        """``language``: of a user."""
        self._client = client
        self._language = language
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="zeroji-slack-open")

    def begin(self, opening: Open, body: Body) -> None:
        self._pool.submit(self._open, opening, body)

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _open(self, opening: Open, body: Body) -> None:
        try:
            opening(body)
        except SlackApiError as refusal:
            _log.error("Slack did not open what was asked for: %s", error_of(refusal))
            self._apologise(body)
        except Exception as error:  # noqa: BLE001 - the end of a thread: nobody else would tell
            # The type alone: the text of an error may quote what people wrote.
            _log.error("What was asked for was not opened: %s", type(error).__name__)
            self._apologise(body)

    def _apologise(self, body: Body) -> None:
        """Who pressed something and sees nothing is told so, where that can be told."""
        if "user" not in body or "trigger_id" not in body:
            return
        place = place_of_press(body)
        if not place.channel:
            return
        try:
            with asking_slack():
                self._client.chat_postEphemeral(
                    channel=place.channel,
                    user=place.user,
                    thread_ts=place.thread or None,
                    text=wording.text("not_opened", self._language(place.user)),
                )
        except (JobFailed, Unreachable) as error:
            _log.error("Nor could that be told: %s", error)
