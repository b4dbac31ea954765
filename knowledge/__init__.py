"""Manuals, their revisions, and search over them. Knows no Slack, HTTP or language model."""
