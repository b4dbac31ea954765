"""Check eval cases against the documents: ``python -m evals.sample_company.check_cases [FILE…]``.

Every gold quote must occur in the named document under the named heading, every fact must have one
spelling in the gold passages, absent terms must occur nowhere in the visible documents. The built
documents are read (the scan's text source for the scan). Text is compared after NFKC with all
whitespace removed. Exits 1 on a failure.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import re
import sys
import unicodedata
from collections import Counter
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pdfplumber
import yaml
from docx.table import Table

from evals.sample_company.build import DOCUMENTS, TARGET, TEXT, Entry, sidecar_name
from evals.sample_company.render import parse_source

CASES = Path(__file__).resolve().parent.parent / "cases"
KINDS = {"answerable", "unanswerable", "ambiguous", "followup", "sensitive", "as_of", "conflict"}
DIFFICULTIES = {"easy", "paraphrase", "multi"}
TOPICS = {"leave", "expenses", "travel", "work", "benefits", "procedures", "childcare"}
KEYS = {
    *("id", "question", "turns", "kind", "difficulty", "company", "gold", "gold_mode", "facts"),
    *("must_not", "on", "audience", "topic", "absent_terms", "candidates", "note", "language"),
}
# Radicals that a browser's PDF text contains instead of the ideographs, and that NFKC leaves.
_RADICALS = str.maketrans("⻑⻘⻄⻁⻩⻲⻤⻝⻭⻫", "長青西虎黄亀鬼食歯斉")

Section = tuple[str, str]


def norm(text: str) -> str:
    """Text for comparing: NFKC, lower case, radicals mapped, no whitespace."""
    plain = unicodedata.normalize("NFKC", text).translate(_RADICALS).lower()
    return re.sub(r"\s+", "", plain)


# --------------------------------------------------------------------------------------
# Reading the documents into (heading, text) sections


def _read_source(entry: Entry) -> list[Section]:
    source = parse_source((TEXT / entry.source).read_text(encoding="utf-8"))
    lines = []
    for block in source.blocks:
        heading = block.kind in ("h1", "h2", "h3")
        rows = [" ".join(c for c in row if c not in ("^", "<")) for row in block.rows]
        lines += [(heading, text) for text in (rows if block.rows else [block.text])]
    return _sections(lines)


def _sections(lines: list[tuple[bool, str]]) -> list[Section]:
    out: list[tuple[str, list[str]]] = [("", [])]
    for is_heading, text in lines:
        if is_heading:
            out.append((text, [text]))
        else:
            out[-1][1].append(text)
    return [(heading, "\n".join(parts)) for heading, parts in out]


def _headings(entry: Entry) -> list[str]:
    source = parse_source((TEXT / entry.source).read_text(encoding="utf-8"))
    return [b.text for b in source.blocks if b.kind in ("h1", "h2", "h3")]


def _mark(entry: Entry, lines: list[str]) -> list[Section]:
    """Sections of built text: the source's headings, found in order, split the lines."""
    wanted = [norm(h) for h in _headings(entry)]
    marked: list[tuple[bool, str]] = []
    at = 0
    for line in lines:
        found = at < len(wanted) and norm(line) == wanted[at]
        at += found
        marked.append((bool(found), line))
    if at < len(wanted):
        raise ValueError(f"{entry.name}: heading not found in the built document: {wanted[at]}")
    return _sections(marked)


def _read_docx(entry: Entry) -> list[Section]:

    lines: list[str] = []
    for block in docx.Document(str(TARGET / entry.name)).iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:  # a merged cell is listed once per column
                cells = {id(cell._tc): cell.text for cell in row.cells}
                lines.append(" ".join(cells.values()))
        else:
            lines.append(block.text)
    return _mark(entry, lines)


def _read_pdf(entry: Entry) -> list[Section]:

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    lines: list[str] = []
    with pdfplumber.open(TARGET / entry.name) as pdf:
        for page in pdf.pages:
            # the page margins (24 mm and 22 mm) hold the header and the footer
            body = page.crop((0, 64, page.width, page.height - 58))
            placed = [(line["top"], line["text"]) for line in body.extract_text_lines()]
            for table in body.find_tables():
                for row, cells in zip(table.rows, table.extract(), strict=True):
                    placed.append((row.bbox[1], " ".join(cell or "" for cell in cells)))
            lines += [text for _, text in sorted(placed, key=lambda item: item[0])]
    return _mark(entry, lines)


def _read_xlsx(entry: Entry) -> list[Section]:

    out: list[Section] = []
    for sheet in openpyxl.load_workbook(TARGET / entry.name).worksheets:
        for row in sheet.iter_rows(values_only=True):
            cells = [str(value) for value in row if value is not None]
            if cells:
                out.append((cells[0], "\n".join(cells)))
    return out


def _read_csv(entry: Entry) -> list[Section]:
    text = (TARGET / entry.name).read_bytes().decode("cp932")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    return [(row[0], "\n".join(row)) for row in rows if row]


def _read_markdown(entry: Entry) -> list[Section]:
    text = (TARGET / entry.name).read_text(encoding="utf-8")
    if text.startswith("---\n"):
        text = text[4:].split("\n---\n", 1)[1]
    lines: list[tuple[bool, str]] = []
    for line in text.splitlines():
        heading = re.match(r"#{1,6} (.*)", line)
        plain = heading[1] if heading else line
        lines.append((bool(heading), plain.replace("**", "").replace("|", " ")))
    return _sections(lines)


class _Page(HTMLParser):
    """Collects the lines of a page; h1–h6 and captions are headings."""

    skipped = frozenset({"script", "style", "nav", "aside", "head"})
    breaks = frozenset({"p", "li", "tr", "div", "br", "table", "section", "ol", "ul"})

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[bool, str]] = []
        self._text, self._heading, self._skip = "", False, 0

    def flush(self) -> None:
        """End the current line."""
        if self._text.strip():
            self.lines.append((self._heading, " ".join(self._text.split())))
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Start a block, a heading or a skipped part."""
        self._skip += tag in self.skipped
        heading = bool(re.fullmatch(r"h[1-6]|caption", tag))
        if heading or tag in self.breaks:
            self.flush()
        self._heading = self._heading or heading
        self._text += " "

    def handle_endtag(self, tag: str) -> None:
        """End a block, a heading or a skipped part."""
        self._skip -= tag in self.skipped
        if re.fullmatch(r"h[1-6]|caption", tag):
            self.flush()
            self._heading = False
        elif tag in self.breaks:
            self.flush()

    def handle_data(self, data: str) -> None:
        """Keep visible text."""
        if not self._skip:
            self._text += data


def _read_html(entry: Entry) -> list[Section]:
    page = _Page()
    page.feed((TARGET / entry.name).read_text(encoding="utf-8"))
    page.flush()
    return _sections(page.lines)


@cache
def sections(name: str) -> tuple[Section, ...]:
    """The (heading, text) sections of a document."""
    entry = next(e for e in DOCUMENTS if e.name == name)
    if entry.writer == "scan":
        return tuple(_read_source(entry))
    readers = {
        "docx": _read_docx,
        "pdf": _read_pdf,
        "xlsx": _read_xlsx,
        "csv": _read_csv,
        "md": _read_markdown,
        "html": _read_html,
    }
    return tuple(readers[name.rpartition(".")[2]](entry))


@cache
def audience(name: str) -> str:
    """The audience of a document: ``all`` or ``managers``."""
    sidecar = TARGET / sidecar_name(name)
    if sidecar.exists():
        return str(yaml.safe_load(sidecar.read_text(encoding="utf-8")).get("audience", "all"))
    return "all"


@cache
def _whole(name: str) -> str:
    return norm("\n".join(text for _, text in sections(name)))


# --------------------------------------------------------------------------------------
# Checking the cases


def passage(gold: dict[str, Any]) -> str:
    """The normalised text under a gold's heading; raises ValueError when there is none."""
    name, heading = gold.get("file", ""), norm(gold.get("heading", ""))
    if name not in {entry.name for entry in DOCUMENTS}:
        raise ValueError(f"no such document: {name}")
    texts = [text for title, text in sections(name) if norm(title) == heading]
    if not texts:
        raise ValueError(f"no such heading in {name}: {gold.get('heading')}")
    return norm("\n".join(texts))


def _check_gold(golds: list[dict[str, Any]], facts: list[str], groups: list[str]) -> list[str]:
    problems, text = [], ""
    for gold in golds:
        try:
            here = passage(gold)
        except ValueError as error:
            problems.append(str(error))
            continue
        text += here + "\n"
        quote = norm(gold.get("quote", ""))
        if not quote:
            problems.append("a gold without a quote")
        elif quote not in here:
            problems.append(f"quote not under {gold['heading']}: {gold['quote']}")
        if len(gold.get("quote", "")) > 60:
            problems.append(f"quote longer than 60 characters: {gold['quote']}")
        if audience(gold["file"]) != "all" and audience(gold["file"]) not in groups:
            problems.append(f"{gold['file']} is not visible to the asker")
    for fact in facts:
        if not any(norm(spelling) in text for spelling in fact.split("|")):
            problems.append(f"fact not in the gold passages: {fact}")
    return problems


def _check_form(case: dict[str, Any]) -> list[str]:
    problems = [f"unknown key: {key}" for key in case if key not in KEYS]
    if ("question" in case) == ("turns" in case):
        problems.append("needs either question or turns")
    if case.get("kind") not in KINDS:
        problems.append(f"unknown kind: {case.get('kind')}")
    if case.get("difficulty", "easy") not in DIFFICULTIES:
        problems.append(f"unknown difficulty: {case['difficulty']}")
    if case.get("gold_mode", "all") not in {"all", "any"}:
        problems.append(f"unknown gold_mode: {case['gold_mode']}")
    if case.get("topic") not in TOPICS:
        problems.append(f"unknown topic: {case.get('topic')}")
    if case.get("company") != "sample_company":
        problems.append("company is not sample_company")
    if not set(case.get("audience", [])) <= {"managers"}:
        problems.append("unknown audience")
    if "on" in case:
        try:
            date.fromisoformat(case["on"])
        except ValueError:
            problems.append(f"not a date: {case['on']}")
    for wrong in case.get("must_not", []):
        for fact in case.get("facts", []):
            if any(norm(wrong) in norm(spelling) for spelling in fact.split("|")):
                problems.append(f"must_not {wrong} is part of the fact {fact}")
    return problems


def _check_kind(case: dict[str, Any]) -> list[str]:
    kind, gold = case.get("kind"), case.get("gold", [])
    candidates = case.get("candidates", [])
    if kind == "unanswerable":
        if gold or case.get("facts"):
            return ["an unanswerable case has no gold and no facts"]
        return [] if case.get("absent_terms") else ["needs absent_terms"]
    if kind == "ambiguous":
        return [] if 2 <= len(candidates) <= 4 else ["needs 2 to 4 candidates"]
    if kind == "followup" and len(case.get("turns", [])) < 2:
        return ["needs at least two turns"]
    if not gold and kind != "sensitive":
        return ["needs gold"]
    if case.get("difficulty") == "multi" and len(gold) < 2:
        return ["a multi case needs two gold places"]
    return []


def check_case(case: dict[str, Any]) -> list[str]:
    """The problems of one case."""
    groups = case.get("audience", [])
    problems = _check_form(case) + _check_kind(case)
    problems += _check_gold(case.get("gold", []), case.get("facts", []), groups)
    for reading in case.get("candidates", []):
        if not reading.get("label") or not reading.get("gold"):
            problems.append("a candidate needs a label and gold")
        problems += _check_gold(reading.get("gold", []), reading.get("facts", []), groups)
    if case.get("gold_mode") == "any":
        for gold in case.get("gold", []):  # each place must answer alone
            alone = _check_gold([gold], case.get("facts", []), groups)
            problems += [f"{p} ({gold['file']})" for p in alone if p.startswith("fact ")]
    for term in case.get("absent_terms", []):
        for entry in DOCUMENTS:
            visible = audience(entry.name) == "all" or audience(entry.name) in groups
            if visible and norm(term) in _whole(entry.name):
                problems.append(f"absent term occurs in {entry.name}: {term}")
    return problems


def load(path: Path) -> list[tuple[str, dict[str, Any]]]:
    """The cases of a file with their places."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(f"{path.name}:{i}", json.loads(t)) for i, t in enumerate(lines, 1) if t.strip()]


def main(names: list[str]) -> int:
    """Check the named case files (all of the sample company's by default)."""
    paths = [Path(name) for name in names] or sorted(CASES.glob("sample_company.jsonl*"))
    cases = [case for path in paths for case in load(path)]
    seen: Counter[str] = Counter(str(case.get("id")) for _, case in cases)
    failures = 0
    for place, case in cases:
        problems = check_case(case)
        if seen[str(case.get("id"))] > 1 or not case.get("id"):
            problems.append("id missing or not unique")
        failures += bool(problems)
        for problem in problems:
            print(f"{place} {case.get('id')}: {problem}")
    kinds = Counter(f"{c.get('kind')}/{c.get('difficulty', '-')}" for _, c in cases)
    for kind, count in sorted(kinds.items()):
        print(f"{kind}\t{count}")
    print(f"{len(cases)} cases, {failures} with problems")
    return 1 if failures or not cases else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
