"""The methods of Slack's Web API, a module for each family."""

from evals.loopback.slack.web_api import (  # noqa: F401 – each adds its methods
    apps,
    assistant,
    chat,
    conversations,
    people,
    streams,
    views,
)
from evals.loopback.slack.web_api.calling import METHODS, Refused, call

__all__ = ["METHODS", "Refused", "call"]
