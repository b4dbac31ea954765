"""What Slack shows: data in, blocks out."""
