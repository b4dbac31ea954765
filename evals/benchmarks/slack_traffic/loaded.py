"""What each ``zeroji serve`` loads, loaded once: the servers are forks of who imported this."""

from __future__ import annotations

import inspect

import chromadb
import uvicorn

import bot.cli.serve
import bot.durable
import bot.slack.app
from knowledge import japanese
from knowledge.embedding import embedder

LOADED = (bot.cli.serve, bot.durable, bot.slack.app, chromadb, uvicorn)

embedder("builtin").query("日当")
japanese.terms("日当")
# Bolt looks at its callers' source when an app is made; what that reads is kept.
inspect.stack()
