"""The same rule written in two places: when one is changed, the other is forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.checking.anatomy import is_history, plain
from ingest.checking.finding import Finding, InForce, Place, place
from ingest.checking.quotes import whole_sentences, width
from ingest.checking.scope import Scope
from ingest.checking.shingles import said, similar_pairs
from knowledge.model import Block, Section, heading_label

#: Characters that say something. Shorter texts repeat by nature.
_SHORTEST = 50
_SHORTEST_BLOCK = 60
_NEARLY = 0.85
#: A manual that repeats this share of another is the same one under another name.
_WHOLE = 0.9
#: From here on the sections that two manuals share are told of together.
_MANY = 4
#: What every rule says of itself in the same words.
_BOILERPLATE = re.compile(
    r"(?:この|本)?(?:規程|規則|細則)?の?"
    r"(?:目的|趣旨|適用範囲|適用|定義|用語の定義|改廃|改定|改正|施行|施行日|施行期日|疑義|疑義の?取扱い?|所管|主管)"
)
#: A heading that says that what stands below it is a copy.
_COPY = re.compile(r"参考|抜粋|再掲|引用|転載|excerpt", re.IGNORECASE)
_FORMULA = re.compile(r"この?(?:本)?(?:規程|規則|細則)は、?.{0,40}(?:施行する|改廃|適用する)")


@dataclass(frozen=True, kw_only=True)
class _Text:
    """A section, or one block of it."""

    document: InForce
    section: Section
    text: str
    #: The whole section.
    is_whole: bool


@dataclass(frozen=True, kw_only=True)
class _Pair:
    one: _Text
    other: _Text

    @property
    def manuals(self) -> tuple[int, int]:
        return self.one.document.manual.id, self.other.document.manual.id

    @property
    def sections(self) -> tuple[str, str, int, int]:
        return (self.one.section.hash, self.other.section.hash, *self.manuals)


def duplicates(scope: Scope) -> Iterator[Finding]:
    """Sections and paragraphs that are said twice; whole manuals and many sections told once."""
    sections = [t for d in scope.documents for t in _sections(d)]
    pairs = _first_each(_similar(sections))
    blocks = [t for d in scope.documents for t in _blocks(d)]
    told = {pair.sections for pair in pairs}
    for pair in _first_each(_same(blocks)):
        if pair.sections not in told:
            told.add(pair.sections)
            pairs.append(pair)
    pairs.sort(key=lambda pair: pair.manuals)
    for _, between in groupby(pairs, key=lambda pair: pair.manuals):
        yield from _told(list(between))


def _told(pairs: Sequence[_Pair]) -> Iterator[Finding]:
    one, other = pairs[0].one.document, pairs[0].other.document
    shared = sum(pair.one.is_whole for pair in pairs)
    longer = max(sum(1 for _ in _sections(document)) for document in (one, other))
    if one is other:
        yield from map(_repeated, pairs)
    elif shared > 1 and shared >= _WHOLE * longer:
        yield _same_manual(pairs[0], shared)
    elif len(pairs) >= _MANY:
        yield _many(pairs)
    else:
        yield from map(_repeated, pairs)


def _similar(texts: Sequence[_Text]) -> Iterator[_Pair]:
    for one, other in similar_pairs([text.text for text in texts], _NEARLY):
        yield _Pair(one=texts[one], other=texts[other])


def _same(texts: Iterable[_Text]) -> Iterator[_Pair]:
    earlier: dict[str, list[_Text]] = {}
    for text in texts:
        same = earlier.setdefault(said(text.text), [])
        yield from (_Pair(one=one, other=text) for one in same)
        same.append(text)


def _first_each(pairs: Iterable[_Pair]) -> list[_Pair]:
    """Each text with the first that it repeats: ten copies are nine pairs, not forty-five."""
    first: dict[tuple[int, str, str], _Pair] = {}
    for pair in filter(_is_unwanted, pairs):
        first.setdefault((pair.manuals[1], pair.other.section.hash, pair.other.text), pair)
    return list(first.values())


def _is_unwanted(pair: _Pair) -> bool:
    """Whether a repetition is one to put right.

    One manual may say the same of two matters that stand beside each other (正社員の通勤手当,
    パートの通勤手当); across manuals a different word or figure makes it worth a look. A copy
    that calls itself one may stay for as long as it is one.
    """
    is_exact = said(pair.one.text) == said(pair.other.text)
    if is_exact and any(_COPY.search(text.section.heading) for text in (pair.one, pair.other)):
        return False
    if pair.one.document is not pair.other.document:
        return True
    if not is_exact or not pair.one.is_whole:
        return False
    one, other = pair.one.section.heading_path, pair.other.section.heading_path
    return one == other or heading_label(one[-1]) != heading_label(other[-1])


def _sections(document: InForce) -> Iterator[_Text]:
    for section in document.sections:
        text = "\n".join(block.text for block in section.blocks if block.kind != "note")
        if width(said(text)) >= _SHORTEST and not _is_boilerplate(section):
            yield _Text(document=document, section=section, text=text, is_whole=True)


def _blocks(document: InForce) -> Iterator[_Text]:
    for section in document.sections:
        if _is_boilerplate(section):
            continue
        for block in section.blocks:
            if block.kind in ("text", "item") and _is_long(block):
                yield _Text(document=document, section=section, text=block.text, is_whole=False)


def _is_long(block: Block) -> bool:
    return width(said(block.text)) >= _SHORTEST_BLOCK


def _is_boilerplate(section: Section) -> bool:
    label = heading_label(plain(section.heading_path[-1]))
    is_formula = len(section.text) < 120 and _FORMULA.search(section.text)
    return bool(_BOILERPLATE.fullmatch(label) or is_formula) or is_history(section)


def _repeated(pair: _Pair) -> Finding:
    where = f"{pair.one.document.manual.title} ＞ {pair.one.section.heading}"
    if said(pair.one.text) == said(pair.other.text):
        text = f"It says the same as {where}."
        ja = f"「{where}」と同じ内容です。"
    else:
        text = f"It says nearly the same as {where}: check where they differ."
        ja = f"「{where}」とほぼ同じ内容です。違う箇所が正しいか確かめてください。"
    return Finding(
        kind="duplicate",
        text=f"{text} Keep it in one place and refer to it from the other.",
        ja=f"{ja}一方にまとめ、他方からは参照にすると、改定のときに食い違いません。",
        places=_places(pair),
    )


def _same_manual(pair: _Pair, shared: int) -> Finding:
    title, path = pair.one.document.manual.title, pair.one.document.revision.path
    return Finding(
        kind="duplicate",
        text=f"The whole manual says the same as {title} ({path}; {shared} sections). "
        "Retire one of the two.",
        ja=f"文書全体が「{title}」（{path}）と同じです（{shared}か所）。一方を廃止してください。",
        places=(place(pair.other.document), place(pair.one.document)),
    )


def _many(pairs: Sequence[_Pair]) -> Finding:
    title = pairs[0].one.document.manual.title
    headings = list(dict.fromkeys(pair.other.section.heading_path[-1] for pair in pairs))
    return Finding(
        kind="duplicate",
        text=f"{len(headings)} sections say the same or nearly the same as {title}: "
        f"{', '.join(headings)}. Keep them in one place and refer to it from the other.",
        ja=f"「{title}」と同じかほぼ同じ内容が{len(headings)}か所あります：{'、'.join(headings)}。"
        "一方にまとめ、他方からは参照にすると、改定のときに食い違いません。",
        places=_places(pairs[0]),
    )


def _places(pair: _Pair) -> tuple[Place, Place]:
    """The later place, which repeats, then the earlier one: each with what differs, if anything."""
    one, other = whole_sentences(pair.one.text), whole_sentences(pair.other.text)
    return _place(pair.other, other, one), _place(pair.one, one, other)


def _place(text: _Text, sentences: Sequence[str], elsewhere: Sequence[str]) -> Place:
    known = set(map(said, elsewhere))
    own = next((sentence for sentence in sentences if said(sentence) not in known), "")
    return place(text.document, text.section, own or text.text.partition("\n")[0])
