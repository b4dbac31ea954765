"""Markdown as people write it, made into the Markdown that they meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.reading.markdown_lists import Nesting
from ingest.reading.markdown_tables import is_row, regular_table
from ingest.reading.markup import without_comments, without_ruby, without_templates
from ingest.structure.numbered import numbered_heading
from ingest.structure.numbering import is_answer, is_clause, is_item, is_question, is_sentence

_FENCE = re.compile(r"\s{0,3}(```|~~~)")
#: ``###見出し`` without the space that Markdown wants; ``#1`` is a number, not a heading.
_TIGHT_HEADING = re.compile(r"(#{2,6})(?=[^#\s])|(#)(?=[^#\s0-9０-９])")
_ATTRIBUTES = re.compile(r"[ \t]*\{[:#.][^{}]*\}[ \t]*$")
_NO_TEXT = re.compile(
    r"\s*(?:\[TOC\]|\[\[_?TOC_?\]\]|\{:.*\}|[-*+] TOC|>\s*\[!\w+\]|:::+\s*)\s*$|"
    r"(?:import\s.+\sfrom\s+['\"].+['\"];?|export\s+(?:default|const)\s.*)$",
    re.IGNORECASE,
)
_CONTAINER = re.compile(r"\s*:::+\s*\w+\s*\[?(?P<title>[^\]]*)\]?\s*$")
_ADMONITION = re.compile(r"\s*(?:!!!|\?\?\?\+?)\s+[\w ]+?(?:\s+\"(?P<title>[^\"]*)\")?\s*$")
_INCLUDED_HEADING = re.compile(
    r"^[ \t]*\{%-?\s*include\w*\s+(?P<name>\S+)[^%]*?"
    r"\btitle\s*=\s*(?P<q>['\"])(?P<title>.+?)(?P=q).*?%\}",
    re.MULTILINE,
)
_WIDE_INDENT = re.compile(r"[\s　]*　[\s　]*(?=[-*+]\s|[0-9]+[.)]\s|#)")
_UNDERLINE = re.compile(r"\s{0,3}(?:-{2,}|={2,})\s*$")
_MARKER = re.compile(r"\s*(?:[-*+]|[0-9]+[.)])\s")
_OTHER_BLOCK = re.compile(r"\s*(?:[>#<]|$)")
_DEFINITION = re.compile(r"[ \t]{0,3}[:：][ \t　]+(?P<text>\S.*)")
_EMPHASIS = re.compile(r"\*\*|__")


def regular(text: str) -> str:
    """Markdown without comments and templates, each line that begins a piece a block of its own."""
    text = without_templates(_headings_of_includes(without_comments(text)))
    lines: list[str] = []
    nesting = Nesting()
    for line, is_code in _lines(without_ruby(text)):
        if is_code:
            lines.append(line)
        else:
            _add(lines, nesting.tidy(_tidy(line)))
    return "\n".join(_with_regular_tables(lines))


def _headings_of_includes(text: str) -> str:
    """A template that is included with a title stands for a heading: the first kind further out."""
    names = list(dict.fromkeys(found["name"] for found in _INCLUDED_HEADING.finditer(text)))
    return _INCLUDED_HEADING.sub(
        lambda found: f"\n{'#' * min(2 + names.index(found['name']), 6)} {found['title']}\n", text
    )


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it belongs to a fenced block; directives are undone."""
    fenced = indented = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
            yield line, True
        elif fenced:
            yield line, True
        elif admonition := _ADMONITION.match(line):
            indented = True
            yield from (("", False), (f"> {admonition['title'] or ''}", False), (">", False))
        elif indented and (not line.strip() or line.startswith(("    ", "\t"))):
            yield f"> {line[4:] if line.startswith('    ') else line.lstrip()}", False
        elif container := _CONTAINER.match(line):
            yield from (("", False), (container["title"].strip(), False), ("", False))
        else:
            if indented:
                yield "", False
            indented = False
            yield "" if _NO_TEXT.match(line) else line, False


def _tidy(line: str) -> str:
    line = _WIDE_INDENT.sub(lambda found: "  " * found[0].count("　"), line)
    if line.startswith(("#", "＃")):
        marks = len(line) - len(line.lstrip("#＃"))
        line = "#" * marks + line[marks:]
        line = _TIGHT_HEADING.sub(r"\1\2 ", line, count=1)
        line = _ATTRIBUTES.sub("", line)
    return line


def _add(lines: list[str], line: str) -> None:
    """Append a line, with a blank one before it where it begins a piece of its own."""
    above = lines[-1] if lines else ""
    definition = _DEFINITION.fullmatch(line)
    if definition and above.strip() and not is_sentence(above) and not is_row(above):
        lines[-1] = f"{above.rstrip()}: {definition['text']}"
        return
    if above.strip() and _parts(above, line):
        lines.append("")
    lines.append(line)


def _parts(above: str, line: str) -> bool:
    """Whether two neighbouring lines are of different pieces."""
    if not line.strip() or is_row(line) or is_row(above):
        return False
    if _UNDERLINE.match(line):
        return not _MARKER.match(above) and _is_text(above) and not _OTHER_BLOCK.match(above)
    if _OTHER_BLOCK.match(line):
        return False
    if _MARKER.match(line):
        return not _MARKER.match(above) and not _OTHER_BLOCK.match(above)
    if _OTHER_BLOCK.match(above):
        return False
    return _begins_piece(line) or _is_heading(above)


def _is_text(line: str) -> bool:
    """Whether a line is prose or an item, so that ``---`` below it is a rule and no underline."""
    bare = _bare(line)
    return is_sentence(bare) or is_item(bare) or is_clause(bare)


def _begins_piece(line: str) -> bool:
    bare = _bare(line)
    return (
        is_item(bare) or is_clause(bare) or is_question(bare) or is_answer(bare)
    ) or numbered_heading(bare) is not None


def _is_heading(line: str) -> bool:
    """Whether a line is a numbered heading and nothing else: its text begins on the next line."""
    number = numbered_heading(_bare(line))
    return number is not None and not number.body


def _bare(line: str) -> str:
    return _EMPHASIS.sub("", line).strip()


def _with_regular_tables(lines: list[str]) -> Iterator[str]:
    table: list[str] = []
    for line in [*lines, ""]:
        if is_row(line):
            table.append(line)
            continue
        if table:
            yield from regular_table(table)
            table = []
        yield line
