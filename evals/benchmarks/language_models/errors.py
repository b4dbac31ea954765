"""Errors put into a sentence that is right, each of which is known by a mark of its own.

The mark is what no passage says: where it stands in an answer, the error was told. It is made of
what was planted, and knows nothing of how the product checks sentences.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from evals.benchmarks.grounding.material import Stated
from evals.benchmarks.grounding.planting import plants
from evals.loopback.prompts import Shown
from evals.matching import plain

#: Unit after a changed figure → what the figure is.
_FIGURES = (
    ("amount", r"円|ドル|ユーロ"),
    ("percentage", r"%|割"),
    ("age", r"歳"),
    ("count", r"人|名|回|件|枚|台|冊|社|つ"),
    ("period", r"営業日|日|か月|週間|年|時間|分"),
)
_MASKED = re.compile(r"［[^］]+］")
_CONTACT = re.compile(r"(?<=内線)\s?\d{3,5}|［(?:電話|メール|住所)\d+］|\d+階|〒?\d{3}-\d{4}")
_INVENTED_CONTACTS = (
    "お問い合わせは内線9876へお願いします。",
    "書類は東京都港区芝9丁目8番7号へ送ってください。",
    "申請は https://shinsei.example.net から行ってください。",
    "申請書は uketsuke-madoguchi@example.net へ送ってください。",
)
#: No prompt has so many passages.
_NO_PASSAGE = 99


@dataclass(frozen=True, kw_only=True)
class Said:
    """A sentence of a draft."""

    text: str
    quote: str
    passage: int


@dataclass(frozen=True, kw_only=True)
class Plant:
    """A sentence with an error."""

    kind: str
    said: Said
    #: The sentence that it was made of; empty for one that was made up.
    right: str = ""
    #: Found in an answer, or in one of its quotes, when the error was told.
    mark: re.Pattern[str]
    in_quote: bool = False

    def is_told(self, text: str, quotes: Sequence[str]) -> bool:
        """Whether an answer tells the error."""
        where = "\n".join(map(plain, quotes)) if self.in_quote else plain(text)
        return bool(self.mark.search(where))


def errors(right: Said, shown: Shown, everything: str, seed: int) -> Iterator[Plant]:
    """The errors that a right sentence takes, one of each kind.

    ``everything`` is what the passages and the other sentences say.
    """
    stated = Stated(
        company="", heading=shown.heading, section=shown.text, text=right.quote, is_row=False
    )
    for planted in plants(stated, right.text, seed):
        if planted.kind == "quote altered":
            yield from _quoting(right, planted.quote, everything)
        elif mark := _mark(planted.text, right.text, everything):
            wrong = replace(right, text=planted.text)
            kind = planted.kind
            if kind == "figure changed":
                kind = f"figure changed: {_figure_kind(planted.text, right.text)}"
            yield Plant(kind=kind, said=wrong, right=right.text, mark=mark)
    yield from _contacts(right, everything, random.Random(f"{seed} {right.text}"))
    yield _nowhere(right)


def _quoting(right: Said, quote: str, everything: str) -> Iterator[Plant]:
    """The sentence is right, the quote is not what the manual says."""
    if plain(quote) not in plain(everything):
        mark = re.compile(re.escape(plain(quote)))
        wrong = replace(right, quote=quote)
        yield Plant(kind="quote altered", said=wrong, right=right.text, mark=mark, in_quote=True)


def _nowhere(right: Said) -> Plant:
    """A citation of a passage that was not shown, for a sentence that no passage states."""
    text = f"{right.text.rstrip('。')}が、管理部の承認印も必要です。"
    return Plant(
        kind="fabricated citation",
        said=replace(right, text=text, passage=_NO_PASSAGE),
        right=right.text,
        mark=re.compile(re.escape(plain("管理部の承認印も必要です"))),
    )


def _contacts(right: Said, everything: str, rng: random.Random) -> Iterator[Plant]:
    """Another address or telephone than the manual's; one out of nowhere where it has none."""
    if found := _CONTACT.search(right.text):
        text = right.text.replace(found[0], "内線9876" if "階" not in found[0] else "19階", 1)
    else:
        text = right.text + rng.choice(_INVENTED_CONTACTS)
    if mark := _mark(text, right.text, everything):
        yield Plant(
            kind="address or contact", said=replace(right, text=text), right=right.text, mark=mark
        )


def _figure_kind(wrong: str, right: str) -> str:
    at = len(_common(wrong, right))
    after = re.sub(r"^[\d,.万千]*", "", wrong[at:])
    return next((kind for kind, unit in _FIGURES if re.match(unit, after)), "other")


def _mark(wrong: str, right: str, everything: str) -> re.Pattern[str] | None:
    """The changed piece with as much around it as nothing else has; None if there is no such."""
    wrong, right, shown = plain(wrong), plain(right), plain(everything)
    begin = len(_common(wrong, right))
    end = len(wrong) - len(_common(wrong[begin:][::-1], right[begin:][::-1]))
    for around in range(3, len(wrong) + 1):
        piece = wrong[max(0, begin - around) : end + around]
        if piece not in shown and piece not in right:
            return _pattern(piece)
    return None


def _common(one: str, other: str) -> str:
    """What two texts begin with."""
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    return one[: min(len(one), len(other)) if same is None else same]


def _pattern(piece: str) -> re.Pattern[str]:
    """The piece, whatever its masks stand for when it is told."""
    masked = re.sub(r"(電話|メール|住所|口座|番号|日付)\d+", "\0", piece)
    return re.compile(".{1,60}?".join(map(re.escape, masked.split("\0"))))
