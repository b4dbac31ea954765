"""``zeroji slack manifest``: what is pasted at api.slack.com/apps to set Zeroji up."""

from __future__ import annotations

import importlib
from typing import Annotated

import typer
import yaml

from bot.cli.output import print_json, print_table
from bot.settings import load_settings
from knowledge.errors import InvalidInput


def manifest(
    socket_mode: Annotated[
        bool, typer.Option("--socket-mode", help="Events come over a connection of ours.")
    ] = False,
    url: Annotated[
        str, typer.Option(help="Where Slack sends events; ZEROJI_PUBLIC_URL without.")
    ] = "",
    language: Annotated[str, typer.Option(help="Of its texts: ja or en.")] = "ja",
    scopes: Annotated[
        bool, typer.Option("--scopes", help="Print what each scope is for instead.")
    ] = False,
    as_yaml: Annotated[bool, typer.Option("--yaml", help="Print YAML, not JSON.")] = False,
) -> None:
    """Print the app's manifest. It has the scopes and events that Zeroji needs, and no more."""
    if language not in ("ja", "en"):
        raise InvalidInput(f"There is no manifest in {language!r}: ja or en.")
    # It imports Slack's texts, which no other command needs.
    slack = importlib.import_module("bot.slack.manifest")
    if scopes:
        print_table(("SCOPE", "FOR"), slack.purposes(language).items())
        return
    address = "" if socket_mode else url or load_settings().public_url
    if not socket_mode and not address:
        raise InvalidInput(
            "Where does Slack send events? Say --url https://… (or set ZEROJI_PUBLIC_URL), "
            "or --socket-mode, which needs no public address."
        )
    made = slack.manifest(language, url=address)
    if as_yaml:
        print(yaml.safe_dump(made, allow_unicode=True, sort_keys=False), end="")
    else:
        print_json(made)
