"""A sentence cut where one thing that it states in figures ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.grounding.claim import Claim

_CUT = re.compile(
    r"、|(?<=[日円回月年間前で])[(（](?=[^()（）]*は[^()（）]*\d)|,\s|;|。|・(?=\D)|\band\b|\bwhile\b|\bbut\b"
)
#: A piece that ends so belongs to the one that follows: 部長には、3,000円を支給する.
_GOES_ON = re.compile(
    r"(?:は|には|では|については|場合|場合は|とき|ときは|者|者は|者には|につき"
    r"|として|に対し|に対して|ため"
    r"|れば|なら|(?<!ま)で|の|から|に|を|として|より|が|後|前|又は|または|及び|と)$"
    r"|\b(?:if|when|for|after|before|within|from|by|of|per|in|between)\b[^,]*$"
)
#: What has a condition and a figure of its own: 6週間前から、双子なら14週間前から.
_NEXT = re.compile(
    r"[^\d、。,]{1,20}(?:なら|場合は?|ときは?|には|は)[^\d、。]{0,8}\d|\s?(?:or|and) \d"
)
_CONDITION = re.compile(r"(?:は|場合|とき|者|れば|なら|たら)$")
_TOPIC = re.compile(r"^[^\d、。]{1,30}?は、?(?!午[前後]\d)(?=[^\d、。]+\d|1[回日人名年月週])")

#: A topic and more that tells the figure, such as 食費は朝; after 部長は comes the figure itself.
_IS_TOPIC = re.compile(r"(?:は|場合|とき|なら|れば)$")
#: A tail that begins another matter: …課長、それを超える場合は部長です.
_OTHER_MATTER = re.compile(
    r"[、;].*(?:は|場合|とき|なら(?![なぬず])|(?<!なけ)れば)|;|\b(?:if|when|in (?:the )?case)\b"
)
_OWN_TOPIC = re.compile(r"^[^、。]{1,30}?は(?=、?\S)")


def pieces(text: str, claims: Sequence[Claim]) -> list[tuple[str, tuple[Claim, ...]]]:
    """The pieces of a plain text that hold figures, with these and without their spelling."""
    found: list[tuple[str, tuple[Claim, ...]]] = []
    start = 0
    for end in [*(match.end() for match in _CUT.finditer(text)), len(text)]:
        inside = tuple(claim for claim in claims if start <= claim.start < end)
        said = text[start:end].rstrip("、,;。 ")
        is_next = inside and not _CONDITION.search(said) and _NEXT.match(text, end)
        goes_on = _GOES_ON.search(said) and not is_next
        if end < len(text) and (not inside or goes_on):
            continue
        between = text[start : inside[0].start].rpartition("、")[0] if found and inside else ""
        if between and not _IS_TOPIC.search(between):
            # What stands between two figures may belong to either.
            found[-1] = (f"{found[-1][0]}{between}", found[-1][1])
        if inside:
            found.append((without_figures(text[start:end], start, inside), inside))
        start = end
    return found


def topics(text: str, cut: Sequence[tuple[str, tuple[Claim, ...]]]) -> list[str]:
    """By piece, what the sentence says it of: 日当 in 日当は、部長3,000円、課長2,500円.

    A piece without a topic of its own has that of the one before: 食費は朝250円、夕420円. What
    stands after the last figure is said of all.
    """
    found = _TOPIC.match(text)
    tail = text[max((claim.end for _, inside in cut for claim in inside), default=0) :]
    tail = "" if _OTHER_MATTER.search(tail) or tail.startswith(("は", "が")) else tail
    of_all, latest = found[0] if found else "", ""
    said: list[str] = []
    for n, (piece, _) in enumerate(cut):
        own = _OWN_TOPIC.match(piece)
        if n and cut[n - 1][0].endswith(("(", "（")):
            # 40日前(課長以上は75日前) are both of one thing.
            said.append(f"{said[-1]} {cut[n - 1][0]} {own[0] if own else ''}")
            continue
        latest = "" if own else latest
        said.append(f"{of_all} {latest} {tail}")
        latest = own[0] if own and own.end() < len(piece.rstrip()) else latest
    return said


def without_figures(text: str, start: int, claims: Sequence[Claim]) -> str:
    """A piece of a text that begins at a place of it, its figures blanked."""
    for claim in claims:
        begin, end = max(0, claim.start - start), claim.end - start
        text = text[:begin] + " " * (end - begin) + text[end:]
    return text
