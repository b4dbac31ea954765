"""Jobs that wait while Slack refuses the token, and go out in order when it takes one again.

They are rows of the database that are found as long as they are not done. A job that meets a
refused token, or a scope that is missing, ends; when a token is good again, when a scope may have
been granted, and when a process starts, another job is made of each row.
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
        self._told_scopes: set[str] = set()

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

        return patiently

    def _is_good(self) -> bool:
        self._tell_administrators()
        if self._access.refused:
            self._look()
        self._access.try_again()
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
        """Of a token that is refused once a day, of a scope that is missing once."""
        today = date.today()
        if self._access.refused and self._told != (today, self._access.since):
            _log.error("Slack refuses the token: %s", self._access.refused)
            self._tell(f"slack:token:{today}")
            self._told = today, self._access.since
        for scope in sorted(self._access.lacking.names - self._told_scopes):
            _log.error("The app in Slack lacks the scope %s: see `zeroji doctor`", scope)
            self._tell(f"slack:scope:{scope}")
            self._told_scopes.add(scope)

    def _tell(self, key: str) -> None:
        with writing(self._database) as tx:
            for member in who_may(tx, "administrate"):
                notices.tell(tx, member.name, "slack_token", key)


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
