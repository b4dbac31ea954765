"""Answers questions and keeps the desk; shown in the web, in Slack and on the command line."""
