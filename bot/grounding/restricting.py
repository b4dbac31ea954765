"""Whether a sentence claims for all what the passage says of some."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.grounding.claim import Claim
from bot.grounding.comparing import same_figure
from bot.grounding.matching import telling
from bot.grounding.objection import Objection
from bot.grounding.reading import read
from bot.grounding.source import Line, Source, words
from bot.grounding.spelling import plain

#: Says that nothing restricts; of these the first hold only where the passage says so.
_EVER = re.compile(
    r"いつでも|随時|誰でも|だれでも|どこでも|何度でも|何回でも|いくらでも|どの[^、。]{1,8}でも|無条件"
    r"|無制限|制限なく|\bany ?time\b|\banyone\b|as (?:often|many times) as|unconditional"
    r"|\bunlimited\b"
)
_ANYHOW = re.compile(
    r"にかかわらず|に関わらず|に関係なく|を問わず|問わず|すべて(?!の(?:書類|項目|欄))"
    r"|全て(?!の(?:書類|項目|欄))|全員|一律|\bregardless\b|\beveryone\b|all employees"
    r"|\bany (?:employee|reason|region|number)\b"
)
_SOLELY = re.compile(r"だけ(?!で(?:は)?な)|のみ(?!なら)|に限[らりる]|\bonly\b")
_SOME = re.compile(r"だけ|のみ|限|を除|しか|以外|\bonly\b|までしか")
_WITHOUT = re.compile(
    r"(?P<thing>(?!提出)[一-龠]{2,6}|申し出|届け出)(?:が|は|を|の)?(?:なし(?:で|に)|なく(?:ても|とも)"
    r"|がなくても|を得ずに|せずに|しなくても|不要|必要ありません|必要(?:は|が)?(?:ない|ありません)"
    r"|いりません|要りません)|without (?:any )?(?P<english>approval|permission|application|notice)"
)
_NEEDLESS = (
    r"(?:書|届|証)?(?:の提出)?(?:が|は|を|の|も|に)?(?:なし|なく|無く|ない|無い|せず|しない|しなく|不要"
    r"|必要(?:は|が)?(?:な|あり)|必要とし(?:な|ま)|要し(?:な|ま)|求め(?:な|ま)|要[らり]|い[らり])"
)
_RESTRICTION = re.compile(
    r"(?<![\d日回台件人月年週間分])に限[りる]|場合に限|(?<![\d回台件日])だけ|(?<![\d回台件日])のみ"
    r"|とき(?:は|に|の)?|場合|を除|ただし|但し|最初の|以上|以下|未満|超え|以内|まで|次の|いずれか|者"
)
#: Whoever works there, and those of whom a rule may speak alone.
_ANY_EMPLOYEE = re.compile(r"(?<![一-龠ァ-ヶー])(?:社員|従業員|職員|労働者)(?!証|食堂|名簿|番号)")
_SOME_EMPLOYEES = re.compile(
    r"正社員|正職員|契約(?:社員|職員)|期間社員|定時社員|嘱託(?:社員|職員)?|派遣(?:社員|労働者)"
    r"|パートタイマー|パート(?:社員|職員)?(?!ナー)|アルバイト|新入社員"
)
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
#: What ends a condition, before what holds under it.
_CONDITION = re.compile(
    r"(?<!\d[日回台件人])(?:(?:とき|場合)に限り|に限り|に限って|だけ(?=[をがにで])|のみ(?=[をがにで])"
    r"|(?:とき|場合)(?:に|は|には|で)?|(?:承認|許可|同意)により|者(?:は|が|に|には))(?=[^。])、?"
)


def wrong_scope(
    sentence: str, quoted: Sequence[Line], whole: Source, around: str, *, is_foreign: bool
) -> Iterator[Objection]:
    """What a plain sentence leaves out of the conditions of its quote.

    ``around`` is what the question and the other sentences say.
    """
    if said := _for_all(sentence, quoted, whole):
        yield _objection(said)
    elif needless := _without(sentence, whole):
        yield _objection(needless)
    elif some := _of_some(sentence, quoted, around):
        yield Objection(
            kind="condition",
            english=f"says of all employees what is said of some: {some}",
            japanese=f"{some}についての記載を、全員のこととしています",
        )
    elif not is_foreign and (left_out := _left_out(sentence, quoted, whole, around)):
        yield Objection(
            kind="condition",
            english=f"leaves out a condition: {left_out}",
            japanese=f"条件が抜けています: {left_out}",
        )


def _for_all(sentence: str, quoted: Sequence[Line], whole: Source) -> str:
    """What a sentence says that nothing restricts, where the passage does not."""
    own = "\n".join(line.text for line in quoted)
    if (ever := _EVER.search(sentence)) and not _EVER.search(whole.text):
        return ever[0]
    if (only := _SOLELY.search(sentence)) and not _SOME.search(whole.text):
        return only[0]
    anyhow = _ANYHOW.search(sentence)
    return anyhow[0] if anyhow and not _ANYHOW.search(own) and _is_restricted(quoted) else ""


def _of_some(sentence: str, quoted: Sequence[Line], around: str) -> str:
    """Of which employees the quote speaks, where a sentence speaks of all."""
    own = "\n".join(line.text for line in quoted)
    if not _ANY_EMPLOYEE.search(sentence) or _ANY_EMPLOYEE.search(own):
        return ""
    some = _SOME_EMPLOYEES.findall(own)
    said = f"{sentence}\n{plain(around)}"
    return some[0] if some and not _SOME_EMPLOYEES.search(said) else ""


def _objection(said: str) -> Objection:
    return Objection(
        kind="condition",
        english=f"says {said}, which the passage does not",
        japanese=f"「{said}」とは原文にありません",
    )


def _is_restricted(quoted: Sequence[Line]) -> bool:
    """Whether the lines hold under conditions; a row that says one thing in all columns not."""
    cells = [line.text.partition(": ")[2] or line.text for line in quoted if line.is_cell]
    if len(cells) > 1 and len(set(cells)) < len(cells):
        return False
    return any(_RESTRICTION.search(line.text) or line.is_cell for line in quoted)


def _without(sentence: str, whole: Source) -> str:
    """What a sentence says is needless, where the passage asks for it."""
    for found in _WITHOUT.finditer(sentence):
        thing = found["thing"]
        if found["english"]:
            if re.search(r"なし|不要|なく|せず|必要(?:は|が)ない|ません", whole.text) is None:
                return found[0]
        elif thing in whole.text and not re.search(thing + _NEEDLESS, whole.text):
            return found[0]
    return ""


def _left_out(sentence: str, quoted: Sequence[Line], whole: Source, around: str) -> str:
    """A condition of the only line quoted of which a sentence on its matter says nothing."""
    if len(quoted) != 1 or quoted[0].is_cell:
        return ""
    conditions, held = _conditions(_IN_BRACKETS.sub("", quoted[0].text))
    rest = words(held)
    if rest.isdisjoint(words(sentence)):
        return ""
    around = plain(around)
    said = words(sentence) | words(around)
    near = [*read(sentence), *read(around)]
    return next((c for c in conditions if _is_missing(c, rest, whole, said, near)), "")


def _conditions(text: str) -> tuple[list[str], str]:
    """The conditions of a line, and what holds under them."""
    if only := _LIMITED_TO.match(text):
        return [f"{part}に限る" for part in _parts(only["conditions"])], only["held"]
    ends = [found.end() for found in _CONDITION.finditer(text)]
    parts = [part for start, end in pairwise([0, *ends]) for part in _parts(text[start:end])]
    return parts, text[ends[-1] :] if ends else ""


#: 航空機は、片道700km以上で、部長が認めた場合に限る.
_LIMITED_TO = re.compile(
    r"^(?P<held>.{2,30}?は)、?(?P<conditions>.+(?:場合|とき|者))に限(?:る|ります|られ[^。]*)。?$"
)


def _parts(condition: str) -> list[str]:
    """M2以上は、乗車時間が2時間を超えるとき are two conditions."""
    return [part for part in re.split("、|(?<=以上)で", condition) if part]


def _is_missing(
    condition: str,
    rest: frozenset[str],
    whole: Source,
    said: frozenset[str],
    near: Sequence[Claim],
) -> bool:
    """Whether neither the words nor the figures of a strict condition are said."""
    claims = read(condition)
    if not claims and not _STRICT.search(condition):
        return False
    if any(same_figure(own, claim) for own in claims for claim in near):
        return False
    if claims and "限" in condition:
        return True
    own = telling(words(condition), whole) - rest
    return bool(own) and own.isdisjoint(said)


_STRICT = re.compile(
    r"限[りっる]|だけ|のみ|認め(?:た|られた)|(?:承認|許可|同意)(?:を(?:得|受け(?!よう))|が(?:あ|得)|した|により)"
)
