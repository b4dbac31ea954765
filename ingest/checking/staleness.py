"""FAQ entries whose rule has changed since they were written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

from ingest.checking.anatomy import appendix_keys, article_number, is_history, plain
from ingest.checking.changes import Change, Changes
from ingest.checking.citations import citations
from ingest.checking.finding import Finding, InForce, place
from ingest.checking.quotes import whole_sentences
from ingest.checking.scope import Scope
from ingest.checking.titles import Titles
from knowledge import japanese
from knowledge.model import Revision, Section, heading_label

_FIGURE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?\s*(?:営業日|か月|ヶ月|時間|[^\W\d_]|%)")
#: A row of a table names what it is about in its first cell: ``役職: 課長 / …``.
_ROW = re.compile(r"[^:/]+: ([^/]+?) / \S")
#: An entry that names no article is on a rule when it speaks of this share of the rule's words.
_SHARE = 0.5
_FEWEST_WORDS = 3
_SHOWN = 120


@dataclass(frozen=True)
class _Entry:
    """A question of a FAQ with its answer."""

    document: InForce
    section: Section
    #: The revision that wrote it as it is.
    written: Revision
    #: Manuals that it names, with the article or 別表 where it names one.
    cited: frozenset[tuple[int, str]]

    @cached_property
    def answer(self) -> list[str]:
        blocks = [block for block in self.section.blocks if block.kind != "note"]
        return [text for block in blocks for text in whole_sentences(block.text)]

    @cached_property
    def words(self) -> frozenset[str]:
        return _words("\n".join([self.section.heading_path[-1], *self.answer]))


def stale_answers(scope: Scope) -> Iterator[Finding]:
    """Entries that name a changed article, or give a figure that only the earlier rule gave."""
    changes = Changes(scope.library)
    rules = [d for d in scope.documents if d.manual.kind != "faq"]
    changed = [d for d in rules if len(changes.history(d.manual.id)) > 1]
    if not changed:
        return
    titles, rulebook = Titles(scope.manuals), _Rulebook(rules)
    for document in scope.documents:
        for entry in _entries(document, changes, titles):
            for rule in changed:
                if rule is not document:
                    yield from _stale(entry, changes.since(rule, entry.written), rulebook)


@dataclass(frozen=True)
class _Rulebook:
    """What the rules say now."""

    rules: Sequence[InForce]

    @cached_property
    def sentences(self) -> list[tuple[str, str]]:
        """Each with the label of its heading."""
        return [
            (heading_label(section.heading_path[-1]), text)
            for rule in self.rules
            for section in rule.sections
            if not is_history(section)
            for block in section.blocks
            for text in whole_sentences(block.text)
        ]

    def supports(self, figures: set[str], words: frozenset[str], more_than: int) -> bool:
        """Whether another rule gives one of the figures on as much of the same matter."""
        return any(
            figures & _figures([text]) and len(words & _words(f"{label}\n{text}")) >= more_than
            for label, text in self.sentences
        )


def _entries(document: InForce, changes: Changes, titles: Titles) -> Iterator[_Entry]:
    for section in document.sections:
        if section.question is not None:
            yield _Entry(
                document=document,
                section=section,
                written=_written(document, section, changes),
                cited=frozenset(_cited(section, titles)),
            )


def _written(document: InForce, section: Section, changes: Changes) -> Revision:
    """The first of the revisions up to the present one that all hold the section as it is."""
    written = document.revision
    for revision in reversed(changes.history(document.manual.id)):
        if revision.number < document.revision.number:
            if section.hash not in {s.hash for s in changes.sections(revision)}:
                break
            written = revision
    return written


def _cited(section: Section, titles: Titles) -> Iterator[tuple[int, str]]:
    for block in section.blocks:
        for sentence in whole_sentences(block.text):
            for citation in citations(plain(sentence)):
                named = titles.meant_by(citation.before)
                part = citation.number if citation.target in ("article", "appendix") else ""
                for manual in named.manuals if named else ():
                    yield manual.id, part


def _stale(entry: _Entry, changes: Iterable[Change], rulebook: _Rulebook) -> Iterator[Finding]:
    for change in changes:
        concerned = [text for text in change.before if _concerns(text, entry)]
        if not concerned and (change.before or not change.after):
            continue
        parts = _parts(change.section)
        if any((change.document.manual.id, part) in entry.cited for part in parts):
            yield _finding(entry, change, _closest(concerned, "\n".join(entry.answer)))
        elif before := _agreed(entry, change, concerned, rulebook):
            yield _finding(entry, change, before)


def _concerns(text: str, entry: _Entry) -> bool:
    """Whether a sentence may be about what the entry says: a row of a table only by its name."""
    row = _ROW.match(text)
    return row is None or plain(row[1]) in plain("\n".join([entry.section.heading, *entry.answer]))


def _parts(section: Section) -> set[str]:
    """The article and the 別表 that a section is, as citations name them."""
    found: set[str] = set()
    for heading in section.heading_path:
        found |= {article_number(heading) or ""} | appendix_keys(heading)
    return found - {""}


def _agreed(
    entry: _Entry, change: Change, concerned: Sequence[str], rulebook: _Rulebook
) -> str | None:
    """What the rule said before and the entry still says; None where it is about another rule."""
    manuals = {manual for manual, _ in entry.cited}
    if manuals and change.document.manual.id not in manuals:
        return None
    lost = _figures(change.before) - _figures(change.after)
    label = heading_label(change.section.heading_path[-1])
    for before in concerned:
        kept = _figures([before]) & lost & _figures(entry.answer)
        if not kept:
            continue
        words = _words(f"{label}\n{before}")
        shared = len(words & entry.words)
        is_on_it = shared >= max(_FEWEST_WORDS, _SHARE * len(words))
        if is_on_it and not rulebook.supports(kept, entry.words, shared):
            return before
    return None


def _finding(entry: _Entry, change: Change, before: str) -> Finding:
    after = _closest(change.after, before)
    where = f"{change.document.manual.title} ＞ {change.section.heading_path[-1]}"
    was, now = _short(before) or "–", _short(after) or "–"
    return Finding(
        kind="stale_faq",
        text=f"The rule behind this answer has changed since: {where} said “{was}” and now says "
        f"“{now}”. Check the answer against it.",
        ja=f"この回答のあとで根拠の{where}が変わりました。変更前「{was}」、変更後「{now}」。"
        "回答を見直してください。",
        places=(
            place(entry.document, entry.section, _quote(entry, before)),
            place(change.document, change.section, after),
        ),
    )


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _quote(entry: _Entry, before: str) -> str:
    """The sentence of the answer that gives the earlier figure, else the first one."""
    figures = _figures([before])
    holding = (text for text in entry.answer if figures & _figures([text]))
    return next(holding, entry.answer[0] if entry.answer else "")


def _closest(texts: Iterable[str], to: str) -> str:
    ranked = ((SequenceMatcher(None, text, to).ratio(), text) for text in texts)
    return max(ranked, default=(0.0, ""))[1]


def _figures(texts: Iterable[str]) -> set[str]:
    return {re.sub(r"\s", "", f) for text in texts for f in _FIGURE.findall(plain(text))}


@lru_cache(maxsize=10_000)
def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in japanese.words(text) if not word.isdigit())
