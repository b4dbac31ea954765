"""Socket Mode: Slack's events over connections that Zeroji opens, where no address is public."""

from __future__ import annotations

import logging
from threading import Event, Thread

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.slack.posting.access import Access
from bot.slack.posting.client import Client, quiet_logger
from bot.slack.posting.refusals import OF_THE_TOKEN, error_of

_log = logging.getLogger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
#: While one is renewed or was lost unnoticed, Slack sends over the other.
_CONNECTIONS = 2
#: A connection that has not answered four of these pings is replaced. Slack's default, 10 seconds,
#: leaves a question unheard for most of a minute.
_PING_SECONDS = 2.0


class SocketMode:
    """Connections that are kept up from :meth:`open` to :meth:`close`."""

    def __init__(self, bolt: App, app_token: str) -> None:
        # Slack's library asks for an address at each ping that finds no connection.
        client = Client(
            access=Access(OF_THE_TOKEN),
            token=app_token,
            base_url=bolt.client.base_url,
            ssl=bolt.client.ssl,
            logger=quiet_logger("socket.web"),
        )
        self._handlers = [
            SocketModeHandler(
                bolt,
                app_token,
                logger=quiet_logger("socket", logging.ERROR),
                web_client=client,
                ping_interval=_PING_SECONDS,
            )
            for _ in range(_CONNECTIONS)
        ]
        self._stopping = Event()
        self._opening = [
            Thread(target=self._connect, args=(one,), name="zeroji-slack-socket", daemon=True)
            for one in self._handlers
        ]

    def open(self) -> None:
        """Connect in the background: the server starts even when Slack is not there."""
        for thread in self._opening:
            thread.start()

    def close(self) -> None:
        self._stopping.set()
        for thread, handler in zip(self._opening, self._handlers, strict=True):
            thread.join()
            handler.client.close()

    def _connect(self, handler: SocketModeHandler) -> None:
        pause = _FIRST_PAUSE
        while not self._stopping.is_set():
            try:
                # Each address that Slack gives is good for one connection.
                handler.client.connect_to_new_endpoint()
                return
            except SlackApiError as refusal:
                _log.error("Slack refused Socket Mode: %s", error_of(refusal))
            except (SlackClientError, OSError) as error:
                _log.error("Socket Mode did not connect: %s", type(error).__name__)
            self._stopping.wait(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
