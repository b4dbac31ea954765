"""``zeroji manuals``: what manuals there are, what changed in them, what to put right."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from bot.cli.findings import print_findings, sure_ones
from bot.cli.ingest import clear_step, show_report
from bot.cli.output import PLAIN, JsonOption, local_time, note, print_json, print_table
from bot.cli.performing import perform

app = typer.Typer(**PLAIN, no_args_is_help=True, help="List, compare, check and roll back manuals.")


@app.command("list")
def list_manuals(
    retired: Annotated[bool, typer.Option("--retired", help="Retired ones too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List manuals with the revision in force today."""
    found = perform("manuals.list", {"retired": retired})
    if as_json:
        print_json(found)
        return
    rows = (
        (
            manual["id"],
            manual["title"],
            manual["kind"],
            manual["audience"],
            manual["owner"],
            manual["revision"]["number"] if manual["revision"] else "-",
            manual["path"],
        )
        for manual in found["manuals"]
    )
    print_table(("ID", "TITLE", "KIND", "AUDIENCE", "OWNER", "REV", "PATH"), rows)


@app.command()
def show(
    manual: int,
    on: Annotated[str | None, typer.Option(help="As it is on this day: 2027-04-01.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show what a manual says."""
    found = perform("manuals.show", {"id": manual, "on": on})
    if as_json:
        print_json(found)
        return
    print(found["manual"]["title"])
    if found["revision"] is None:
        note(
            f"No revision of it is in force on {on or 'this day'}; `zeroji manuals history "
            f"{manual}` shows when they are."
        )
    for section in found["sections"]:
        page = f" (p.{section['page']})" if section["page"] else ""
        print(f"\n## {section['heading']}{page}\n{section['text']}")


@app.command()
def history(manual: int, as_json: JsonOption = False) -> None:
    """List the revisions of a manual."""
    found = perform("manuals.history", {"id": manual})
    if as_json:
        print_json(found)
        return
    rows = (
        (
            r["number"],
            _since(r["effective_from"]),
            r["effective_until"] or "-",
            local_time(r["published_at"]),
            r["author"],
            r["note"],
            r["path"],
        )
        for r in found["revisions"]
    )
    print_table(("REV", "FROM", "UNTIL", "PUBLISHED", "AUTHOR", "NOTE", "PATH"), rows)


@app.command()
def diff(
    manual: int,
    before: Annotated[int | None, typer.Argument(help="Revision; the last but one.")] = None,
    after: Annotated[int | None, typer.Argument(help="Revision; the last.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show section by section what changed between two revisions."""
    found = perform("manuals.diff", {"id": manual, "before": before, "after": after})
    if as_json:
        print_json(found)
        return
    if found["before"] == found["after"]:
        print(f"There is nothing to compare with revision {found['after']} of manual {manual}.")
        return
    print(
        f"Revision {found['before']} → {found['after']}: {len(found['changes'])} sections differ."
    )
    for change in found["changes"]:
        print(f"\n## {change['heading']}")
        for mark, text in (("-", change["before"]), ("+", change["after"])):
            for line in (text or "").splitlines():
                print(f"{mark} {line}")


@app.command()
def rollback(
    manual: int,
    to: Annotated[int, typer.Option(help="Revision to go back to.")],
    by: Annotated[str, typer.Option(help="Who does it.")] = "cli",
    as_json: JsonOption = False,
) -> None:
    """Publish an earlier revision again and put its file back."""
    report = perform("manuals.rollback", {"id": manual, "to": to, "by": by})
    if as_json:
        print_json(report)
    elif report["manuals"]["failed"]:
        show_report(report)
    elif report["manuals"]["unchanged"]:
        print(f"Manual {manual} says already what revision {to} says.")
    else:
        print(f"Manual {manual} says again what revision {to} said.")
    if report["manuals"]["failed"]:
        raise typer.Exit(1)


@app.command()
def restore(manual: int, as_json: JsonOption = False) -> None:
    """Put a retired manual back into search. Its file, too, where it is gone."""
    restored = perform("manuals.restore", {"id": manual})
    if as_json:
        print_json(restored)
        return
    print(f"Manual {manual} is searched again ({restored['chunks']} chunks).")
    if not restored["file"]:
        print("Its file is gone and no copy is kept: put one back, or the next ingestion of its")
        print("folder retires it again.")


@app.command()
def check(
    manual: Annotated[int | None, typer.Option(help="Only what concerns this manual.")] = None,
    owner: Annotated[str | None, typer.Option(help="Only what concerns this owner.")] = None,
    kind: Annotated[
        str | None, typer.Option(help="Only findings of this kind, e.g. broken_reference.")
    ] = None,
    on: Annotated[
        str | None, typer.Option(help="The manuals as they are on this day: 2027-04-01.")
    ] = None,
    with_dismissed: Annotated[
        bool, typer.Option("--all", help="Also what is doubtful, and what was put aside by whom.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """List what content owners should put right. Exit code 1 when there is anything."""
    wanted = {"manual": manual, "owner": owner, "kind": kind, "on": on}
    found = perform("manuals.check", wanted, _show_step)
    clear_step()
    if as_json:
        print_json(found)
    else:
        print_findings(found, with_dismissed)
    if sure_ones(found):
        raise typer.Exit(1)


def _show_step(step: dict[str, Any], /) -> None:
    """Write what is checked over itself; only where somebody watches."""
    if sys.stderr.isatty():
        text = f"{step['done'] + 1}/{step['total']} {step['matter']}"
        print(f"\r\x1b[2K{text}", end="", file=sys.stderr, flush=True)


def _since(effective_from: str) -> str:
    """A manual that states no date of effect has always been in effect."""
    return "-" if effective_from == "0001-01-01" else effective_from
