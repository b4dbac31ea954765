"""Answers questions, keeps the desk, and shows both in the web, in Slack and on the command line."""
