"""Who Slack's users are: asked of Slack, kept for a day, and used as it was while Slack is away."""
