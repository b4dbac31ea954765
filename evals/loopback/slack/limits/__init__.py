"""Slack's documented limits of blocks, messages and views, told as Slack tells them."""

from evals.loopback.slack.limits.messages import of_message
from evals.loopback.slack.limits.views import of_view

__all__ = ["of_message", "of_view"]
