"""Messages to Slack, once in effect."""
