"""A Slack on this machine, over HTTP and WebSocket, from Slack's documentation."""

from evals.loopback.slack.conversations import Status
from evals.loopback.slack.delivering import Delivered
from evals.loopback.slack.failures import Failure, Params
from evals.loopback.slack.person import Person, Submitted
from evals.loopback.slack.slack import Slack, loopback
from evals.loopback.slack.workspace import Channel, User, Workspace

__all__ = [
    "Channel",
    "Delivered",
    "Failure",
    "Params",
    "Person",
    "Slack",
    "Status",
    "Submitted",
    "User",
    "Workspace",
    "loopback",
]
