"""Jobs that met a Slack which takes no token, or none for this: written down, and done in order
as soon as it does.

Jobs that fail are tried again after longer and longer pauses. These do not fail: they wait like
what Slack has sent, which is found when a token is good again.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.jobs import Work
from bot.slack.places import Place
from bot.slack.posting.access import Access
from bot.slack.posting.client import TokenRefused
from bot.slack.receiving.surface import Given, Surface
from bot.slack.requests import Behind, Request

_NOWHERE = Place(channel="", thread="", user="")


class Catching:
    """``keep`` writes a request down under its key."""

    def __init__(self, access: Access, keep: Callable[[str, Request], None]) -> None:
        self._access = access
        self._keep = keep
        self._works: dict[str, Work] = {}

    def work(self, kind: str, work: Work, lane: Callable[[str], str]) -> Work:
        """The same work, left to later while Slack refuses it.

        ``lane``: of a subject, so that it is not done twice at the same time.
        """
        self._works[kind] = work

        def patiently(subject: str, again: bool) -> None:
            if not self._access.refused:
                try:
                    work(subject, again)
                except TokenRefused:
                    pass
                else:
                    return
            since = self._access.since.timestamp()
            request = Behind(place=_NOWHERE, job=kind, subject=subject, in_lane=lane(subject))
            self._keep(f"behind:{kind}:{subject}:{since:.3f}"[:100], request)

        return patiently

    def surface(self) -> Surface:
        return Surface(does={Behind: self._catch_up})

    def _catch_up(self, given: Given) -> None:
        request: Behind = given.request
        self._works[request.job](request.subject, True)
