"""Slack's workspace as the database knows it: its people, and how far Zeroji goes by itself there.

Asks Slack nothing (see bot.slack.people for that), so the console and the command line read it too.
"""
