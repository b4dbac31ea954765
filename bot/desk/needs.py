"""What a question asks for, to tell whether another asks for the same.

Whoever asks the same gets the same reply, so nothing may differ that a reply may depend on: the
matter, figures and their bounds, dates, people, places, what is negated, and what is wanted to
know of the matter. Words count as the same that mean the same in any question
(``same_words.txt``); the thesaurus of search also names what is merely near.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from bot.answering.semantics.figures import figure_asked
from bot.answering.semantics.people import KIN_WORDS, employment, relatives
from bot.answering.understanding.own_matters import own_matters
from knowledge import japanese, question_types
from knowledge.morphology import tokens
from knowledge.spelling import normalize

_SAME_WORDS = Path(__file__).with_name("same_words.txt")

#: What only asks, by the kind of statement that is wanted (see knowledge.question_types): it may be
#: said or not. 金額はいくら = いくら.
_ASKING: dict[str, frozenset[str]] = {
    "amount": frozenset("金額 額 値段 料金 価格 幾ら いくら 支給 出る 掛かる 利用 amount".split()),
    "number": frozenset(
        "日数 回数 人数 時間数 数 取得 支給 出る 日 回 人 時間 年 月 週 件 枚 個"
        " % パーセント 率 割合".split()
    ),
    "deadline": frozenset("締め切り 何時 いつ 提出 迄 deadline".split()),
    "time": frozenset("時期 何時 いつ 日 日程 行う 開催 曜日 受ける".split()),
    "place": frozenset("場所 何処 どこ place".split()),
    "procedure": frozenset(
        "方法 やり方 遣り方 仕方 手順 手続き 手続 流れ どうやる how procedure".split()
    ),
    "permission": frozenset(
        "可能 可 良い 大丈夫 ok 取得 利用 構う 許可 許す 支給 出る may allowed okay".split()
    ),
    "form": frozenset("必要 要る 種類 which what".split()),
    "person": frozenset("誰 だれ 担当 担当者 窓口 人 頼む".split()),
    "": frozenset("扱い 扱う 成る 対象".split()),
}
_ASKS_ANYTHING = frozenset(
    "何 どう どの どれ どんな 教える 知る 確認 分かる 是非 希望 したい 欲しい 下さる"
    " much many long can what how".split()
)
#: What a figure bounds: 3日前 is not 3日後, 5万円以上 not 5万円以下.
_FIGURE = re.compile(
    r"\d[\d,.]*\s*[^\s\d、。,.?!はがをにのでと]{0,3}?"
    r"(?:以上|以下|以内|以降|以前|未満|を?超え?|前|後|目|まで|から|(?=[\s、。?!はがをにのでと]|$))"
)
#: Any number at all: room 101 is not room 110.
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
_WITHIN = re.compile(r"[\s,]")
_COMPARED = re.compile(r"以上|以下|以内|以降|以前|未満|超え|より|だけ|のみ|以外|除")
#: Of which time a number is: 週何日 is not 月何日.
_PER = re.compile(
    r"(週|月|年|半年|1?日|1回|1人|1か月|1年)間?(?:に|当たり|あたり|につき)?(?=何|最大|いくら|\d)"
)
_DATE = re.compile(
    r"(?:再来|来|翌|今|本|去|昨|先々|先|前|一昨)(?:年度?|月|週|期)|昨日|今日|明日|明後日|毎[日週月年]"
    r"|[月火水木金土日]曜|\d{1,2}月|年末|年始|年度末|月末|週末|平日|祝日"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
)
_NO = frozenset({"ない", "無い", "ぬ", "ず", "不", "未", "非", "無", "not", "no", "without"})
_MUST = re.compile(
    r"な(?:ければ|きゃ|くちゃ|くては)|ないと(?:いけ|だめ|駄目)|(?:ね|ず)ば(?:なら|いけ)"
)
_POLITE = re.compile(r"(?:もらえ|くれ|いただけ|頂け)ません(?:か|でしょうか)|じゃないですか")
#: Several of these in one message are several questions.
_ASKED_FOR = {
    "amount": re.compile(r"いくら|幾ら|何円|金額|値段|how much"),
    "number": re.compile(r"何(?:日|回|人|名|時間|か月|年|枚|件)(?!前|目)|日数|how many"),
    "time": re.compile(r"いつ|何時(?!間)|時期|締め?切|期限|\bwhen\b"),
    "place": re.compile(r"どこ|何処|場所|\bwhere\b"),
    "person": re.compile(r"誰|だれ|\bwho\b"),
    "procedure": re.compile(
        r"どうすれ|どうした|どうやっ|方法|手続|やり方|how (?:do|can|should|to)"
    ),
    "form": re.compile(r"書類|用紙|様式"),
    "reason": re.compile(r"なぜ|どうして|理由|\bwhy\b"),
}
#: From where to where; 何時から is asked, not said.
_FROM_TO = re.compile(r"から|より|へ")
_ASKED_FROM_TO = re.compile(r"(?:何[^\s]{1,2}(?:から|まで)|いつから|(?:どこ|誰)から)")
#: What is done is not what it is done for: 印鑑を忘れたら署名 is not 署名を忘れたら印鑑.
_WHEN = re.compile(
    r".*?(?:[たるいの](?:とき|時(?!期|間|点|刻)|場合|際)|(?:た|だ)ら(?!いい|よい|良い|大丈夫|いけ|ok)"
    r"|(?<!な)[えけせてねべめれ]ば(?!いい|よい|良い|大丈夫|いけ|ok)|\b(?:if|when) .*)"
)
#: Who stands first acts: 夫が妻の扶養に入る is not 妻が夫の扶養に入る.
_NAMED = re.compile(f"{KIN_WORDS}|夫|妻|配偶者|主人|旦那|奥さん|上司|部下|先輩|後輩|本人")
#: Has 夫 in it, and nobody's husband.
_NO_PERSON = re.compile(r"大丈夫|工夫")
_WAY_OF_DOING = re.compile(r"[りきぎしちにびみいけえれせてめ]方(?:を|は|って|$)|方法")
_MUST_SAYS = frozenset({"行く", "成る", "駄目"})
#: About the asker alone: their balance, their pay, what became of what they handed in.
_OWN = re.compile(
    r"私(?![物用費服立傷鉄事道有語])|わたし|あたし|僕|俺"
    r"|(?:自分|うち|当方|こちら|\bmy\b)(?:の|が|は|に|も|\s)[^。]{0,20}"
    r"(?:残|給料|給与|賞与|ボーナス|評価|等級|査定|手取り|控除|勤続|有休|有給|年休|手当|退職金|日数"
    r"|希望|結果|状況|balance|salary|pay|bonus|left|remain)"
    r"|残り?(?:の)?日数|残(?:数|高)(?!の(?:確認|調べ|見))|残り?(?:は)?何(?:日|時間|回)"
    r"|あと何(?:日|時間|回)|何(?:日|時間|回)(?:くらい|ぐらい)?(?:残っ|あまっ|余っ)"
    r"|how many .{0,30}left"
    r"|(?:申請|提出|送付|申し込み|連絡|お願い|出|送)(?:し(?:た|て)|した|っ(?:た|て))[^。]{0,25}"
    r"(?:どうな|まだ|届|承認され|受理|状況|進捗|振り?込|入金|戻って|返って|反映)"
    r"|(?:まだ|未だ)[^。]{0,15}(?:ていない|てない|ていません|てません|ません|ない)"
    r"|自分だけ|why .{0,10}\bmy\b"
)


@dataclass(frozen=True)
class Need:
    """What a question asks for."""

    #: Its content words, each by the one that stands for all that mean the same, without those
    #: that only ask.
    words: frozenset[str]
    #: What is wanted to know of it: the kind of statement and of figure.
    wanted: tuple[str, str]
    #: Figures, dates, people, negations, comparisons, from and to: whatever a reply may turn on.
    conditions: frozenset[str]
    #: The letters of what is said of the case; empty where nothing is.
    when: str
    #: Whether it says what it is about.
    is_clear: bool
    #: About the asker alone: nobody else's reply answers it.
    is_own: bool

    @property
    def is_shared(self) -> bool:
        """Whether others may ask for the same."""
        return self.is_clear and not self.is_own

    @property
    def key(self) -> str:
        """The same for all questions that ask for the same, and for few others.

        The letters of the words, not the words: compounds are cut in several ways (再発行 手続き,
        再発 行 手続き).
        """
        said = repr((_letters(self.words), self.wanted, sorted(self.conditions)))
        return sha256(said.encode(errors="surrogatepass")).hexdigest()


@lru_cache(maxsize=4096)
def need_of(question: str) -> Need:
    text = _spelled_alike(normalize(question))
    wanted = _wanted(text)
    words = frozenset(_words(text, wanted[0]))
    return Need(
        words=words,
        wanted=wanted,
        conditions=frozenset(_conditions(text)),
        is_clear=bool(own_matters("", text)) and bool(words),
        when=_when(text),
        is_own=_OWN.search(text) is not None,
    )


def asks_the_same(one: Need, other: Need) -> bool:
    """Whether one reply answers both. Where that is not certain, it does not."""
    cases = {one.when, other.when} - {""}
    return one.is_shared and other.is_shared and one.key == other.key and len(cases) < 2


def words_beyond(question: str, known: Need) -> frozenset[str]:
    """Words of a question, as the index has them, that say what it asks for and that ``known``
    does not."""
    more = need_of(question).words - known.words
    return frozenset(word for word in japanese.words(question) if _standing_for(word) in more)


def likeness(one: Need, other: Need) -> float:
    """The share of the words of both that both say, from 0 to 1."""
    total = len(one.words) + len(other.words)
    return 2 * len(one.words & other.words) / total if total else 0.0


def _wanted(text: str) -> tuple[str, str]:
    kind, figure = question_types.wanted(text) or "", figure_asked(text) or ""
    if kind in ("time", "deadline") and re.search(
        r"締め?切|期限|期日|いつまで|までに|deadline", text
    ):
        return "deadline", ""
    if kind in ("", "definition"):
        return "procedure" if _WAY_OF_DOING.search(text) else "", figure
    # How much, when, where: the kind tells it already. How many needs to be told of what.
    return kind, figure if kind in ("number", "duration") or figure == "percent" else ""


def _words(text: str, kind: str = "") -> Iterator[str]:
    """The content words of a text, each by the one that stands for it, without those that only ask
    for a kind of statement; of a noun that was made from a verb, the verb."""
    asking = _ASKING.get(kind, frozenset()) | _ASKING[""] | _ASKS_ANYTHING
    if _MUST.search(text):
        asking |= _MUST_SAYS
    verbs = {token.word: token.verb for token in tokens(text) if token.verb}
    for word in japanese.words(text):
        said = _standing_for(word)
        of = _standing_for(verbs.get(word, word))
        if said not in asking and of not in asking:
            yield of


def _when(text: str) -> str:
    found = _WHEN.match(text)
    return _letters(frozenset(_words(found.group()))) if found else ""


def _letters(words: frozenset[str]) -> str:
    return "".join(sorted("".join(words)))


def _conditions(text: str) -> Iterator[str]:
    yield from (f"number:{found}" for found in _NUMBER.findall(text))
    yield from (f"figure:{_WITHIN.sub('', found)}" for found in _FIGURE.findall(text))
    yield from (f"per:{found}" for found in _PER.findall(text))
    yield from (f"compared:{found}" for found in _COMPARED.findall(text))
    yield from (f"date:{found}" for found in _DATE.findall(text))
    yield from _people(_NO_PERSON.sub("", text))
    asked = _POLITE.sub("", _MUST.sub("", text))
    yield f"negated:{sum(token.form in _NO for token in tokens(asked))}"
    yield f"must:{bool(_MUST.search(text))}"
    asked_for = [name for name, pattern in _ASKED_FOR.items() if pattern.search(text)]
    if len(asked_for) > 1:
        yield "asks:" + "/".join(asked_for)
    yield from _from_to(text)


def _people(text: str) -> Iterator[str]:
    yield from (f"relative:{name}" for name in relatives(text))
    yield from (f"employment:{name}" for name in employment(text))
    named = _NAMED.findall(text)
    if len(named) > 1:
        yield "in order:" + "/".join(named)


def _from_to(text: str) -> Iterator[str]:
    yield from (f"asked:{found[-2:]}" for found in _ASKED_FROM_TO.findall(text))
    said = _ASKED_FROM_TO.sub("", text)
    before = ""
    for token in tokens(said):
        # 銀行へ行く is 銀行に行く, but 大阪から東京へ is not 東京から大阪へ.
        is_said = token.surface != "へ" or "から" in said
        if _FROM_TO.fullmatch(token.surface) and before and is_said:
            yield f"{token.surface}:{before}"
        before = _standing_for(token.word)


def _standing_for(word: str) -> str:
    return _groups().get(word, word)


def _spelled_alike(text: str) -> str:
    """A text with names of several words in the one form that stands for all."""
    pattern, names = _names()
    return pattern.sub(lambda found: names[found.group()], text)


@lru_cache(maxsize=1)
def _lines() -> list[list[str]]:
    lines = _SAME_WORDS.read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line.strip() and not line.startswith("#")]


@lru_cache(maxsize=1)
def _groups() -> dict[str, str]:
    return {word: line[0] for line in _lines() for word in line}


@lru_cache(maxsize=1)
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    """Names of several words that a text is searched for, the longest first, and what stands for
    each."""
    names = {
        name.replace("-", " "): line[0].replace("-", " ")
        for line in _lines()
        for name in line[1:]
        if len(name) > 2 and not re.search(r"[ぁ-ん]$", name)
    }
    pattern = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.compile(pattern), names
