"""Whether a question is about the asker's own affairs: in a channel, only they see its answer."""

from __future__ import annotations

import re

from bot.answering.understanding.sensitivity import topic
from knowledge import japanese

#: Somebody speaks of themselves.
_OWN = re.compile(
    r"(?:私|わたし|わたくし|自分|僕|ぼく|俺|おれ|うち|妻|夫|子ども|子供|家族|父|母|親)(?:の|は|が|も|に|を|って|、)"
    r"|\b(?:my|mine|i am|i'm|i have|i was|me)\b"
)
#: What others need not know of one.
_AFFAIRS = re.compile(
    r"給与|給料|月給|年収|賞与|ボーナス|昇給|手取り|時給|等級|評価|査定|残日数|何日残|あと何日|残り"
    r"|病|治療|通院|手術|診断|障害|妊娠|出産|育児休|育休|産休|介護|離婚|結婚|借金|差押|懲戒|処分|退職|辞め|休職"
    r"|扶養|マイナンバー|口座|住所"
    r"|salary|wage|pay\b|bonus|raise|balance|days left|sick|illness|surgery|pregnan|divorce|resign"
    r"|disab|leave"
)


def is_personal(question: str) -> bool:
    """So told, or so sensitive a matter that the engine is careful with it."""
    normal = japanese.normalize(question)
    return bool(topic(normal)) or bool(_OWN.search(normal) and _AFFAIRS.search(normal))
