"""What Slack sends, taken in."""
