"""What is to be done by a day: a rule on applying gives no day for settling or using up."""

from __future__ import annotations

import re

_KINDS = {
    "submit": r"出せ|出す|出し(?!て?いただ)|提出|\bsubmit",
    "apply": r"申請(?!書の写)|申し?出|申告|届け?出|届を|届は|届けは|申し?込|連絡"
    r"|言え|言う|言い|伝え|報告|通知|願い出|相談|手続|appl|request|notify|notice|report|inform",
    "settle": r"精算|清算|請求|settle|claim|reimburse",
    "advance": r"仮払|前払|advance",
    "reserve": r"予約|押さえ|手配|reserv|\bbook",
    "change": r"変更でき|変更は|変更の|取り?消|キャンセル|解約|cancel|change",
    "use": r"使え|使う|使い切|消化|取得でき|取得すれ|取得し|取得する|取らなければ"
    r"|取ること|取れ|取ら|取る|\buse\b|\btake\b",
    "pay": r"振り?込|支払われ|入金|支給さ|支払う|支給日|もらえ|be paid",
    "return": r"返却|返納|返し|返す|返還|give back|hand in|return the",
    "move out": r"明け?渡|退去する",
    "enter": r"応募|エントリー|参加でき",
    "approve": r"承認|許可|決裁|approv",
    "reply": r"回答|返事|返信|reply|answer",
}
_PATTERNS = {name: re.compile(pattern) for name, pattern in _KINDS.items()}
#: What is done by handing in a paper.
_BY_PAPER = frozenset({"submit", "apply", "settle", "advance"})
_SUBMIT = frozenset({"submit"})


def agree(asked: str, after: str, rule: str) -> bool:
    """Whether the action that a question asks about is the rule's, or either names none.

    ``after`` is what the rule says after its day, which is the action where it names one.
    """
    wanted = _kinds(asked)
    given = _kinds(after) or _kinds(rule)
    if not wanted or not given:
        return True
    if wanted == _SUBMIT:
        return bool(given & _BY_PAPER)
    # A paper handed in is whatever the rest of the rule calls it.
    named = given - _SUBMIT or _kinds(rule) - _SUBMIT
    return not named or bool(wanted & named)


def _kinds(text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _PATTERNS.items() if pattern.search(text))
