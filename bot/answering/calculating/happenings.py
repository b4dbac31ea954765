"""What happens on a day, so that a rule counts from the very thing that the question dates."""

from __future__ import annotations

import re

from bot.answering.calculating.dates import Event

#: Kind of happening → how rules and employees call it.
_KINDS = {
    "leave": r"取得|休暇|休む|休み|休業|有給|有休|年休|(?<![一-龠])希望日|欠勤|\btime off\b"
    r"|\bleave\b(?! the)|vacation",
    "trip": r"出張|出発|渡航|travel|\btrip\b|depart",
    "leaving": r"退職|離職|辞め|やめ(?:ま|た|る)|resign|quit|last day|leave the company",
    "birth": r"出産|分娩|出生|生まれ|産まれ|(?<![始発休職了着用望])予定日|\bbirth|\bborn\b"
    r"|\bdue date",
    "marriage": r"結婚|入籍|婚姻|挙式|married|marriage|wedding",
    "move": r"転居|引越|引っ越|住所|moved|moving",
    "death": r"死亡|逝去|亡くな|葬|passed away|\bdied\b|death",
    "event": r"開催|実施|会議|訪問|来訪|来客|研修|セミナー|(?:懇親|忘年|新年|歓迎|送別"
    "|歓送迎)会|イベント|visit|meeting",
    "return": r"終了|終わ|帰着|帰社|帰任|帰国|帰り|帰る|帰って|戻|return|came back|ended",
    "purchase": r"購入|買|支払|払っ|払い|立て?替|領収|購買|月分の?(?:経費|交通費|立て?替)"
    r"|bought|purchase|\bpaid\b",
    "use": r"利用|使用|使い|使う|使った|予約|借り|\buse\b|reserv|book",
    "happening": r"発生|事由|起こ|起き|事故|変更(?:の日|した|があ|が生)",
    "receipt": r"受領|受け取|届い|届き|交付|receiv",
    "leaving home": r"退去|退寮|明け?渡",
    "work": r"休日出勤|休日労働|休日に出勤|休日に勤務",
    "joining": r"入社|採用|着任|joined",
    "start": r"開始|始め|始ま|育児休業|育休|介護休業|\bstart",
    "exam": r"受験|試験|合格|受検|\bexam",
}
_PATTERNS = {name: re.compile(pattern) for name, pattern in _KINDS.items()}
#: Whatever a rule calls 事由 or 変更 is one of these.
_OCCURS = frozenset({"birth", "marriage", "move", "death", "happening"})
#: Beside another kind they say at which end of it the day is, so both must say so.
_DECIDING = frozenset({"return", "receipt", "purchase", "joining", "exam"})


def is_same(said: str, event: Event) -> bool:
    """Whether a rule's text names what happens on the day."""
    rule = _kinds(said)
    day = _kinds(event.clause) or _kinds(event.sentence)
    if event.first != event.last and "return" in rule:
        # 8日から10日まで出張: its last day is the end of it.
        day = day | {"return"}
    if (rule ^ day) & _DECIDING and not (rule & _DECIDING & day):
        return False
    if rule & day:
        return True
    return "happening" in rule and bool(day & _OCCURS)


def names_any(text: str) -> bool:
    """Whether a text names something that happens."""
    return bool(_kinds(text))


def _kinds(text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _PATTERNS.items() if pattern.search(text))
