"""Follow-ups: a question that goes on with the one before, made to stand alone.

What is new replaces what is of the same kind in the question before: another length of service,
another kind of employment, another relative, another rank. The rest of the question before stays,
and what had been asked in between goes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.understanding.alternatives import counterparts, replaces
from bot.answering.understanding.own_matters import own_matters
from bot.answering.understanding.referring import POINTER, corrected
from knowledge import japanese
from knowledge.morphology import tokens
from knowledge.question_types import wanted

_THANKS = (
    r"(?:(?:ありがとう(?:ございます|ございました)?|なるほど(?:です)?|了解(?:です|しました)?"
    r"|わかりました|分かりました|そうなんですね|そうですか"
    r"|ok|okay|thanks|thank you|i see|got it)[。、,.!！ 　]*)*"
)
_MARKER = re.compile(
    rf"^{_THANKS}(?P<marker>じゃあ?|では|それでは|それなら|だったら|ちなみに|なら(?=[、 ])"
    r"|あと、?|そしたら"
    r"|そうすると|それから(?=、)|そういえば|すると(?=、)|それで(?=、)|で(?=、)|ということは"
    r"|and what about |and how about |and |what about|how about|then |so |in that case)?[、,\s]*"
)
_REFERS_BACK = re.compile(
    r"それ(?!ぞれ|以外|とも)|その(?:場合|とき|時|ほか|後|分|日|間|うち)|そこ|そっち|同じ|おなじ"
    r"|[そこ]う(?:いう|いった|した)|\b(?:it|that|them|those)\b"
)
_FRAGMENT = re.compile(
    r"(?:は|だと|たら|なら|場合は?|ときは?|時は?|とか|も)[?？。\s]*$"
    r"|(?:だと|だったら|の場合|のとき|の時|のほう)|^(?:what|how) about\b"
)
_ASKING_WORD = re.compile(r"いくら|幾ら|何(?!か)|いつ|どこ|誰|どう|どの|どれ|どんな")
#: A fragment longer than this says enough to stand alone.
_SHORT, _SHORT_IN_ENGLISH = 22, 45
_OPEN = re.compile(
    r"^(?P<about>[^、。?？]{1,20}?)"
    r"(?:の(?:ルール|決まり|規則|規程|規定|概要|こと|制度)(?:について|に関して|を)?|について|に関して)"
    r"(?:詳しく|全部)?(?:教え|知りたい|説明)[^、。?？]{0,10}[。?？\s]*$"
)
#: Lines of a standalone question: what it began with, what was last, what is new.
_MOST_LINES = 3
_LEFT_OVER = re.compile(
    r"[\s、。?？!！]|でした|です|ます|だと|だったら|に?なったら|に?なった|たったら|たら|なら|の場合|場合|のとき|とき"
    r"|のほう|の方|でも|にも|も|同じ|おなじ|一緒|でしょう|なの|は|だ|と|の|に|なる|って|か|どうなり|どう"
    r"|\b(?:for|in|as|an?|the|about|what|how|my|our|if|i|am|is|it|was)\b"
)


def points_back(text: str) -> bool:
    """Whether a text says that it goes on: じゃあ…, それって…."""
    said = text.strip().lower()
    rest = without_marker(said)
    marked = rest != said and bool(_MARKER.match(said)["marker"])  # type: ignore[index]
    return marked or bool(POINTER.search(rest))


def refers_back(text: str) -> bool:
    """Whether a question is about what another one told: その間の給料は, is it paid."""
    return bool(_REFERS_BACK.search(text.lower()))


def is_fragment(text: str) -> bool:
    """Whether a text is too little for a question: 娘のときは？, いくら？"""
    rest = without_marker(text.strip().lower())
    form = bool(_FRAGMENT.search(rest)) or bool(_FRAGMENT.search(text.strip().lower()))
    most = _SHORT if japanese.is_japanese(rest) else _SHORT_IN_ENGLISH
    return len(rest) <= most and (form or _says_little(rest))


def names_again(previous: str, text: str) -> bool:
    """Whether a text names what the question before was about: who goes on need not."""
    return not set(japanese.words(previous)).isdisjoint(japanese.words(text))


def topic(text: str) -> str:
    """What a question is about: what は marks, or what stands before いくら, 何日; else nothing."""
    normal = japanese.normalize(text)
    marks = [t.start for t in tokens(normal) if t.surface == "は" and t.kind == "助詞"]
    asking = _ASKING_WORD.search(normal)
    for end in [*marks, *([asking.start()] if asking else [])]:
        about = without_marker(normal[:end]).rstrip("、, にでとがの")
        if japanese.matters(about):
            return about
    return ""


def asked_openly(question: str) -> str:
    """What a question wants told all about: 経費申請 of 経費申請のルールを教えて; else nothing."""
    found = _OPEN.match(question)
    return found["about"] if found else ""


def continued(previous: str, text: str) -> str:
    """``text`` with what it continues; ``previous`` is the question before, standing alone."""
    said, wrong = corrected(without_marker(text.strip()))
    new = without_marker(japanese.normalize(said))
    lines = previous.split("\n")
    if own_matters(lines[0], new):
        lines[0] = asked_openly(lines[0]) or lines[0]
    if wrong and wrong in lines[0] and not replaces(lines[0], new):
        return "\n".join([lines[0].replace(wrong, _bare(said), 1), *lines[1:]])
    left = new
    kept: list[str] = []
    for n, line in enumerate(lines):
        if n and _same_kind(line, new):
            continue
        put, rest = _replaced(line, new, said)
        left = rest if put != line else left
        kept.append(put)
    if kept != lines and _says_no_more(left, new, kept):
        return "\n".join(kept)
    return "\n".join([kept[0], *kept[1:][-(_MOST_LINES - 2) :], without_marker(said)])


def _says_no_more(left: str, new: str, kept: Sequence[str]) -> bool:
    """Whether what found no place in the lines before says nothing that they do not say."""
    if wanted(new) in (None, wanted(kept[0]), wanted(kept[-1])):
        left = _without_words(left, "\n".join(kept)) if japanese.matters(left) else ""
    return left != new and not _LEFT_OVER.sub("", left)


def without_marker(said: str) -> str:
    """A text without the words that only go on: じゃあ, ちなみに, ありがとうございます."""
    found = _MARKER.match(said.lower())
    # Lower case may be longer in some alphabets: then the text stays as it is.
    whole = found is None or len(said.lower()) != len(said)
    return said if whole else said[found.end() :]  # type: ignore[union-attr]


def _bare(said: str) -> str:
    return re.sub(r"(?:の(?:ほう|方|場合))?(?:です|でした|だった)[。．\s]*$", "", said)


def _says_little(text: str) -> bool:
    """いくら？, いつまで？: an asking word and hardly anything that it asks about."""
    return len(set(japanese.words(text))) <= 1 and wanted(text) is not None


def _without_words(text: str, said: str) -> str:
    """A text without the words that are said already."""
    known = set(japanese.words(said))
    again = [t.surface for t in tokens(text) if t.form in known]
    for surface in again:
        text = text.replace(surface, "", 1)
    return text


def _replaced(first: str, new: str, said: str) -> tuple[str, str]:
    """``first`` with what ``new`` says instead; what of ``new`` found no place in it.

    In the asker's own spelling (``said``) where that says it in the same words.
    """
    base, left = japanese.normalize(first), new
    original: str | None = first
    for before, instead in counterparts(base, new):
        base = base.replace(before, instead, 1)
        left = left.replace(instead, "", 1)
        original = _in_its_spelling(original, before, instead, said)
    if left == new:
        return first, left
    return original or base, left


def _in_its_spelling(text: str | None, before: str, instead: str, said: str) -> str | None:
    """A text with another word, both as they are spelt; None where they cannot be found."""
    if text is None or len(text.lower()) != len(text) or len(said.lower()) != len(said):
        return None
    at, of = text.lower().find(before), said.lower().find(instead)
    if at < 0 or of < 0:
        return None
    return f"{text[:at]}{said[of : of + len(instead)]}{text[at + len(before) :]}"


def _same_kind(line: str, new: str) -> bool:
    """Whether a line was only another value of what the new text says."""
    normal = japanese.normalize(line)
    replaced = dict(counterparts(normal, new))
    rest = normal
    for said in replaced:
        rest = rest.replace(said, "", 1)
    return bool(replaced) and not _LEFT_OVER.sub("", without_marker(rest))
