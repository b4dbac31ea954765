"""The command ``zeroji``. Each command's module is loaded when it is called: help is instant."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

# More than one BLAS thread is many times slower on shared cores, and numpy reads this once.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import typer
from typer.core import TyperGroup

from knowledge.errors import ZerojiError

#: Command → (module, what it does). ``eval`` is named, not imported: evals stand above the bot.
COMMANDS = {
    "serve": ("bot.cli.serve", "Serve the chat, the console and the API."),
    "ask": ("bot.cli.ask", "Ask a question."),
    "search": ("bot.cli.search", "Show what a search finds."),
    "ingest": ("bot.cli.ingest", "Ingest manuals: files and folders."),
    "runs": ("bot.cli.runs", "See, stop and resume runs of ingestion."),
    "manuals": ("bot.cli.manuals", "List, compare, check and roll back manuals."),
    "queue": ("bot.cli.queue", "Work on tickets."),
    "proposals": ("bot.cli.proposals", "Review changes of manuals."),
    "gaps": ("bot.cli.gaps", "See which needs the manuals do not meet."),
    "thesaurus": ("bot.cli.thesaurus", "Teach the company's words for things."),
    "model": ("bot.cli.model", "See and check the language model that is set."),
    "spending": ("bot.cli.spending", "See what language models took and cost."),
    "users": ("bot.cli.users", "Add people and make sign-in links."),
    "doctor": ("bot.cli.doctor", "Check the set-up and say what to do next."),
    "slack": ("bot.cli.slack", "Set Slack up: how far it goes, who its people are."),
    "audit": ("bot.cli.audit", "Verify and export the log of who did what."),
    "eval": ("evals.cli", "Measure the quality of answers."),
}


class _Commands(TyperGroup):
    """A group whose commands are modules, each with a typer app named ``app``."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        module, about = COMMANDS[cmd_name]
        if ctx.resilient_parsing or not ctx.meta.get("zeroji.load"):
            return _Described(name=cmd_name, help=about)
        command = typer.main.get_command(importlib.import_module(module).app)
        command.name = cmd_name
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        ctx.meta["zeroji.load"] = True
        return super().resolve_command(ctx, args)


class _Described(TyperGroup):
    """Stands for a command in the list of commands."""


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    help="Zeroji (ゼロ次): answers employees' questions from the company's own manuals.",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: rich costs a quarter of a second
)


@app.callback()
def _root() -> None:
    """The options of all commands: none."""


def main() -> None:
    """Entry point: errors meant for people are one line, exit code 2."""
    try:
        app()
    except ZerojiError as error:
        print(f"zeroji: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("zeroji: stopped.", file=sys.stderr)
        sys.exit(130)
