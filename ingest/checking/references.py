"""References that lead nowhere: to an article, 項, 号, 別表 or manual that there is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest.checking.anatomy import Anatomy, anatomy, article_of, is_history, plain
from ingest.checking.citations import Citation, citations
from ingest.checking.finding import Finding, InForce, Place, place
from ingest.checking.lookup import lacking, lacking_nearby
from ingest.checking.quotes import whole_sentences
from ingest.checking.scope import Scope
from ingest.checking.titles import Named, Titles, canonical
from knowledge.model import Manual, Section

_DEFINED = re.compile(r"以下、?「([^」]+)」")


def broken_references(scope: Scope) -> Iterator[Finding]:
    """What the manuals in force refer to and what is not there; laws are nobody's manual."""
    anatomies = {d.manual.id: anatomy(d) for d in scope.documents}
    titles = Titles(scope.manuals)
    for document in scope.documents:
        yield from _Reader(document, anatomies, titles).findings()


@dataclass(frozen=True)
class _Gap:
    """What is not there, and in which manual; None where the manual itself is missing."""

    missing: str
    manual: Manual | None
    nearest: str | None = None


class _Reader:
    """Follows the references of one manual."""

    def __init__(self, document: InForce, anatomies: Mapping[int, Anatomy], titles: Titles) -> None:
        self._document = document
        self._anatomies = anatomies
        self._titles = titles
        self._own = anatomies[document.manual.id]
        texts = (block.text for section in document.sections for block in section.blocks)
        self._defined = frozenset(d for text in texts for d in _DEFINED.findall(plain(text)))

    def findings(self) -> Iterator[Finding]:
        """Each gap once a section; a manual that is missing once for all."""
        told: set[tuple[_Gap, str]] = set()
        begun: set[str | None] = set()
        for section in self._document.sections:
            if is_history(section):
                continue
            article = article_of(section)
            is_first, begun = article not in begun, begun | {article}
            for sentence, gap in self._gaps(section, is_first):
                key = (gap, section.heading if gap.manual else "")
                if key not in told:
                    told.add(key)
                    yield self._finding(section, sentence, gap)

    def _gaps(self, section: Section, is_first: bool) -> Iterator[tuple[str, _Gap]]:
        for number, block in enumerate(section.blocks):
            for sentence in whole_sentences(block.text):
                foreign = False
                for citation in citations(plain(sentence)):
                    named = self._titles.meant_by(citation.before, self._defined)
                    if citation.target == "paragraph" and foreign:
                        continue
                    foreign = foreign or (named is not None and citation.target == "article")
                    if gap := self._gap(citation, named, section, is_first and number == 0):
                        yield sentence, gap

    def _gap(
        self, citation: Citation, named: Named | None, section: Section, is_first: bool
    ) -> _Gap | None:
        if named is not None and named.is_missing:
            nearest = self._titles.nearest(named.name, self._document.manual)
            return _Gap(named.name, None, nearest)
        if citation.target in ("manual", "other"):
            return None
        if named is None:
            return self._gap_here(citation, section, is_first)
        targets = [self._anatomies[m.id] for m in named.manuals if m.id in self._anatomies]
        missing = [lacking(citation, target) for target in targets]
        if not missing or not all(missing):
            return None
        return _Gap(str(missing[0]), targets[0].document.manual)

    def _gap_here(self, citation: Citation, section: Section, is_first: bool) -> _Gap | None:
        own, manual = self._own, self._document.manual
        article = article_of(section)
        if citation.target == "paragraph" or citation.step:
            if article is None:
                return None
            missing = lacking_nearby(citation, own, article, is_first)
        elif citation.target == "appendix" and self._is_a_manual(citation.number):
            return None
        else:
            missing = lacking(citation, own)
        return _Gap(missing, manual) if missing else None

    def _is_a_manual(self, appendix: str) -> bool:
        """Whether an appendix is a document of its own."""
        titles = (canonical(m.title).replace("第", "") for m in self._titles.manuals)
        return any(canonical(appendix) in title for title in titles)

    def _finding(self, section: Section, sentence: str, gap: _Gap) -> Finding:
        here = place(self._document, section, sentence)
        if gap.manual is None:
            return _missing_manual(here, gap)
        if gap.manual.id == self._document.manual.id:
            return Finding(
                kind="broken_reference",
                text=f"It refers to {gap.missing}, which this manual does not have. "
                "Correct the reference.",
                ja=f"{gap.missing}を参照していますが、この文書にありません。参照先を直してください。",
                places=(here,),
            )
        there = place(self._anatomies[gap.manual.id].document)
        return Finding(
            kind="broken_reference",
            text=f"It refers to {gap.missing} of {gap.manual.title}, which that manual does not "
            "have. Correct the reference.",
            ja=f"{gap.manual.title}の{gap.missing}を参照していますが、その文書にありません。参照先を直してください。",
            places=(here, there),
        )


def _missing_manual(here: Place, gap: _Gap) -> Finding:
    means, ja_what = "", "その文書を登録するか、名前を直してください。"
    if gap.nearest:
        means = f" Perhaps {gap.nearest} is meant."
        ja_what = f"「{gap.nearest}」のことなら名前をそろえ、別の文書なら登録してください。"
    return Finding(
        kind="broken_reference",
        text=f"It refers to {gap.missing}, but there is no manual of that name.{means} "
        "Correct the name or ingest that manual.",
        ja=f"「{gap.missing}」を参照していますが、その名前の文書は登録されていません。{ja_what}",
        places=(here,),
    )
