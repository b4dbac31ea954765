"""Places in Markdown: the lines between a heading and the next of its level or above."""

from __future__ import annotations

import re

from ingest.patching.places import Place, PlaceNotFound, same_text

_HEADING = re.compile(r"^(#{1,6})[ \t　]*(.+?)[ \t#]*$")
_FENCE = re.compile(r"^\s*(```|~~~)")


def read(data: bytes, place: Place) -> str:
    lines = data.decode("utf-8-sig").splitlines()
    start, end = _span(lines, place)
    return "\n".join(lines[start:end]).strip()


def write(data: bytes, place: Place, text: str) -> bytes:
    source = data.decode("utf-8")
    newline = "\r\n" if "\r\n" in source else "\n"
    lines = source.lstrip("\ufeff").splitlines()
    body = text.strip().splitlines()
    if place.new:
        lines += ["", f"{'#' * _usual_level(lines)} {place.heading}", "", *body]
    else:
        start, end = _span(lines, place)
        rest = lines[end:]
        lines[start:] = ["", *body, *([""] if rest else []), *rest]
    mark = "\ufeff" if source.startswith("\ufeff") else ""
    return (mark + newline.join(lines) + newline).encode()


def _span(lines: list[str], place: Place) -> tuple[int, int]:
    """Line numbers of a section's own text, after its heading, up to the next heading."""
    headings = _headings(lines)
    found = [n for n, (_, _, text) in enumerate(headings) if same_text(text, place.heading)]
    if len(found) != 1:
        count = "no heading" if not found else f"{len(found)} headings"
        raise PlaceNotFound(f"It has {count} 「{place.heading}」.")
    start = headings[found[0]][0] + 1
    following = [line for line, _, _ in headings[found[0] + 1 :]]
    return start, following[0] if following else len(lines)


def _headings(lines: list[str]) -> list[tuple[int, int, str]]:
    """(line, level, text) of each heading; lines in fences are code."""
    found: list[tuple[int, int, str]] = []
    fenced = False
    for number, line in enumerate(lines):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and (heading := _HEADING.match(line)):
            found.append((number, len(heading[1]), heading[2]))
    return found


def _usual_level(lines: list[str]) -> int:
    """The level that most sections have, for a new one."""
    levels = [level for _, level, _ in _headings(lines)]
    return max(set(levels), key=levels.count) if levels else 2
