"""What a text speaks of: concepts and content words, comparable across wordings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from knowledge import japanese
from knowledge.morphology import tokens
from knowledge.thesaurus import Thesaurus, parse

_CONCEPTS = Path(__file__).with_name("concepts.txt")

_KANJI = re.compile(r"[\u4e00-\u9fff]")
#: A concept of several words: 住所が変わ.
_PHRASE = re.compile(r"[がをの]")
_FIGURES = re.compile(
    r"[\d.,:%□]+(?:円|日間?|か月間?|年間?|週間?|時間?|分|回|人|名|営業日|歳|割|泊|件|km)?"
)
#: Where a text is cut; a clause that is read once is read for all the figures around it.
_CLAUSE = re.compile(r"[^、。()\n]*[、。()\n]?")
#: Words that stand in any rule and tell nothing about its matter.
_EMPTY = frozenset(
    """
    日 前 後 以内 以上 以下 未満 まで 行う よる 得る 会社 従業員 社員 者 方 必要 定める 規定
    規程 就業規則 次 上記 当該 他 全て 各 場合 時 際 迄 可能 出来る 為 其の 此の いつ 幾ら
    幾つ 上 中 内 間 年 月 週 分 教える 下さい 願う 当たる 就く 付く 限る 限度 上限 最大
    最長 原則 つき 当たり 超える 超 又 及び 又は 対する 対象 事項 旨 通り 因る 基づく 掛かる
    係る ます です 申請 承認 締切 期限 良い 出す 要る 度 回 人 件 円 額 金額 合計 通算
    合わせる 程度 くらい 位 どれ 毎 1 2 3 4 5 6 7 8 9 何 誰 経る 過ぎる 立つ 無い する なる
    成る 取る 取れる 従業 員 こと 事 よう うち つく 書 課 部 人事 労務 総務 経理 予め 聞く
    行く ひと 仕舞う 為さる 御 ご お なし 第 抜粋 一覧 早見 お知らせ 案内 関する 別 最も 的
    的な 猶 取扱い 取り扱い 条文 根拠 貰う 貰える 年間 年度 月間 一 一緒 大体 どの
    辺り 正 正社員 税込み 税抜き 収める
    受ける 出る 言う 書く 見る 入る 成す 項 号 条 別表 表
    """.split()
)
#: Words that say nothing in a rule; fewer than in a question, where なし and 必要 only ask.
_LIGHT = frozenset(
    """
    為る 居る 有る 成る 出来る 事 物 時 場合 何 教える 下さい 良い 言う 知る 其れ 此れ 御 様
    等 の 因る 於く 付く 就く くれる 貰う 欲しい ルール 決まり どう 方 下さる 頂く 致す 思う
    the a an of to is are i do does for in on my can what how be it and or when if at by me
    """.split()
)
#: Words of rules and what people say instead, beyond the concepts and Sudachi's synonyms.
_SYNONYMS = """
    採用 入社 雇い入れる 入職 | 分割 分ける | 帰着 帰る 帰任 戻る 復帰 | 終了 終わる 終える
    使用 使う 利用 | 購入 買う | 多胎 双子 | 開始 始める 始まる | 変更 変わる 変える
    支払う 払う 支払い 支払 振り込む 振込 | 通知 知らせる 連絡 | 勤務 働く 勤める 労働 勤続
    紛失 無くす | 消滅 消える 時効 | 保管 保存 | 傷病 病気 | 負傷 怪我
    継続 続ける 連続 続く | 養育 育てる | 転居 引っ越し 引っ越す | 誤る 間違える
    受領 受け取る | 取得 休む 休み | 住居 住まい 家 | 付与 与える 付く | 経過 経つ
    赴く 行く | 滞在 泊まる | 小 学校 小学校 | 距離 離れる | キロ キロメートル km
    掛け金 掛金 | 出生 生まれる | 公休 休日
    慶弔見舞金 お祝い 祝い
"""
_GROUP = {
    word: f"={number}"
    for number, group in enumerate(_SYNONYMS.replace("\n", "|").split("|"))
    for word in group.split()
}


class Unit(NamedTuple):
    """A concept or a content word, with everything that means the same."""

    form: str
    same: frozenset[str]

    @property
    def concepts(self) -> frozenset[str]:
        """The concepts among what means the same."""
        return frozenset(n for n in self.same if n != self.form and n[0] not in "@=")


def units(text: str) -> tuple[Unit, ...]:
    """The units of a normalised text in reading order, each once."""
    clauses = (found for found in _CLAUSE.findall(text) if found)
    return merged(_of_clause(clause) for clause in clauses)


def merged(groups: Iterable[Iterable[Unit]]) -> tuple[Unit, ...]:
    """Units of several texts, each once."""
    return tuple({unit.form: unit for group in groups for unit in group}.values())


def clauses(text: str, begin: int, end: int) -> str:
    """The clauses of a text that a span of it touches."""
    return "".join(f[0] for f in _CLAUSE.finditer(text) if f.start() < end and begin < f.end())


def names(groups: Iterable[Iterable[Unit]]) -> frozenset[str]:
    """Everything that means the same as one of these units."""
    return frozenset(name for group in groups for unit in group for name in unit.same)


@lru_cache(maxsize=100_000)
def _of_clause(text: str) -> tuple[Unit, ...]:
    found: dict[str, Unit] = {}
    rest = text
    for concept in _concepts().find(text, tokens(text)):
        form = text[concept.start : concept.end]
        if any(char.isdigit() for char in form) or _is_joined(text, concept.start, concept.end):
            continue
        inner = japanese.words(form) if _PHRASE.search(form) else ()
        grouped = {_GROUP[name] for name in (form, *concept.names) if name in _GROUP}
        found.setdefault(form, Unit(form, frozenset({form, *concept.names, *inner, *grouped})))
        rest = rest[: concept.start] + " " * len(form) + rest[concept.end :]
    for token in japanese.content(_FIGURES.sub(" ", rest)):
        word = token.word
        if not {token.surface, token.form} & _LIGHT:
            group = {_GROUP[word]} if word in _GROUP else set()
            alike = frozenset({word, *group, *(f"@{synonyms}" for synonyms in token.groups)})
            found.setdefault(word, Unit(word, alike))
    return tuple(u for u in found.values() if u.form not in _EMPTY and not u.same & _EMPTY)


@lru_cache(maxsize=1)
def _concepts() -> Thesaurus:
    return Thesaurus(parse(_CONCEPTS.read_text(encoding="utf-8").splitlines()))


def _is_joined(text: str, start: int, end: int) -> bool:
    """Whether a single character is part of a longer word: the 本 of 本人."""
    around = text[max(start - 1, 0) : start], text[end : end + 1]
    return end - start == 1 and any(_KANJI.match(char) for char in around)
