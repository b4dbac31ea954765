"""People who write to a real server from a Slack on this machine, and what becomes of it."""
