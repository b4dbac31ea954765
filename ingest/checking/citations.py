"""References as texts write them: 第3条第2項, 旅費規程第5条, 前条, 別表第2, section 4.1."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from ingest.checking.anatomy import APPENDIX, appendix_key
from ingest.checking.titles import NAME, RULE

#: ``other`` is what cannot be followed: 同条, and 項 of it.
Target = Literal["article", "paragraph", "chapter", "appendix", "section", "manual", "other"]


@dataclass(frozen=True, kw_only=True)
class Citation:
    """One thing that a sentence refers to."""

    target: Target
    #: As written, in one spelling.
    text: str
    #: What stands before it: it may end with the name of a manual or a law.
    before: str = ""
    #: Of the article, chapter, appendix or section; empty for 前条, 次条 and 前項.
    number: str = ""
    #: -1 for 前条 and 前項, -2 for 前2項, 1 for 次条.
    step: int = 0
    paragraph: int | None = None
    item: int | None = None


_TOKEN = re.compile(
    r"(?P<article>第(?P<n>\d+)条(?:の(?P<branch>\d+)(?![項号日年月か人回円%]))?)"
    r"|(?P<bare>(?<![第の\d])(?P<bare_n>\d+)条)"
    r"|(?P<beside>(?P<side>[前次])条)"
    r"|(?P<same>[同本当該]条)"
    r"|(?P<previous>前(?P<back>\d*)項)"
    r"|(?P<paragraph>(?P<p_marked>第?)(?P<paragraph_n>\d+)項)"
    r"|(?P<item>第?(?P<item_n>\d+)号)"
    r"|(?P<chapter>第(?P<chapter_n>\d+)章)"
    r"|(?P<english>\barticle\s+(?P<english_n>\d+)(?!\.?\d))"
    rf"|(?P<appendix>{APPENDIX})"
)
_APPENDIX = re.compile(APPENDIX)
#: What joins references of one kind, and what stands between 条, 項 and 号.
_JOINER = re.compile(
    r"(?:\([^()]*\))?(?:[、,・~〜\s]|及び|および|並びに|ならびに|又は|または|若しくは|もしくは|"
    r"ないし|から|と|or|and)+"
)
_ADJACENT = re.compile(r"(?:\([^()]*\))?の?")
_POINTED_TO = re.compile(
    r"の(?:とおり|通り|定め)|に(?:定め|掲げ|よ|記載|示|従|基づ)|を?ご?(?:参照|覧)"
)
_OF_ANOTHER = re.compile(r"\s+of\s+(?!this\b)")

_NUMBER = r"\d+(?:\.\d+)*"
_SEES = r"(?:をご?(?:参照|覧|確認)|に(?:記載|定め|示)|の(?:とおり|通り|手順))"
_SECTION = re.compile(
    rf"(?:\bsections?\s+|§\s*)(?P<english>{_NUMBER})"
    rf"|\bsee\s+(?P<see>\d+(?:\.\d+)+)"
    rf"|(?<![\d.第])(?P<japanese>\d+(?:\.\d+)+)[節項章]?\s*(?:「[^」]*」|\([^()]*\))?{_SEES}"
)
_POINTS = (
    r"[」』]?(?:[のに]?定め|に(?:よる|より|基づ|従|準|規定|記載)|を(?:準用|適用|見て)|"
    r"をご?(?:参照|確認|覧)|のとおり)"
)
_MANUAL = re.compile(rf"(?P<name>{NAME}(?:{NAME}|・)*{RULE}){_POINTS}")


def citations(sentence: str) -> Iterator[Citation]:
    """What a sentence (in plain spelling) refers to."""
    yield from _numbered(sentence)
    yield from _sections(sentence)
    for match in _MANUAL.finditer(sentence):
        before = sentence[: match.end("name")]
        yield Citation(target="manual", before=before, text=match["name"])


def _numbered(sentence: str) -> Iterator[Citation]:
    """Articles with 項 and 号, chapters and appendices; each inherits what it is joined to."""
    last: Citation | None = None
    end = 0
    for token in _TOKEN.finditer(sentence):
        between = sentence[end : token.start()]
        follows = _ADJACENT.fullmatch(between) or _JOINER.fullmatch(between)
        above = last if follows else None
        last = _READERS[str(token.lastgroup)](token, between, above)
        if last is None:  # the 第49号 of a law's number: what stands before it still counts
            continue
        end = token.end()
        if not _OF_ANOTHER.match(sentence, end):
            yield last


def _article(token: re.Match[str], before: str, above: Citation | None) -> Citation:
    number = token["n"] + (f"の{token['branch']}" if token["branch"] else "")
    return _named(Citation(target="article", text=token[0], number=number), before, above)


def _bare_article(token: re.Match[str], before: str, above: Citation | None) -> Citation | None:
    """27条 is an article where it goes on from one, as in 第26条及び27条."""
    if above is None or above.target not in ("article", "other"):
        return None
    return replace(above, text=token[0], number=token["bare_n"], step=0, paragraph=None, item=None)


def _beside(token: re.Match[str], before: str, above: Citation | None) -> Citation:
    return Citation(target="article", text=token[0], step=-1 if token["side"] == "前" else 1)


def _same(token: re.Match[str], before: str, above: Citation | None) -> Citation:
    return Citation(target="other", text=token[0])


def _previous(token: re.Match[str], before: str, above: Citation | None) -> Citation:
    return Citation(target="paragraph", text=token[0], step=-int(token["back"] or 1))


def _paragraph(token: re.Match[str], before: str, above: Citation | None) -> Citation | None:
    number = int(token["paragraph_n"])
    if above is not None and above.target in ("article", "other"):
        text = above.text if above.paragraph is None else _without_paragraph(above.text)
        return replace(above, text=text + token[0], paragraph=number, item=None)
    if not token["p_marked"]:
        return None
    return Citation(target="paragraph", text=token[0], before=before, paragraph=number)


def _item(token: re.Match[str], before: str, above: Citation | None) -> Citation | None:
    if above is None or above.target not in ("article", "paragraph", "other"):
        return None
    text = re.sub(r"第?\d+号$", "", above.text)
    return replace(above, text=text + token[0], item=int(token["item_n"]))


def _chapter(token: re.Match[str], before: str, above: Citation | None) -> Citation:
    number = token["chapter_n"]
    return _named(Citation(target="chapter", text=token[0], number=number), before, above)


def _english(token: re.Match[str], before: str, above: Citation | None) -> Citation:
    number = token["english_n"]
    return _named(Citation(target="article", text=token[0], number=number), before, above)


def _appendix(token: re.Match[str], before: str, above: Citation | None) -> Citation | None:
    """A numbered one, or one that is pointed to: 別紙のとおり, but not 別紙で and 別表名."""
    match = _APPENDIX.fullmatch(token["appendix"])
    number = appendix_key(match) if match else token["appendix"]
    is_numbered = number != re.sub(r"\d", "", number)
    if not is_numbered and not _POINTED_TO.match(token.string, token.end()):
        return None
    return _named(Citation(target="appendix", text=token[0], number=number), before, above)


_READERS: dict[str, Callable[[re.Match[str], str, Citation | None], Citation | None]] = {
    "article": _article,
    "bare": _bare_article,
    "beside": _beside,
    "same": _same,
    "previous": _previous,
    "paragraph": _paragraph,
    "item": _item,
    "chapter": _chapter,
    "english": _english,
    "appendix": _appendix,
}


def _named(citation: Citation, before: str, above: Citation | None) -> Citation:
    """The citation with the name that it or the one it is joined to stands after."""
    return replace(citation, before=before if above is None else above.before)


def _without_paragraph(text: str) -> str:
    return re.sub(r"第?\d+項.*$", "", text)


def _sections(sentence: str) -> Iterator[Citation]:
    for match in _SECTION.finditer(sentence):
        if _OF_ANOTHER.match(sentence, match.end()):
            continue
        kind = next(k for k in ("english", "see", "japanese") if match[k])
        before = sentence[: match.start()]
        yield Citation(target="section", text=match[kind], before=before, number=match[kind])
