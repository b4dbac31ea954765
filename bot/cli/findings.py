"""How ``zeroji manuals check`` prints what it found: manual by manual, with both quotes."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from bot.cli.output import local_time, print_table

#: Characters of a quote; --json has all of it.
_QUOTED = 160


def print_findings(found: dict[str, Any], with_all: bool) -> None:
    """The findings by manual, the most harmful first in each, and how many of each kind; then what
    is doubtful and what was put aside."""
    _print_by_manual(sure_ones(found))
    if found["counts"]:
        print_table(("KIND", "FINDINGS"), [*found["counts"].items()])
    print(f"{len(sure_ones(found))} findings.")
    doubtful = [finding for finding in found["findings"] if not finding["is_sure"]]
    dismissed = found["dismissed"]
    if with_all:
        if doubtful:
            print("\nDoubtful: similar texts with other figures, mostly about different matters.\n")
        _print_by_manual(doubtful)
        for one in dismissed:
            _print_dismissed(one)
        return
    if doubtful:
        print(f"{len(doubtful)} doubtful; --all shows them.")
    if dismissed:
        print(f"{len(dismissed)} put aside; --all shows them.")


def sure_ones(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The findings that are to be put right."""
    return [finding for finding in found["findings"] if finding["is_sure"]]


def _print_by_manual(findings: list[dict[str, Any]]) -> None:
    for (manual, manual_id, owner), group in groupby(sorted(findings, key=_manual), key=_manual):
        print(f"{manual} (ID {manual_id}{f', {owner}' if owner else ''})")
        for finding in group:
            _print_finding(finding)
        print()


def _print_dismissed(one: dict[str, Any]) -> None:
    print()
    note = f": {_shortened(one['note'])}" if one["note"] else ""
    print(f"Put aside by {one['by']} on {local_time(one['at'])} ({one['reason']}{note})")
    _print_finding(one["finding"])


def _print_finding(finding: dict[str, Any]) -> None:
    print(f"  [{finding['kind']}] {finding['text']}")
    for place in finding["places"]:
        if place["section"]:
            print(f"    {_where(place)}")
        if place["quote"]:
            print(f"      「{_shortened(place['quote'])}」")


def _shortened(quote: str) -> str:
    line = quote.replace("\n", " ")
    return line if len(line) <= _QUOTED else line[:_QUOTED] + "…"


def _where(place: dict[str, Any]) -> str:
    page = f" (p.{place['page']})" if place["page"] else ""
    return f"{place['manual']} ＞ {place['section']}{page}"


def _manual(finding: dict[str, Any]) -> tuple[str, int, str]:
    place = finding["places"][0]
    return place["manual"], place["manual_id"], place["owner"]
