"""What Slack shows while an answer is being worked on: begun at once, always ended."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from slack_sdk import WebClient

from bot.jobs import JobFailed
from bot.outcomes import Language
from bot.slack.messages import wording
from bot.slack.places import Place
from bot.slack.posting.client import NotGranted, asking_slack
from bot.slack.posting.refusals import Unreachable

_log = logging.getLogger(__name__)


class Status:
    def __init__(self, client: WebClient) -> None:
        self._client = client

    @contextmanager
    def shown(self, place: Place, language: Language) -> Iterator[None]:
        """Show that the manuals are being looked through, until the block ends.

        Slack ends a status by itself when a message comes into the thread. Not every answer does,
        nor does every try end in one: so it is ended in any case.
        """
        self._set(place, wording.status(language), wording.steps(language))
        try:
            yield
        finally:
            self._set(place, "", [])

    def _set(self, place: Place, status: str, steps: list[str]) -> None:
        """An answer without a status is better than none: what goes wrong is only logged."""
        try:
            with asking_slack():
                self._client.assistant_threads_setStatus(
                    channel_id=place.channel,
                    thread_ts=place.thread,
                    status=status,
                    loading_messages=steps or None,
                )
        except NotGranted:
            return  # told once, of the scope
        except (JobFailed, Unreachable) as error:
            _log.warning("No status was shown: %s", error)
