"""Socket Mode: Slack's events over a connection that Zeroji opens, where no address is public."""

from __future__ import annotations

import logging
from threading import Event, Thread

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.slack.posting import error_of, quiet_logger

_log = logging.getLogger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0


class SocketMode:
    """A connection that is kept up from :meth:`open` to :meth:`close`."""

    def __init__(self, bolt: App, app_token: str) -> None:
        self._handler = SocketModeHandler(
            bolt, app_token, logger=quiet_logger("socket", logging.ERROR)
        )
        self._stopping = Event()
        self._opening = Thread(target=self._connect, name="zeroji-slack-socket", daemon=True)

    def open(self) -> None:
        """Connect in the background: the server starts even when Slack is not there."""
        self._opening.start()

    def close(self) -> None:
        self._stopping.set()
        self._opening.join()
        self._handler.client.close()

    def _connect(self) -> None:
        pause = _FIRST_PAUSE
        while not self._stopping.is_set():
            try:
                # Each address that Slack gives is good for one connection.
                self._handler.client.connect_to_new_endpoint()
                return
            except SlackApiError as refusal:
                _log.error("Slack refused Socket Mode: %s", error_of(refusal))
            except (SlackClientError, OSError) as error:
                _log.error("Socket Mode did not connect: %s", type(error).__name__)
            self._stopping.wait(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
