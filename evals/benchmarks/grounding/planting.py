"""Errors planted into right sentences, by kind. A plant is wrong by construction: what it says in
place of a figure or a name does not stand in the section for the same thing.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from evals.benchmarks.grounding.material import Stated
from knowledge import thesaurus
from knowledge.spelling import normalize

Change = Callable[[str, Stated, random.Random], str | None]


@dataclass(frozen=True, kw_only=True)
class Planted:
    """A sentence with an error, and the quote that it brings."""

    kind: str
    stated: Stated
    text: str
    quote: str


def plants(stated: Stated, text: str, seed: int) -> Iterator[Planted]:
    """The plants that a right sentence takes, one of each kind that fits."""
    for kind, change in _CHANGES.items():
        rng = random.Random(f"{seed} {kind} {text}")
        changed = change(text, stated, rng)
        if changed is not None and changed != text:
            yield Planted(kind=kind, stated=stated, text=changed, quote=stated.text)
    altered = _altered(stated.text, random.Random(f"{seed} {text}"))
    if altered is not None and altered not in stated.section:
        yield Planted(kind="quote altered", stated=stated, text=text, quote=altered)


def _figure(text: str, stated: Stated, rng: random.Random) -> str | None:
    """Another number with the same unit, one that the section does not have."""
    places = [
        m
        for m in re.finditer(r"(?<![\d第表式.,/:])\d[\d,]*(?=[^\d条項号章表]|$)", _plain(text))
        if _free(m)
    ]
    if not places:
        return None
    place = rng.choice(places)
    number = int(place[0].replace(",", ""))
    step = 10 ** max(0, len(str(number)) - 2)
    for other in (number + step, number * 2, number + 3 * step, number + 7 * step):
        shown = f"{other:,}" if "," in place[0] else str(other)
        changed = _plain(text)[: place.start()] + shown + _plain(text)[place.end() :]
        if not re.search(
            rf"(?<![\d,]){re.escape(shown)}(?![\d,])", _plain(f"{stated.heading}\n{stated.section}")
        ):
            return changed
    return None


def _free(match: re.Match[str]) -> bool:
    before = match.string[: match.start()]
    return not re.search(r"(?:第|別表|様式|内線|[a-zA-Z])$", before) and match[0][-1] != ","


_UNITS = (
    (r"(?<=\d)営業日", "日"),
    (r"(?<=\d)日(?=以内|前|間|以上|まで|後)", "営業日"),
    (r"(?<=\d)日(?=以内|前|間|以上|まで|後)", "週間"),
    (r"(?<=\d)(?:か月|ヶ月|箇月|ヵ月)", "年"),
    (r"(?<=\d)年(?=以上|間|未満|以内)", "か月"),
    (r"(?<=\d)時間", "分"),
    (r"(?<=\d)分(?=以上|間|前|以内|の)", "時間"),
    (r"(?<=\d)(?:%|パーセント)", "円"),
    (r"(?<=\d)円", "ドル"),
    (r"(?<=\d)割", "%"),
    (r"(?<=\d)回", "日"),
    (r"(?<=\d)週間", "か月"),
    (r"(?<=\d)(?:km|キロメートル|キロ)", "メートル"),
    (r"月額", "年額"),
    (r"(?<=[、にはを])月(?=\d)", "年"),
    (r"年間(?=\d)", "月"),
    (r"1日(?=につき|当たり|あたり)", "1か月"),
    (r"1回(?=につき|当たり|あたり)", "1日"),
    (r"(?:1か月|1ヶ月|1箇月)(?=につき|当たり|あたり|に\d)", "1年"),
)


def _unit(text: str, stated: Stated, rng: random.Random) -> str | None:
    return _one_of(text, stated, rng, _UNITS)


_BOUNDS = (
    ("以内", "以上"),
    ("以上", "以下"),
    ("以上", "未満"),
    ("以下", "以上"),
    ("未満", "以上"),
    ("未満", "以下"),
    ("を超え(?:る|た|て)", "以上の"),
    (r"(?<=\d日|か月|営業|週間)前までに?", "後までに"),
    (r"(?<=\d[日回円時年])まで(?!の間)", "から"),
    (r"(?<=[\d]日)以内", ""),
    ("以降", "以前"),
    (r"(?<=\d)日前", "日後"),
    ("前日", "翌日"),
    ("翌日", "前日"),
    ("を限度", "を下限"),
    ("上限", "下限"),
)


def _bound(text: str, stated: Stated, rng: random.Random) -> str | None:
    bounds = tuple(
        pair for pair in _BOUNDS if re.search(r"\d.{0,6}" if "日" not in pair[0] else "日", text)
    )
    return _one_of(text, stated, rng, bounds)


def _shift(text: str, stated: Stated, rng: random.Random) -> str | None:
    """Another month, day or hour."""
    plain = _plain(text)
    places = list(
        re.finditer(
            r"(?<!\d)(\d{1,2})(?=月\d|月末|月から|月に|時(?!間)|:\d\d)|(?<=月)(\d{1,2})(?=日)",
            plain,
        )
    )
    if not places:
        return None
    place = rng.choice(places)
    number = int(place[0])
    other = number - 1 if number > 9 else number + 1
    changed = plain[: place.start()] + str(other) + plain[place.end() :]
    said = changed[max(0, place.start() - 2) : place.start() + 5]
    return None if said in _plain(f"{stated.heading}\n{stated.section}") else changed


def _era(text: str, stated: Stated, rng: random.Random) -> str | None:
    plain = _plain(text)
    if "令和" in plain:
        return re.sub(r"令和", "平成", plain, count=1)
    found = re.search(r"(20\d\d)年", plain)
    return plain.replace(found[0], f"令和{int(found[1]) - 2017}年", 1) if found else None


_NEGATIONS = (
    (r"しない。$", "する。"),
    (r"しません。$", "します。"),
    (r"できない。$", "できる。"),
    (r"できません。$", "できます。"),
    (r"認めない。$", "認める。"),
    (r"認められません。$", "認められます。"),
    (r"(?<!もの)とする。$", "としない。"),
    (r"とします。$", "とはしません。"),
    (r"できる。$", "できない。"),
    (r"できます。$", "できません。"),
    (r"支給する。$", "支給しない。"),
    (r"支給します。$", "支給しません。"),
    (r"与える。$", "与えない。"),
    (r"与えます。$", "与えません。"),
    (r"します。$", "しません。"),
    (r"する。$", "しない。"),
    (r"受けます。$", "受けません。"),
    (r"あります。$", "ありません。"),
    (r"含む。$", "含まない。"),
    (r"含まない。$", "含む。"),
    (r"除く。$", "含む。"),
    (r"対象と(?:する|します)。$", "対象外です。"),
    (r"てはいけません。$", "てもかまいません。"),
)


def _negation(text: str, stated: Stated, rng: random.Random) -> str | None:
    return _ending(text, _NEGATIONS)


_MODALITIES = (
    (r"する必要があります。$", "する必要はありません。"),
    (r"しなければならない。$", "することができる。"),
    (r"なければなりません。$", "なくてもかまいません。"),
    (r"することができ(?:る|ます)。$", "しなければなりません。"),
    (r"(?<=を)受けることができ(?:る|ます)。$", "受けなければなりません。"),
    (r"することがあ(?:る|ります)。$", "します。"),
    (r"が必要です。$", "は不要です。"),
    (r"は不要です。$", "が必要です。"),
    (r"を要する。$", "は要しない。"),
    (r"てください。$", "なくてもかまいません。"),
    (r"提出(?:する|します)。$", "提出することができます。"),
    (r"申請(?:する|します)。$", "申請する必要はありません。"),
    (r"受け(?:る|ます)。$", "受ける必要はありません。"),
    (r"届け出(?:る|ます)。$", "届け出る必要はありません。"),
    (r"てはいけません。$", "なければなりません。"),
)


def _modality(text: str, stated: Stated, rng: random.Random) -> str | None:
    return _ending(text, _MODALITIES)


_NAMES = (
    "部長 課長 係長 社長 所属長 人事担当 総務担当 産業医 役員 店長 工場長 院長".split(),
    "人事部 総務部 経理部 人事課 総務課 経理課 情報システム部 法務部 健康保険組合".split(),
    "診断書"
    " 休暇届"
    " 領収書 請求書 誓約書 在職証明書 住民票 理由書 報告書 申請書 見積書 契約書".split(),
    "正社員 契約社員 パートタイマー アルバイト 嘱託 派遣社員 パート職員 期間社員".split(),
    "通勤手当 住宅手当 家族手当 出張手当 深夜手当 資格手当 単身赴任手当".split(),
    "育児休業 介護休業 看護休暇 介護休暇 慶弔休暇 年次有給休暇 夏季休暇 特別休暇".split(),
    "新幹線 航空機 タクシー グリーン車 自家用車 普通席 指定席 バス".split(),
    "配偶者 父母 子 兄弟姉妹 祖父母".split(),
)


def _name(text: str, stated: Stated, rng: random.Random) -> str | None:
    """A role, department, form, leave … that the section does not have, in place of its own."""
    for group in rng.sample(_NAMES, len(_NAMES)):
        own = [name for name in group if len(name) > 1 and name in text]
        said = _plain(f"{stated.heading}\n{stated.section}")
        others = [n for n in group if len(n) > 1 and n not in said and not _is_said(n, said)]
        if own and others:
            return text.replace(max(own, key=len), rng.choice(others), 1)
    return None


def _is_said(name: str, text: str) -> bool:
    """Whether the thesaurus knows the name for something that the text names."""
    same = {n for concept in thesaurus.concepts(normalize(name)) for n in concept.names}
    return any(not same.isdisjoint(c.names) for c in thesaurus.concepts(normalize(text)))


def _near_name(text: str, stated: Stated, rng: random.Random) -> str | None:
    """A role, department, form … that stands elsewhere in the section."""
    for group in rng.sample(_NAMES, len(_NAMES)):
        own = [name for name in group if len(name) > 1 and name in text]
        others = [n for n in group if len(n) > 1 and n in stated.section and n not in stated.text]
        if own and others and not any(o in n or n in o for o in own for n in others):
            return text.replace(max(own, key=len), rng.choice(others), 1)
    return None


_NUMBER_AND_UNIT = re.compile(
    r"(?<![\d第表,.])\d[\d,]*(?:\.\d+)?(?P<unit>円|営業日|日(?!本|勤)|か月"
    r"|年(?!度)|時間|回|%|歳|人|km|分)(?!\d)"
)


def _neighbour(text: str, stated: Stated, rng: random.Random) -> str | None:
    """The figure of another line or row of the section in place of its own."""
    plain, own = _plain(text), _plain(stated.text)
    places = list(_NUMBER_AND_UNIT.finditer(plain))
    rest = _plain(stated.section).replace(own, "")
    for place in rng.sample(places, len(places)):
        others = {
            m[0]
            for m in _NUMBER_AND_UNIT.finditer(rest)
            if m["unit"] == place["unit"] and m[0] not in own and m[0] not in plain
        }
        if others:
            other = rng.choice(sorted(others))
            return plain[: place.start()] + other + plain[place.end() :]
    return None


def _altered(quote: str, rng: random.Random) -> str | None:
    """The quote with another digit, or another ending."""
    digits = [m.start() for m in re.finditer(r"\d", quote)]
    if digits:
        at = rng.choice(digits)
        return quote[:at] + str((int(unicodedata.digit(quote[at])) + 1) % 10) + quote[at + 1 :]
    for ending, other in (("する", "しない"), ("できる", "できない"), ("ます", "ません")):
        if ending in quote:
            return quote.replace(ending, other, 1)
    return None


_CHANGES: dict[str, Change] = {
    "figure changed": _figure,
    "unit changed": _unit,
    "bound changed": _bound,
    "date or time shifted": _shift,
    "era changed": _era,
    "negation flipped": _negation,
    "modality flipped": _modality,
    "name swapped": _name,
    "name of another line": _near_name,
    "neighbour's figure": _neighbour,
}


def _one_of(
    text: str,
    stated: Stated,
    rng: random.Random,
    changes: tuple[tuple[str, str], ...],
) -> str | None:
    plain = _plain(text)
    fitting = [(pattern, other) for pattern, other in changes if re.search(pattern, plain)]
    rng.shuffle(fitting)
    section = _plain(f"{stated.heading}\n{stated.section}")
    for pattern, other in fitting:
        if found := re.search(pattern, plain):
            changed = plain[: found.start()] + other + plain[found.end() :]
            if changed[max(0, found.start() - 3) : found.start() + len(other) + 1] not in section:
                return changed
    return None


def _ending(text: str, changes: tuple[tuple[str, str], ...]) -> str | None:
    for pattern, other in changes:
        if re.search(pattern, text):
            return re.sub(pattern, other, text)
    return None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
