"""``zeroji audit``: prove that the log of who did what is whole, and export it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.output import PLAIN, JsonOption, note, print_json
from bot.cli.performing import Performer, perform, performer
from bot.spreadsheet_cells import BOM, write_csv
from knowledge.errors import InvalidInput

app = typer.Typer(**PLAIN, no_args_is_help=True, help="Verify and export the log of who did what.")

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Like 2026-04-01.")]

#: What is said of the first row that does not hold.
_DAMAGES = {
    "changed": "row {n} is not what was written: it was changed, or put there",
    "removed": "row {n} is missing: it was removed",
    "inserted": "row {n} was put in later",
    "reordered": "row {n} changed places with the row after it",
    "cut": "row {n} and those after it are missing: the log ended later when it was last verified",
    "rewritten": "the log up to row {n} is another than the one that was verified before",
}


@app.command()
def verify(
    expect: Annotated[
        str, typer.Option(help="A hash that was printed earlier: the log must still hold it.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Follow the chain of hashes through the log. Exit code 1 where it is broken.

    Keep what it prints where nobody who can write to the database can: the chain alone does not
    show a log that was written anew as a whole.
    """
    found = perform("audit.verify", {"expect": expect})
    broken, head = found["broken"], found["head"]
    if as_json:
        print_json(found)
    elif broken is None:
        print(f"The log holds: {head['number']} rows. The last one's hash is {head['hash']}")
    else:
        told = _DAMAGES[broken["damage"]].format(n=broken["number"])
        note(f"The log is broken: {told}.")
    if broken is not None:
        raise typer.Exit(1)


@app.command()
def export(file: Path, since: Day = None, until: Day = None) -> None:
    """Write the log to a CSV file. What only counselors may know of is left out."""
    try:
        with performer() as performing, file.open("w", encoding="utf-8", newline="") as out:
            out.write(BOM)
            count = _write(out, performing, {"since": _day(since), "until": _day(until)})
    except OSError as error:
        raise InvalidInput(f"{file} cannot be written: {error.strerror}.") from error
    print(f"{count} rows were written to {file}.")


def _write(out: Any, performing: Performer, days: dict[str, str | None]) -> int:
    """Write the log portion by portion; how many rows that were."""
    count, after = 0, 0
    while True:
        found = performing("audit.events", {**days, "after": after})
        if after == 0:
            write_csv(out, [found["columns"]])
        if not found["rows"]:
            return count
        write_csv(out, found["rows"])
        count += len(found["rows"])
        after = found["rows"][-1][0]


def _day(moment: datetime | None) -> str | None:
    return None if moment is None else moment.date().isoformat()
