"""What a gate comes to: red, amber or green, and why in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from evals.gating import figures, losses

Reason = dict[str, str]
#: Findings that nothing is published with unless two people want it.
_HARMFUL = frozenset({"contradiction", "machine_instruction"})
_KINDS_JA = {
    "stale_faq": "改定に合わせた見直しが必要なFAQ",
    "broken_reference": "参照先のない参照",
    "duplicate": "ほぼ同じ内容の箇所",
}


def verdict(
    result: Mapping[str, Any], before: str, after: str, left_out: int
) -> tuple[Literal["red", "amber", "green"], list[Reason]]:
    """The colour, and the reasons, what is worst first.

    ``before`` and ``after`` are the text of the place, ``left_out`` is how many earlier answers
    were not looked at.
    """
    reasons = [
        *_of_text(before, after),
        *_of_cases(result["cases"]),
        *_of_ticket(result["ticket"], figures.new_in(after, before)),
        *_of_findings(result["contradictions"]),
        *_of_impact(result["impact"], left_out),
    ]
    reasons.sort(key=lambda reason: reason["level"] != "red")
    levels = {reason["level"] for reason in reasons}
    return ("red" if "red" in levels else "amber" if levels else "green"), reasons


def _of_text(before: str, after: str) -> list[Reason]:
    if losses.is_replaced(before, after):
        return [
            _reason(
                "red",
                "Hardly anything is left of what this place said. Check that it is the right one.",
                "この箇所に書かれていた内容がほとんど残りません。箇所が正しいか確かめてください。",
            )
        ]
    reasons = []
    if lost := losses.figures_lost(before, after):
        reasons.append(
            _reason(
                "amber",
                f"Figures are gone: {', '.join(lost)}. Check that they are meant to go.",
                f"数字がなくなります（{'、'.join(lost)}）。なくしてよいか確かめてください。",
            )
        )
    if gone := losses.conditions_lost(before, after):
        english, japanese = ", ".join(en for _, en in gone), "、".join(ja for ja, _ in gone)
        reasons.append(
            _reason(
                "amber",
                f"Conditions are gone: {english}. Check that they are meant to go.",
                f"条件がなくなります（{japanese}）。なくしてよいか確かめてください。",
            )
        )
    return reasons


def _of_cases(cases: Sequence[Mapping[str, Any]]) -> list[Reason]:
    regressed = [case for case in cases if case["regressed"]]
    if not regressed:
        return []
    wrong = sum(case["after"] == "wrong" for case in regressed)
    return [
        _reason(
            "red",
            f"{len(regressed)} of {len(cases)} questions that must be answered rightly no longer "
            f"are ({wrong} answered wrongly).",
            f"正しく答えられるはずの質問 {len(cases)}件のうち {len(regressed)}件に、正しく答えられ"
            f"なくなります（うち {wrong}件は誤った答えになります）。",
        )
    ]


def _of_ticket(asked: Sequence[Mapping[str, Any]], changed: str) -> list[Reason]:
    otherwise = [one for one in asked if _is_otherwise(one, changed)]
    if otherwise:
        return [
            _reason(
                "red",
                "The question is answered from another place, with other figures than the change.",
                "同じ質問に、変更した箇所とは別の箇所から、異なる数字で答えます："
                f"「{otherwise[0]['question']}」",
            )
        ]
    differing = [one for one in asked if figures.contradict(one["stays"], changed)]
    if differing:
        return [
            _reason(
                "red",
                "The question is answered already, from another place and with other figures.",
                "同じ質問には、すでに別の箇所から、この変更とは異なる数字で答えています："
                f"「{differing[0]['question']}」",
            )
        ]
    answered = [one["outcome"] == "answer" and one["cites_change"] for one in asked]
    ways = answered.count(True)
    if asked and (not answered[0] or ways * 2 <= len(answered)):
        return [
            _reason(
                "amber",
                f"The same question is still not answered by this change ({ways} of "
                f"{len(answered)} wordings are).",
                "同じ質問が来ても、まだ自動では答えられません"
                f"（{len(answered)}通りの聞き方のうち、答えられるのは {ways}通り）。",
            )
        ]
    return []


def _is_otherwise(asked: Mapping[str, Any], changed: str) -> bool:
    return (
        asked["outcome"] == "answer"
        and not asked["cites_change"]
        and figures.contradict(asked["quoted"], changed)
    )


def _of_findings(findings: Sequence[Mapping[str, Any]]) -> list[Reason]:
    reasons = []
    contradictions = [f for f in findings if f["kind"] == "contradiction"]
    if contradictions:
        others = "、".join(
            dict.fromkeys(f"「{place['manual']}」" for f in contradictions for place in f["places"])
        )
        reasons.append(
            _reason(
                "red",
                f"It contradicts what stands elsewhere ({len(contradictions)} places).",
                f"ほかの記載と食い違います（{others}、{len(contradictions)}か所）。",
            )
        )
    if any(f["kind"] == "machine_instruction" for f in findings):
        reasons.append(
            _reason(
                "red",
                "It holds text that tries to instruct machines.",
                "プログラムへの指示と見られる文が含まれています。",
            )
        )
    for kind, said in _KINDS_JA.items():
        if count := sum(f["kind"] == kind for f in findings):
            english = kind.replace("_", " ")
            reasons.append(
                _reason("amber", f"New: {count} × {english}.", f"{said}が {count}件できます。")
            )
    return reasons


def _of_impact(impact: Sequence[Mapping[str, Any]], left_out: int) -> list[Reason]:
    reasons = []
    if lost := sum("outcome" in entry["differs"] for entry in impact):
        reasons.append(
            _reason(
                "amber",
                f"{lost} questions that were answered would not be answered any more.",
                f"これまで答えていた質問のうち {lost}件に、答えられなくなります。",
            )
        )
    if left_out:
        reasons.append(
            _reason(
                "amber",
                f"{left_out} more earlier answers rest on this place and were not asked again.",
                f"この箇所に基づく過去の回答が多いため、{left_out}件は確かめていません。",
            )
        )
    return reasons


def _reason(level: str, en: str, ja: str) -> Reason:
    return {"level": level, "ja": ja, "en": en}
