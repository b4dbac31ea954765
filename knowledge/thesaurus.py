"""Concepts of back-office Japanese and the many ways in which people name them.

The lists are the files of ``thesaurus/`` beside this module; people may read and extend them. One
concept a line, or narrower concepts and what they are kinds of::

    年次有給休暇: 有給休暇, 有給, 有休, annual leave
    札幌市, 仙台市 > 政令指定都市

A form matches a sequence of whole words in their normalised forms, whatever their inflection and
okurigana: 亡くなる matches 亡くなりました, and 本 does not match 本人. Between a noun and a
predicate the particles が, を, は, も may stand or not (給料が上がる, 給料上がる); others count.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from knowledge import morphology
from knowledge.errors import InvalidInput
from knowledge.morphology import Token
from knowledge.spelling import normalize
from knowledge.thesaurus_forms import Words, cut_forms

_FOLDER = Path(__file__).with_name("thesaurus")

#: A topic or case particle that may be left out, whichever it is.
_OPTIONAL = "が|を|は|も"
_OPTIONAL_PARTICLES = frozenset({"が", "を", "は", "も", "って"})
#: What inflects a word and changes nothing in what it names.
_INFLECTION = frozenset({"た", "ます", "です", "だ", "てる", "ちゃう", "とく", "て", "たい"})
_NEGATION = {"ず": "ない", "ぬ": "ない"}
#: The ない of しなければ, しないと and しなきゃ, which negates nothing.
_MUST = "なければ"
_MUST_SURFACES = frozenset({"なきゃ", "なけりゃ", "なくちゃ"})
#: Between the parts of one name: コア・タイム, paid leave, half-day.
_TRANSPARENT = frozenset("・/-‐–")
_PREDICATES = frozenset({"動詞", "形容詞", "形状詞"})
#: A form that is at least this long is also found where it is cut into other words.
_UNMISTAKABLE = 4
#: Optional particles in one form; more would make very many variants.
_MOST_OPTIONAL = 3
#: Marks the end of a form in the trie; no word is empty.
_END = ""


class Concept(NamedTuple):
    """A place in a text that names concepts; one form may name several."""

    start: int
    end: int
    names: tuple[str, ...]
    #: What these are kinds of, directly and indirectly.
    broader: tuple[str, ...] = ()


class Addition(NamedTuple):
    """A form that a company has for a concept."""

    form: str
    concept: str


@dataclass(frozen=True, kw_only=True)
class Lists:
    """What the lists say."""

    #: Names of concepts by normalised form, in the order of the lists.
    names: Mapping[str, tuple[str, ...]]
    #: By the name of a concept.
    broader: Mapping[str, tuple[str, ...]]

    def with_additions(self, additions: Iterable[Addition]) -> Lists:
        names = {form: list(concepts) for form, concepts in self.names.items()}
        for form, concept in sorted(additions):
            known = names.setdefault(normalize(form), [])
            known.extend({concept} - {*known})
            names.setdefault(normalize(concept), [concept])
        return Lists(names={f: tuple(c) for f, c in names.items()}, broader=self.broader)


def parse(lines: Iterable[str]) -> Lists:
    """Read lists. Raises InvalidInput for a line that is neither a concept nor a relation."""
    names: dict[str, dict[str, None]] = defaultdict(dict)
    above: dict[str, dict[str, None]] = defaultdict(dict)
    for line in map(str.strip, lines):
        if not line or line.startswith("#"):
            continue
        name, colon, others = map(str.strip, line.partition(":"))
        kinds, relation, of = map(str.strip, line.partition(">"))
        if colon and name and ">" not in name:
            for form in (name, *_listed(others)):
                names[normalize(form)][name] = None
        elif relation and _listed(kinds) and of:
            for narrow in _listed(kinds):
                above[narrow][of] = None
        else:
            raise InvalidInput(f"The thesaurus has a line that cannot be read: {line!r}.")
    for concept in {*above, *itertools.chain.from_iterable(above.values())}:
        names[normalize(concept)].setdefault(concept)
    return Lists(
        names={form: tuple(concepts) for form, concepts in names.items()},
        broader={concept: _all_above(concept, above) for concept in above},
    )


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _all_above(concept: str, above: Mapping[str, Mapping[str, None]]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    waiting = list(above.get(concept, ()))
    while waiting:
        name = waiting.pop(0)
        if name not in found and name != concept:
            found[name] = None
            waiting.extend(above.get(name, ()))
    return tuple(found)


class Thesaurus:
    """Finds the concepts that texts name. Immutable."""

    def __init__(self, lists: Lists, kept: Path | None = None) -> None:
        """``kept`` is a file that spares cutting the same forms again: see :func:`cut_forms`."""
        self.lists = lists
        self._trie: dict[str, Any] = {}
        self._by_beginning: dict[str, list[str]] = defaultdict(list)
        for form, sequences in cut_forms(lists.names, _cut, kept):
            self._insert(form, sequences)

    @property
    def concepts(self) -> frozenset[str]:
        """The names of all concepts."""
        return frozenset(itertools.chain.from_iterable(self.lists.names.values()))

    def find(self, text: str, tokens: Sequence[Token]) -> list[Concept]:
        """Where a normalised text, cut into these tokens, names concepts; in reading order.

        The longest form wins: what lies inside of it is not reported.
        """
        matches = self._matches(tokens)
        matches += self._unmistakable(text, tokens, matches)
        return [self._concept(match) for match in _outermost(matches)]

    def formal(self, text: str, tokens: Sequence[Token]) -> str:
        """The text with the names of concepts in place of other forms: 有休 becomes 年次有給休暇.

        A form of several concepts stays, since it does not tell which is meant.
        """
        said: list[str] = []
        at = 0
        for start, end, names, _ in self.find(text, tokens):
            if len(names) == 1 and start >= at:
                said += [text[at:start], normalize(names[0])]
                at = end
        return "".join([*said, text[at:]])

    def _concept(self, match: _Match) -> Concept:
        above = dict.fromkeys(
            name for concept in match.names for name in self.lists.broader.get(concept, ())
        )
        return Concept(match.start, match.end, match.names, tuple(above))

    def _insert(self, form: str, sequences: Iterable[Words]) -> None:
        if len(form) >= _UNMISTAKABLE:
            self._by_beginning[form[:_UNMISTAKABLE]].append(form)
        names = self.lists.names[form]
        for keys in sequences:
            node = self._trie
            for key in keys:
                node = node.setdefault(key, {})
            before = node.get(_END)
            node[_END] = tuple(dict.fromkeys((*before, *names))) if before else names

    def _matches(self, tokens: Sequence[Token]) -> list[_Match]:
        """The longest match from each token on."""
        units = _units(tokens)
        found = []
        for begin, unit in enumerate(units):
            last, names = self._longest(units, begin)
            if names and not unit.in_verb and (last > begin or not unit.is_part_of_word):
                found.append(_Match(unit.start, units[last].end, names))
        return found

    def _longest(self, units: Sequence[_Unit], begin: int) -> tuple[int, tuple[str, ...]]:
        """Where the longest form that begins at a unit ends, and what it names."""
        best: tuple[int, tuple[str, ...]] = (begin, ())
        waiting = [(begin, self._trie)]
        while waiting:
            at, node = waiting.pop()
            if at == len(units):
                continue
            unit = units[at]
            for key, length in unit.keys:
                if (below := node.get(key)) is None:
                    continue
                last = at + length - 1
                if _END in below and (last > best[0] or not best[1]):
                    best = (last, below[_END])
                waiting.append((last + 1, below))
            if unit.is_honorific and at > begin:
                waiting.append((at + 1, node))
        return best

    def _unmistakable(
        self, text: str, tokens: Sequence[Token], matches: Sequence[_Match]
    ) -> list[_Match]:
        """Long forms that stand in the text, but were cut into words otherwise than alone."""
        found = []
        edges = {token.start for token in tokens} | {token.end for token in tokens}
        covered = {place for match in matches for place in range(match.start, match.end)}
        for start in range(len(text) - _UNMISTAKABLE + 1):
            if start in covered:
                continue
            for form in self._by_beginning.get(text[start : start + _UNMISTAKABLE], ()):
                end = start + len(form)
                if text.startswith(form, start) and _stands_alone(text, start, end, edges):
                    found.append(_Match(start, end, self.lists.names[form]))
        return found


def _cut(form: str) -> Iterator[Words]:
    return _sequences(_units(tuple(morphology.uncached(form))))


class _Match(NamedTuple):
    start: int
    end: int
    names: tuple[str, ...]


class _Unit(NamedTuple):
    """A word or particle as matching sees it."""

    #: What it counts as, each with how many units that takes.
    keys: tuple[tuple[str, int], ...]
    start: int
    end: int
    is_predicate: bool
    #: お and ご.
    is_honorific: bool
    #: A single character right beside a noun: the 本 of 本社員.
    is_part_of_word: bool
    #: Inside of a compound verb: the 取る of 受け取る.
    in_verb: bool


def _units(tokens: Sequence[Token]) -> list[_Unit]:
    """The tokens without what changes nothing in what is named."""
    kept = [n for n, token in enumerate(tokens) if not _says_nothing(tokens, n)]
    units = []
    for place, n in enumerate(kept):
        token = tokens[n]
        keys = [(_MUST if _is_must(tokens, n) else _key(token), 1)]
        if token.compound is not None:
            form, size = token.compound
            whole = (form, bisect_left(kept, n + size) - place)
            keys += [whole] if whole != keys[0] else []
        # No keywords: every word of every text comes by here.
        units.append(
            _Unit(
                tuple(keys),
                token.start,
                token.end,
                token.kind in _PREDICATES,
                _is_honorific(token),
                _is_part_of_word(tokens, n),
                token.in_verb,
            )
        )
    return units


def _key(token: Token) -> str:
    if token.kind == "助詞" and token.form in _OPTIONAL_PARTICLES:
        return _OPTIONAL
    return token.verb or _NEGATION.get(token.form, token.form)


def _says_nothing(tokens: Sequence[Token], n: int) -> bool:
    token = tokens[n]
    before = tokens[n - 1] if n else None
    if token.kind in ("空白", "補助記号", "記号"):
        return token.kind == "空白" or token.surface in _TRANSPARENT
    if token.kind == "助動詞":
        return token.form in _INFLECTION
    if token.kind == "助詞":
        is_topic_of_phrase = token.form in ("は", "も") and before is not None
        return (token.subkind == "接続助詞" and token.form in ("て", "で")) or (
            is_topic_of_phrase and before is not None and before.kind == "助詞"
        )
    # the いる of 働いている
    return token.form == "居る" and before is not None and before.subkind == "接続助詞"


def _is_must(tokens: Sequence[Token], n: int) -> bool:
    token = tokens[n]
    if token.form != "ない" or token.kind != "助動詞":
        return False
    after = tokens[n + 1] if n + 1 < len(tokens) else None
    return token.surface in _MUST_SURFACES or (
        after is not None and after.subkind == "接続助詞" and after.surface in ("ば", "と", "ちゃ")
    )


def _is_honorific(token: Token) -> bool:
    return token.kind == "接頭辞" and token.form == "御"


def _is_part_of_word(tokens: Sequence[Token], n: int) -> bool:
    token = tokens[n]
    if token.end - token.start > 1:
        return False
    before, after = tokens[n - 1] if n else None, tokens[n + 1] if n + 1 < len(tokens) else None
    return (
        before is not None and before.kind in ("名詞", "接頭辞") and not _is_honorific(before)
    ) or (after is not None and after.kind == "名詞")


def _sequences(units: Sequence[_Unit]) -> Iterator[Words]:
    """The sequences of words by which a form is found."""
    if len(units) > 2 or sum(unit.end - unit.start for unit in units[1:]) > 1:
        units = [unit for unit in units if not unit.is_honorific]
    whole: list[list[tuple[str, ...]]] = []
    for n, unit in enumerate(units):
        key = unit.keys[0][0]
        if key == _OPTIONAL and 0 < n < len(units) - 1:
            whole.append([(key,), ()])
        elif unit.is_predicate and n and not _is_particle(units[n - 1]):
            whole.append([(key,), (_OPTIONAL, key)])
        else:
            whole.append([(key,)])
    if sum(len(options) > 1 for options in whole) > _MOST_OPTIONAL:
        whole = [options[:1] for options in whole]
    for chosen in itertools.product(*whole):
        yield tuple(itertools.chain.from_iterable(chosen))
    if len(units) > 1 and len(units[0].keys) > 1 and units[0].keys[1][1] == len(units):
        yield (units[0].keys[1][0],)


def _is_particle(unit: _Unit) -> bool:
    return unit.keys[0][0] == _OPTIONAL


def _stands_alone(text: str, start: int, end: int, edges: set[int]) -> bool:
    """Whether a piece of a text is no part of a longer word, as far as its letters tell."""
    if start not in edges and end not in edges:
        return False
    return not (
        _is_joined(text[start - 1 : start], text[start])
        or _is_joined(text[end - 1], text[end : end + 1])
    )


_ONE_SCRIPT = re.compile(r"[a-z0-9]{2}|[ァ-ヶー]{2}")


def _is_joined(one: str, other: str) -> bool:
    return bool(_ONE_SCRIPT.fullmatch(one + other))


def _outermost(matches: Iterable[_Match]) -> list[_Match]:
    """Matches that do not lie inside of another, in reading order."""
    found: list[_Match] = []
    furthest = -1
    for match in sorted(matches, key=lambda m: (m.start, -m.end)):
        if match.end > furthest:
            found.append(match)
            furthest = match.end
    return found


_additions: frozenset[Addition] = frozenset()
_kept: Path | None = None


def use(additions: Iterable[Addition], kept: Path | None = None) -> None:
    """Put a company's additions into force in this process, in place of those before.

    ``kept`` is a file that makes the next start faster.
    """
    global _additions, _kept
    _additions, _kept = frozenset(additions), kept


def current() -> Thesaurus:
    """The thesaurus in force."""
    return _extended(_additions)


@lru_cache(maxsize=2)
def _extended(additions: frozenset[Addition]) -> Thesaurus:
    lists = shipped()
    return Thesaurus(lists.with_additions(additions) if additions else lists, _kept)


@lru_cache(maxsize=1)
def shipped() -> Lists:
    """The lists that come with Zeroji."""
    return parse(itertools.chain.from_iterable(text.splitlines() for text in _texts()))


def fingerprint() -> str:
    """Differs when the thesaurus in force says something else."""
    return _fingerprint(_additions)


@lru_cache(maxsize=2)
def _fingerprint(additions: frozenset[Addition]) -> str:
    said = "\n".join([*_texts(), repr(sorted(additions))])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def _texts() -> tuple[str, ...]:
    files = sorted(_FOLDER.glob("*.txt"))
    return tuple(file.read_text(encoding="utf-8") for file in files)


def concepts(text: str) -> list[Concept]:
    """Where normalised text names concepts, in reading order; the longest form wins."""
    return current().find(text, morphology.tokens(text))


def formal(text: str) -> str:
    """Normalised text in the words of rules; see :meth:`Thesaurus.formal`."""
    return current().formal(text, morphology.tokens(text))
