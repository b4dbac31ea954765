"""Lines that command a machine, and lines that only look so: what the rules make of them."""

from __future__ import annotations

from pathlib import Path

from knowledge.machine_instructions import is_for_machines

#: File → whether its lines are commands.
SETS = {
    "planted": True,
    "look_alikes": False,
    "unseen_planted": True,
    "unseen_look_alikes": False,
    "unseen_planted_2": True,
    "unseen_look_alikes_2": False,
    "unseen_planted_3": True,
    "unseen_look_alikes_3": False,
}


def lines(name: str) -> list[str]:
    """The lines of a set, without its headings."""
    text = Path(__file__).with_name(f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith(("# ", "## "))]


def wrong(name: str) -> list[str]:
    return [line for line in lines(name) if is_for_machines(line) != SETS[name]]


def counts() -> dict[str, tuple[int, int]]:
    """Of each set, how many lines are told right, and how many there are."""
    return {name: (len(lines(name)) - len(wrong(name)), len(lines(name))) for name in SETS}
