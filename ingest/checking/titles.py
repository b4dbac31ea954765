"""Which manual a text means by a name: its title, a short form of it, or none that there is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from ingest.checking.anatomy import plain
from knowledge.model import EVERYONE, Manual

#: What a name consists of; hiragana ends it, as in 別に定める退職金規程.
NAME = r"[a-z0-9\u4e00-\u9fff\u30a0-\u30ff々〆&]"
#: Endings of names of company rules.
RULE = r"(?:規程|規則|細則|要領|要綱|内規|規約)"
_HIRAGANA = re.compile(r"[\u3041-\u309f]")
_DECORATION = re.compile(r"[\s・･「」『』【】_\-]")
_PARENTHESES = re.compile(r"\([^()]*\)")
_COMPANY = re.compile(
    r"^(?:株式会社|有限会社|合同会社)\S+?\s|^\S+?(?:株式会社|有限会社|合同会社)\s*"
)
#: Words that stand for no manual in particular, or for the manual itself.
_GENERIC = re.compile(
    rf"(?:この|本|同|当|当該|該当|各|各種|諸|別|他|関係|関連|付属|附属|社内|会社|当社|弊社|上記|下記|前記|"
    rf"所定|基本|管理|取扱|運用|詳細|以下|現行|既存|新|旧|新旧|改定|改正|就労|業務|適用|次条|前条|法令|労使|"
    rf"情報|職場|一般|通常|個別|右|左|次|前|後|本人|各部|各社|社)*{RULE}"
)
#: Endings of what is surely another text than the one that is read; 附則 counts its own articles.
_ANOTHER = re.compile(
    r"(?:法|法律|令|則|規程|規定|条約|要領|要綱|基準|協定|契約|約款|規約|指針|通達|告示|定款|書|"
    r"マニュアル|ガイドライン|旧|改正前|改定前|act|law|code|regulations?|rules|ordinance|policy)$"
)
_OWN = re.compile(rf"[本当]{RULE}|本書|本則|本マニュアル|本文書")
_LAW = re.compile(
    r"(?:法|法律|法令|令|条約|協定|契約|約款|定款|告示|通達|省令|政令|基準|指針|施行規則|安衛則|"
    r"衛生規則|衛生基準規則|防止規則|人事院規則|会社計算規則)$"
)


@dataclass(frozen=True, kw_only=True)
class Named:
    """What a name stands for."""

    name: str
    #: Manuals of that title or short form; several where the name does not tell them apart.
    manuals: tuple[Manual, ...] = ()
    #: A company rule of which there is no manual.
    is_missing: bool = False


@dataclass(frozen=True)
class Titles:
    manuals: Sequence[Manual]

    def meant_by(self, before: str, defined: Iterable[str] = ()) -> Named | None:
        """What the name at the end of a (plain) text stands for; None where there is no name.

        ``defined`` are abbreviations that the text defines itself (以下「規則」という).
        """
        tail = _PARENTHESES.sub("", before).rstrip("」』の ")
        run = re.search(rf"(?:{NAME}|・)+$", tail)
        name = canonical(run[0]) if run else ""
        if not name or _is_own(name, tail):
            return None
        found = self._titled(name, canonical(tail[-40:]))
        if found:
            return Named(name=name, manuals=found)
        if not _ANOTHER.search(name):
            return None
        return Named(name=name, is_missing=self._is_missing(name, set(map(canonical, defined))))

    def nearest(self, name: str, reader: Manual) -> str | None:
        """The title that a wrong name probably means, among those that the reader may see too."""
        seen = {
            canonical(m.title): m.title
            for m in self.manuals
            if m.audience in (EVERYONE, reader.audience) and m.id != reader.id
        }
        close = [title for title in seen if _is_abridged(_stem(name), _stem(title))]
        close += get_close_matches(name, seen, n=1, cutoff=0.9)
        return seen[close[0]] if close else None

    @cached_property
    def _spelled(self) -> dict[str, tuple[Manual, ...]]:
        """Manuals by each spelling of their titles."""
        found: dict[str, tuple[Manual, ...]] = {}
        for manual in self.manuals:
            for spelling in _spellings(manual.title):
                found[spelling] = (*found.get(spelling, ()), manual)
        return found

    @cached_property
    def _in_hiragana(self) -> tuple[str, ...]:
        """Spellings that NAME does not match as a whole: 選択的公休制度に関する規程."""
        return tuple(spelling for spelling in self._spelled if _HIRAGANA.search(spelling))

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(map(_stem, self._spelled))

    def _titled(self, name: str, tail: str) -> tuple[Manual, ...]:
        if name in self._spelled:
            return self._spelled[name]
        if tail.endswith(self._in_hiragana):
            ends = (title for title in self._in_hiragana if tail.endswith(title))
            return self._spelled[max(ends, key=len)]
        if len(name) < 4 or _is_generic(name):
            return ()
        longer = {m.id: m for t, found in self._spelled.items() if t.endswith(name) for m in found}
        return tuple(longer.values())

    def _is_missing(self, name: str, defined: set[str]) -> bool:
        """Whether a name is surely that of a company rule which is not among the manuals."""
        if not re.fullmatch(rf"{NAME}{{2,}}{RULE}", name) or _is_generic(name):
            return False
        if any(_is_generic(part) for part in re.findall(rf"(?<=規則|規程){NAME}*?{RULE}", name)):
            return False  # 就業規則・各規程
        if _LAW.search(name) or name in defined:
            return False
        # 本社就業規則 may mean 就業規則, and 給与規程 be written 給与規則: not surely missing.
        return _stem(name) not in self._stems and not name.endswith(tuple(self._spelled))


def canonical(name: str) -> str:
    return _DECORATION.sub("", plain(name))


def _spellings(title: str) -> set[str]:
    """A title as texts write it: without its company and what stands in parentheses."""
    whole = plain(title)
    bare = _PARENTHESES.sub("", whole)
    spelled = {canonical(text) for text in (whole, bare, _COMPANY.sub("", bare))}
    return {text for text in spelled if len(text) > 1}


def _stem(name: str) -> str:
    return re.sub(rf"(?:{RULE}|規定)$", "", name)


def _is_own(name: str, tail: str) -> bool:
    """Whether a text names itself: 本規程, この規則."""
    return _OWN.fullmatch(name) is not None or tail.endswith(("この" + name, "当該" + name))


def _is_abridged(one: str, other: str) -> bool:
    """Whether one name is the other with some characters left out: 慶弔見舞金 and 慶弔."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return len(short) > 1 and len(short) * 3 >= len(long) and all(char in rest for char in short)


def _is_generic(name: str) -> bool:
    return _GENERIC.fullmatch(name) is not None
