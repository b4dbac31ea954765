"""What a sentence says of an action: that it must, may, need not or must not be done, that it is
done or not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from knowledge import japanese

#: ``is or may``: 延ばせます may be a potential, 受けます is none.
#: ``asked``: 修正してください, which may as well tell how it can be done.
Mode = Literal[
    "must",
    "asked",
    "may",
    "might",
    "might not",
    "need not",
    "must not",
    "not",
    "is",
    "is or may",
]

#: What a source must say for a sentence to say it.
_PROVED_BY: dict[Mode, frozenset[Mode]] = {
    "must": frozenset({"must", "asked", "is", "is or may"}),
    "asked": frozenset({"must", "asked", "is", "is or may", "may"}),
    "may": frozenset({"may", "asked", "is", "is or may", "might"}),
    "might": frozenset({"might", "may"}),
    "might not": frozenset({"might not"}),
    "need not": frozenset({"need not", "not"}),
    "must not": frozenset({"must not", "not"}),
    "not": frozenset({"not", "must not", "need not"}),
    "is": frozenset({"is", "is or may", "must", "asked"}),
    "is or may": frozenset({"is", "is or may", "must", "asked", "may", "might"}),
}
NEGATIVE = frozenset({"need not", "must not", "not", "might not"})

_MODES_SPELT: tuple[tuple[Mode, str], ...] = (
    (
        "need not",
        r"(?:必要|要)(?:は|が|も)?(?:ない|ありません|なく|無い|なし|ございません)|不要"
        r"|要しない|要しません|要さ(?:ない|ず)|求めない|求めません|"
        r"なくても?(?:よい|いい|良い|構わ|かまわ|構い|かまい|差し支え|大丈夫"
        r"|済)(?:ない|ません)?|義務(?:は|で(?:は)?)(?:ない|ありません)|任意(?:と|で)"
        r"|必須では|免除(?!の|申|を|期|届)"
        r"|need not|(?:do|does|did)(?: not|n't) (?:need|have)(?: to)?|not (?:required"
        r"|necessary|needed|obliged|mandatory)|no need"
        r"|n't (?:need|have to)|unnecessary|without (?:approval|notice)",
    ),
    (
        "must",
        r"(?:なければ|ねば|なくては|なくちゃ|ないと)(?:なら|なり|いけ)(?:ない|ません"
        r"|ぬ|ず)?|必要(?:が|で|に|と)?(?:ある|あり|です|だ|と|な(?!い|く)|に|。|$)"
        r"|要する|要します|"
        r"義務(?:を|が|づけ|付け)|必須|(?:る|た|ない)こと(?:。|$)|ものとする|ものとします|必ず"
        r"|(?<!t )\bmust\b(?! not)|\bhave to\b|\bhas to\b|\brequired\b|\bneeds?\b"
        r"|\bshall\b(?! not)|\bmandatory\b",
    ),
    (
        "must not",
        r"ては(?:なら|なり|いけ)(?:ない|ません|ず)|てはならず|禁止|禁じ|禁ずる"
        r"|認めない|認めません|認められ(?:ない|ません)|許可し(?:ない|ません)"
        r"|許され(?:ない|ません)|"
        r"(?:でき|出来|られ|貰え|もらえ|使え|取れ|受け取れ|行え|払え|入れ"
        r"|持てま?)(?:ない|ません|ず|なく|ぬ)|不可(?!欠|能|抗|避)|ことはない"
        r"|ことはありません|不可能|(?:控え|避け|やめ|遠慮し?)(?:る|ます|て(?:ください|下さい)?)?"
        r"|must not|may not|cannot|can't|can not|not (?:be )?(?:allowed|permitted"
        r"|possible|able|accepted|available|eligible|entitled)|prohibited|forbidden"
        r"|shall not|unable",
    ),
    ("asked", r"[てで](?:ください|下さい)|願います|しましょう|^please"),
    (
        "might not",
        r"(?:ない|ません)(?:こと|場合|とき)(?:が|も)(?:ある|あり)|ないかもしれ|\bmight not\b",
    ),
    (
        "might",
        r"る(?:こと|場合|とき)が(?:ある|あり)|こともある|こともあり|かもしれ"
        r"|(?:し|あり|なり)(?:得る|うる)|\bmight\b|\bsometimes\b",
    ),
    (
        "may",
        r"(?:でき|出来|られ|貰え|もらえ|使え|取れ|受け取れ|行え|払え)(?:る|ます|た"
        r"|ること)|(?:でき|出来|取れ|使え)$|可能|[てで]も?(?:よい|いい|良い|よろしい|構わ|かまわ|構い|かまい"
        r"|差し支えな|差し支えあ)(?:ない|ません|りません)?|禁止(?:は)?し(?:ない"
        r"|ません)|(?:問題|支障)(?:は|が)?(?:ない|ありません)|大丈夫|"
        r"(?:と)?(?:を|が|に限り|まで)?(?:認める|認めます|認められ(?:る|ます|てい(?:る|ます))|許可する"
        r"|許可します)|可(?:と|。|$|\))|自由(?:に|です|と)"
        r"|\bmay\b|\bcan\b|\ballowed\b|\bpermitted\b|\bable to\b|\bpossible\b"
        r"|\bentitled\b|\beligible\b",
    ),
    (
        "not",
        r"(?:[わらたさかがまばな]|し|せ|え|め|れ|け|じ|て|り|い|び|ず|べ|で(?:は)?|は"
        r"|も|が|[一-龠])(?:ない(?!し|よう|で(?:ください|下さい)|こと(?:。|$)|場合|と)"
        r"|ません|なかった|なくな)|しない|しません|対象外|対象と(?:は)?(?:し|なら)な|"
        r"除く|除外|除きます|除かれ|ず(?:、|に|。|$)|ないで$|(?:は|が)(?:なし|無し)"
        r"|含ま(?:ない|れない|れません|ず)|なし(?:。|$)"
        r"|\bnot\b|\bneither\b|n't\b|\bnever\b|\bno\b(?! (?:more|less|later|fewer|earlier|longer))"
        r"|\bexcept\b|\bexcluded\b|\bineligible\b|\bunpaid\b",
    ),
)
_MODES = tuple((mode, re.compile(pattern)) for mode, pattern in _MODES_SPELT)
#: What only says a bound denies nothing: 3年に満たない, 10日を超えない範囲で.
_BOUND = re.compile(
    r"but not including|(?:を超え|に満た|に達し|を下回ら|を上回ら|を下ら)(?:ない|ず|ません)"
    r"|だけで(?:は)?なく|のみならず|にかかわらず|を問わず|やむを得(?:ない|ず)"
    r"|少なくとも|"
    r"(?:ない|ません)(?:もの|者|とき|場合|限り)(?=を除|以外)|no (?:more|less|later"
    r"|fewer|earlier|longer) than|not (?:more|less|later|fewer"
    r"|exceeding|exceed)(?: than)?|不足|よりも?少なく(?:ない|とも)"
)
#: Between the clauses that state and what they depend on.
_CLAUSE = re.compile(
    r"[。;\n]|(?:ずに|ないで(?!ください|下さい|す))(?=\S)|(?<=[^0-9])、(?=ただし|但し|なお)|(?:が|けれど|ので|ため|ず|なく"
    r"|(?<!につ)(?<![たもに限])[きしちりえけせてねめれび])、(?=\S)|(?:場合|とき|時"
    r"|際|者|もの|(?<!に)限り|とき|たら|れば|なら)(?:に|は|には|で|であって|も|を除き|の"
    r"|が)*、"
    r"|(?:, | )(?:but|however|unless|although)\b"
)
_CONDITION = re.compile(
    r"(?:場合|とき|時|際|者|もの|(?<!に)限り|たら|れば|なら)(?:に|は|には|で"
    r"|であって|も|を除き|の|が)*、$"
)
#: 変更できるのは毎年3月です says that it can be changed.
_CLEFT = re.compile(
    r"^(.{2,}?[るたい])のは[^、。]{1,30}(?:です|だ|である|に限.{1,5}|のみ.{0,5}|だけ.{0,5})$"
)
#: 異動がない正社員 says that there is none.
_ATTRIBUTE = re.compile(r"^(.{4,}ない)[一-龠]{1,6}$")
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]$")
#: A line that is nothing but a case of a list: 休職期間が満了したとき.
_IS_CASE = re.compile(r"(?:とき|場合|者)。?$")
_MODAL_WORDS = frozenset(
    (
        " こと 事 必要 要する 要 できる 出来る する 為る ある 有る 居る いる ない"
        " 無い なる 成る 者 もの 物 場合 時 良い よい 可能 可 認める 対象 下さい"
        " くださる 因る よる 除く 外 不要 不可 禁止 許可 義務 任意 必須 構う"
        " 差し支える 行う 日 円 か月 年 回 当該 前 後 以内 以上 以下 まで 内 次"
        " 定める とおり 通り 又 その他 其の他 原則 人 月 週 時間 分 名 掛かる 上"
        " 限る もらう 貰う 頂く いただく 受ける 場 それぞれ 限度 上限 最大 最長"
        " 下限"
    ).split()
)


@dataclass(frozen=True)
class Clause:
    """A clause, what it says of its action, and the words of it."""

    text: str
    mode: Mode
    #: The action: the content words nearest to its end, the last first.
    action: tuple[str, ...]
    words: frozenset[str]
    is_condition: bool


@lru_cache(maxsize=20_000)
def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a plain text in reading order."""
    text = _BOUND.sub("", text)
    is_case = _IS_CASE.search(text) is not None
    found, at = [], 0
    ends = [match.end() for match in _CLAUSE.finditer(text)] + [len(text)]
    for end in ends:
        part = text[at:end].strip()
        if len(part) > 1:
            found.append(_clause(part, is_case=is_case))
        at = end
    return tuple(found)


_POTENTIAL = re.compile(r"(?:[えけげせてねべめ]|(?<![さわま])れ)(?:る|ます|ました)$")
#: Rules say 提出する where they mean that it must be done.
_DUTIES = frozenset(
    "提出"
    " 申請"
    " 届け出る"
    " 届出"
    " 申し出る 報告 連絡 登録 返却 返納 精算 添付 添える 通知 受診 提示 記入 記録".split()
)


def mode_of(text: str) -> Mode:
    """What a clause says of its action, by what it ends in."""
    if cleft := _CLEFT.match(text):
        return mode_of(cleft[1])
    if attribute := _ATTRIBUTE.match(text):
        return mode_of(attribute[1])
    text = _IN_BRACKETS.sub("", text) or text
    foreign = not japanese.is_japanese(text)
    tail = text if foreign else text[-_TAIL:]
    best: tuple[int, Mode] = (-1, "is")
    for mode, pattern in _MODES:
        last = max((match.end() for match in pattern.finditer(tail)), default=-1)
        if last > best[0] and (foreign or last >= len(tail) - _NEAR_END):
            best = (last, mode)
    return best[1]


#: A clause's ending is about that long.
_TAIL = 24
#: What comes after it: とする, ものとします, こと.
_NEAR_END = 6


#: …は週2日までです says what is, not what is done.
_FIGURE_LAST = re.compile(
    r"\d\D{0,5}?(?:以内|以下|まで|以上|未満|程度)?(?:です|だ|である|とする|とします)?$"
)


def _clause(part: str, *, is_case: bool) -> Clause:
    words = tuple(word for word in japanese.words(part) if word not in _MODAL_WORDS)
    said = tuple(word for word in words if not word[0].isdigit())
    bare = part.rstrip("。;、,. ")
    mode = mode_of(bare)
    if mode == "asked" and said and said[-1] in _DUTIES:
        mode = "must"
    if mode == "is" and said and said[-1] in _DUTIES and not _POTENTIAL.search(bare):
        mode = "must"
    elif mode == "is" and _POTENTIAL.search(bare):
        mode = "is or may"
    return Clause(
        text=part,
        mode=mode,
        action=() if _FIGURE_LAST.search(bare) else said[-2:][::-1],
        words=frozenset(said),
        is_condition=is_case or _CONDITION.search(part) is not None,
    )


def proved_by(claimed: Mode, stated: Mode) -> bool:
    """Whether a source that states one mode lets a sentence claim another."""
    return stated in _PROVED_BY[claimed]
