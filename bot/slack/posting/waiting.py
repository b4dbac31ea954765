"""Jobs that wait while Slack refuses the token, and go out in order when it takes one again.

They are rows of the database that are found as long as they are not done. A job that meets a
refused token ends; when a token is good again, and when a process starts, another job is made of
each row.
"""

from __future__ import annotations

import logging
from datetime import date, datetime

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy import Engine

from bot.desk import notices
from bot.desk.members import who_may
from bot.jobs import Find, Job, Work
from bot.slack.posting.access import Access
from bot.slack.posting.client import TokenRefused
from knowledge.database import writing

_log = logging.getLogger(__name__)

_AGAIN = "again:"


class Waiting:
    def __init__(self, database: Engine, client: WebClient, access: Access) -> None:
        self._database = database
        self._client = client
        self._access = access
        #: Of which day and which time without a token administrators know.
        self._told: tuple[date, datetime] | None = None

    def left(self, find: Find) -> Find:
        """What there is to do; nothing while Slack refuses the token."""

        def found() -> list[Job]:
            return list(find()) if self._is_good() else []

        return found

    def work(self, work: Work) -> Work:
        """The same, left to later while Slack refuses the token."""

        def patiently(subject: str, again: bool) -> None:
            if self._access.refused:
                return
            again = again or subject.startswith(_AGAIN)
            try:
                work(subject.removeprefix(_AGAIN), again)
            except TokenRefused:
                self._tell_administrators()
                if not self._access.refused:  # only a scope is missing: this job has to wait
                    raise

        return patiently

    def _is_good(self) -> bool:
        if self._access.refused:
            self._tell_administrators()
            self._look()
        return not self._access.refused

    def _look(self) -> None:
        """Ask Slack whether it takes the token; it is asked no more than once a minute."""
        try:
            self._client.auth_test()
        except (SlackApiError, SlackClientError, OSError) as error:
            _log.debug("The token is refused still: %s", type(error).__name__)
        else:
            _log.warning("Slack takes the token again")

    def _tell_administrators(self) -> None:
        """Once a day: what waits is done when there is a token again."""
        today = date.today()
        if self._told == (today, self._access.since):
            return
        _log.error("Slack refuses the token: %s", self._access.refused or "a scope is missing")
        with writing(self._database) as tx:
            for member in who_may(tx, "administrate"):
                notices.tell(tx, member.name, "slack_token", f"slack:token:{today}")
        self._told = today, self._access.since


def job_for(access: Access, *, kind: str, key: str, lane: str, at: datetime) -> Job:
    """The job of something that waits since ``at``: another one than before the token was good.

    What waited then may have been done in part; its function is told that it is called again.
    """
    # Of those of a lane that come in one second, the one whose key is first is done first.
    in_order = f"{at.timestamp():.6f} {key}"
    if at >= access.since:
        return Job(kind=kind, key=in_order, subject=key, lane=lane)
    anew = f"{in_order}@{access.since.timestamp():.3f}"
    return Job(kind=kind, key=anew, subject=f"{_AGAIN}{key}", lane=lane)
