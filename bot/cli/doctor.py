"""``zeroji doctor``: what is set up well, what is not, and what to do about it."""

from __future__ import annotations

import importlib
import sys
from collections import Counter
from typing import Annotated, Any

import typer

from bot.cli.output import PLAIN, JsonOption, print_json
from bot.cli.performing import perform
from bot.diagnosis import Finding, found
from bot.outcomes import Language
from bot.settings import load_settings
from knowledge.errors import ZerojiError

app = typer.Typer(**PLAIN)

_MARKS = {
    "ja": {"ok": "○", "unset": "－", "warning": "△", "wrong": "×"},
    "en": {"ok": "ok", "unset": "not set", "warning": "WARNING", "wrong": "WRONG"},
}
_SUMS = {
    "ja": "要対応（×）{wrong}件、注意（△）{warning}件、正常（○）{ok}件",
    "en": "{wrong} wrong, {warning} warnings, {ok} ok",
}


@app.command()
def doctor(
    language: Annotated[str, typer.Option(help="ja or en.")] = "ja",
    as_json: JsonOption = False,
) -> None:
    """Check the set-up and say what to do next; exit code 1 when something is wrong."""
    findings = _examined()
    if as_json:
        print_json({"findings": [_told(finding) for finding in findings]})
    else:
        _print(findings, "en" if language == "en" else "ja")
    if any(finding.status == "wrong" for finding in findings):
        sys.exit(1)


def _examined() -> list[Finding]:
    try:
        settings = load_settings()
    except ZerojiError as problem:
        return [found("settings", "wrong", problem=problem)]
    # It imports Slack's library, which no other command needs.
    slack = importlib.import_module("bot.slack.doctor")
    return [*_home(), *slack.examine(settings)]


def _home() -> list[Finding]:
    """What the process that owns the home finds: a running server, or else this one."""
    try:
        return [Finding(**finding) for finding in perform("doctor", {})["findings"]]
    except ZerojiError as problem:
        return [found("home", "wrong", problem=problem)]


def _told(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "status": finding.status,
        "said": finding.said,
        "then": finding.then,
    }


def _print(findings: list[Finding], language: Language) -> None:
    marks = _MARKS[language]
    width = max(len(mark) for mark in marks.values())
    for finding in findings:
        print(f"{marks[finding.status]:<{width}} {finding.said[language]}")
        for number, line in enumerate(finding.then.get(language, "").splitlines()):
            print(f"{'':<{width}} {'  ' if number else '→ '}{line}")
    counts = Counter[str](finding.status for finding in findings)
    print()
    print(_SUMS[language].format(**{status: counts[status] for status in marks}))
