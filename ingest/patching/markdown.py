"""Places in Markdown: the lines between a heading and the next. Other lines keep their bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.patching.encoding import decode, encode, line_end, lines_of
from ingest.patching.places import Place, PlaceNotFound, same_text

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
    body = [line + newline for line in _bare(lines_of(text.strip()))]
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += newline
    if place.new:
        heading = f"{'#' * _usual_level(_bare(lines))} {place.heading}{newline}"
        lines += [newline, heading, newline, *body]
    else:
        start, end = _span(_bare(lines), place)
        before = lines[start] if start < end and not lines[start].strip() else newline
        after = lines[end - 1] if start < end and not lines[end - 1].strip() else newline
        lines[start:end] = [before, *body, *([after] if end < len(lines) else [])]
    return encode("".join(lines), encoding)


def _bare(lines: Sequence[str]) -> list[str]:
    return [line.rstrip("\r\n") for line in lines]


def _span(lines: Sequence[str], place: Place) -> tuple[int, int]:
    """Line numbers of a section's own text, after its heading, up to the next heading."""
    headings = _headings(lines)
    found = [n for n, (_, _, text) in enumerate(headings) if same_text(text, place.heading)]
    if len(found) != 1:
        count = "no heading" if not found else f"{len(found)} headings"
        raise PlaceNotFound(f"It has {count} 「{place.heading}」.")
    line = headings[found[0]][0]
    start = line + (1 if _HEADING.match(lines[line]) else 2)
    following = [line for line, _, _ in headings[found[0] + 1 :]]
    return start, following[0] if following else len(lines)


def _headings(lines: Sequence[str]) -> list[tuple[int, int, str]]:
    """(line, level, text) of each heading; lines in fences and in front matter are none."""
    found: list[tuple[int, int, str]] = []
    fenced = False
    for number in range(_front_matter(lines), len(lines)):
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
    """The level that most sections have, for a new one."""
    levels = [level for _, level, _ in _headings(lines)]
    return max(set(levels), key=levels.count) if levels else 2
