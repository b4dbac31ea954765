"""Places in Markdown: the lines between a heading and the next. Other lines keep their bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.patching.encoding import decode, encode, line_end, lines_of
from ingest.patching.places import Place, PlaceNotFound, check_free, same_text

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t　]*(.+?)[ \t#]*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_FENCE = re.compile(r"^\s*(```|~~~)")
#: What cannot be the text of an underlined heading: blank, a table row, a quotation or an item.
_NO_HEADING = re.compile(r"^\s*$|^\s*[|>#]|^\s*([-*+]|\d+[.)])\s|^\s{4}|^\s*(-{3,}|\.{3})\s*$")


def read(data: bytes, place: Place) -> str:
    lines = _bare(lines_of(decode(data)[0]))
    start, end = _span(lines, place)
    return "\n".join(lines[start:end]).strip()


def write(data: bytes, place: Place, text: str) -> bytes:
    source, encoding = decode(data)
    newline = line_end(source)
    lines = lines_of(source)
    body = [line + newline for line in _without_headings(_bare(lines_of(text.strip())))]
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += newline
    if place.new:
        _add(lines, place, body, newline)
    else:
        start, end = _span(_bare(lines), place)
        before = lines[start] if start < end and not lines[start].strip() else newline
        after = lines[end - 1] if start < end and not lines[end - 1].strip() else newline
        lines[start:end] = [before, *body, *([after] if end < len(lines) else [])]
    return encode("".join(lines), encoding)


def headings(data: bytes) -> list[str]:
    """The headings of a file, in order."""
    return [text for _, _, text in _headings(_bare(lines_of(decode(data)[0])))]


def remove(data: bytes, place: Place) -> bytes:
    """The file without a section and its heading."""
    source, encoding = decode(data)
    lines = lines_of(source)
    start, end = _span(_bare(lines), place)
    heading = _heading_line(_bare(lines), place)
    if heading > 0 and not lines[heading - 1].strip() and (end == len(lines)):
        heading -= 1
    del lines[heading : max(start, end)]
    return encode("".join(lines), encoding)


def _add(lines: list[str], place: Place, body: Sequence[str], newline: str) -> None:
    """Add a section behind the one that its place names, else at the end."""
    bare = _bare(lines)
    found = _headings(bare)
    check_free(place, [text for _, _, text in found])
    level, at = _usual_level(bare), len(lines)
    if place.after:
        before = _found(found, place.after[-1])
        level = found[before][1]
        at = next((line for line, depth, _ in found[before + 1 :] if depth <= level), at)
    made = [f"{'#' * level} {place.heading}{newline}", newline, *body]
    is_apart = at == 0 or not lines[at - 1].strip()
    gap = [] if is_apart and at < len(lines) else [newline]
    lines[at:at] = [*gap, *made, *([newline] if at < len(lines) else [])]


def _without_headings(lines: Sequence[str]) -> list[str]:
    """Lines that stay text: what would be a heading gets a backslash, which no reader shows."""
    escaped = list(lines)
    for number, _, _ in _headings(lines, 0):
        line = number if _HEADING.match(lines[number]) else number + 1
        bare = lines[line].lstrip()
        escaped[line] = lines[line][: len(lines[line]) - len(bare)] + "\\" + bare
    return escaped


def _bare(lines: Sequence[str]) -> list[str]:
    return [line.rstrip("\r\n") for line in lines]


def _span(lines: Sequence[str], place: Place) -> tuple[int, int]:
    """Line numbers of a section's own text, after its heading, up to the next heading."""
    headings = _headings(lines)
    found = _found(headings, place.heading)
    line = headings[found][0]
    start = line + (1 if _HEADING.match(lines[line]) else 2)
    following = [line for line, _, _ in headings[found + 1 :]]
    return start, following[0] if following else len(lines)


def _heading_line(lines: Sequence[str], place: Place) -> int:
    found = _headings(lines)
    return found[_found(found, place.heading)][0]


def _found(headings: Sequence[tuple[int, int, str]], heading: str) -> int:
    """Which heading is the one that is looked for. Raises PlaceNotFound."""
    found = [n for n, (_, _, text) in enumerate(headings) if same_text(text, heading)]
    if len(found) != 1:
        count = "no heading" if not found else f"{len(found)} headings"
        raise PlaceNotFound(f"It has {count} 「{heading}」.")
    return found[0]


def _headings(lines: Sequence[str], start: int | None = None) -> list[tuple[int, int, str]]:
    """(line, level, text) of each heading; lines in fences and in front matter are none."""
    found: list[tuple[int, int, str]] = []
    fenced = False
    for number in range(_front_matter(lines) if start is None else start, len(lines)):
        line = lines[number]
        if _FENCE.match(line):
            fenced = not fenced
        elif fenced:
            continue
        elif heading := _HEADING.match(line):
            found.append((number, len(heading[1]), heading[2]))
        elif underline := _underline(lines, number):
            found.append((number, 1 if underline.startswith("=") else 2, line.strip()))
    return found


def _underline(lines: Sequence[str], number: int) -> str:
    """What underlines a line that stands alone; empty where it is no heading."""
    follows_text = number > 0 and lines[number - 1].strip() and not _is_mark(lines[number - 1])
    if number + 1 >= len(lines) or follows_text or _NO_HEADING.match(lines[number]):
        return ""
    underline = _UNDERLINE.match(lines[number + 1])
    return underline[1] if underline else ""


def _is_mark(line: str) -> bool:
    return bool(_HEADING.match(line) or _UNDERLINE.match(line) or _FENCE.match(line))


def _front_matter(lines: Sequence[str]) -> int:
    """How many lines the front matter has."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    ends = (n for n, line in enumerate(lines[1:], start=1) if line.rstrip() in ("---", "..."))
    return next(ends, -1) + 1


def _usual_level(lines: Sequence[str]) -> int:
    """The level that most sections have, for a new one: below the title where both are as many."""
    levels = [level for _, level, _ in _headings(lines)]
    return max(set(levels), key=lambda level: (levels.count(level), level), default=2)
