"""Asks cases, the ticket's question and what was asked earlier, before and after the change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.outcomes import Answer
from evals.asking import asker_of
from evals.cases import EvalCase, load_cases
from evals.gating import figures
from evals.gating.paraphrasing import paraphrases
from evals.gating.request import Earlier, Request, Wording
from evals.gating.shadow import Shadow, Told, shown
from evals.matching import same_file
from evals.metrics import Said, score

#: The better, the higher: a wrong answer is worse than none.
_RANK = {"wrong": 0, "missed": 1, "right": 2}


def cases_of(request: Request) -> list[EvalCase]:
    """The cases that the manual is to answer. Raises InvalidInput for a file that is wrong."""
    own = [EvalCase.model_validate(case) for case in request.cases]
    files = load_cases(request.case_files) if request.case_files else []
    names = (request.file, request.source)
    touching = [
        case
        for case in files
        if case.reviewed and any(_names(gold.file, names) for gold in case.places)
    ]
    return [*own, *touching]


def _names(file: str, names: Sequence[str]) -> bool:
    return any(same_file(name, file) for name in names)


class CaseRun:
    """Cases asked twice."""

    def __init__(self, shadow: Shadow, cases: Sequence[EvalCase]) -> None:
        self._shadow = shadow
        self._cases = cases
        self._before = self._asked()

    def compared(self) -> list[dict[str, Any]]:
        """Each case before and, as things are now, after."""
        return [
            self._row(case, before, after)
            for case, before, after in zip(self._cases, self._before, self._asked(), strict=True)
        ]

    def _asked(self) -> list[Said]:
        ask = asker_of(self._shadow.zeroji)
        return [ask(case) for case in self._cases]

    def _row(self, case: EvalCase, before: Said, after: Said) -> dict[str, Any]:
        verdicts = [_verdict(case, said) for said in (before, after)]
        regressed = _RANK[verdicts[1]] < _RANK[verdicts[0]]
        # Nobody reads what stays as good as it was.
        told = [
            shown(said["outcome"], said["text"]) if regressed else "" for said in (before, after)
        ]
        return {
            "id": case.id,
            "question": "\n".join(case.asked),
            "before": verdicts[0],
            "after": verdicts[1],
            "regressed": regressed,
            "text_before": told[0],
            "text_after": told[1],
            "audiences": self._audiences(before, after),
        }

    def _audiences(self, *said: Said) -> list[str]:
        cited = {citation["manual_id"] for one in said for citation in one["citations"]}
        return sorted({self._shadow.audience_of(manual) for manual in cited} - {"all"})


def _verdict(case: EvalCase, said: Said) -> str:
    scored = score(case, said)
    if scored.wrong:
        return "wrong"
    return "right" if scored.correct else "missed"


class TicketRun:
    """The ticket's question in all its wordings, asked twice."""

    def __init__(self, shadow: Shadow, questions: Sequence[Wording]) -> None:
        self._shadow = shadow
        self._wordings = _wordings(questions)
        self._before = [self._ask(wording) for wording in self._wordings]

    def compared(self) -> list[dict[str, Any]]:
        """What each wording comes to now.

        Besides what is kept, ``quoted`` is what the answer rests on, and ``stays`` what an answer
        before the change rested on elsewhere.
        """
        come = self._shadow.come
        return [
            self._row(wording, before, self._ask(wording), come)
            for wording, before in zip(self._wordings, self._before, strict=True)
        ]

    def _ask(self, wording: Wording) -> Told:
        return self._shadow.ask(wording.asks(wording.text))

    def _row(
        self, wording: Wording, before: Told, after: Told, come: frozenset[str]
    ) -> dict[str, Any]:
        elsewhere = [c for c in before.citations if c["chunk_id"] not in self._shadow.gone]
        return {
            "question": wording.text,
            "kind": wording.kind,
            "outcome": after.kind,
            "cites_change": any(citation["chunk_id"] in come for citation in after.citations),
            "text": after.text,
            "audiences": list(after.audiences),
            "quoted": after.quoted,
            "stays": "\n".join(c["quote"] for c in elsewhere if before.kind == "answer"),
        }


def _wordings(given: Sequence[Wording]) -> list[Wording]:
    if not given:
        return []
    first = given[0]
    made = [
        first.model_copy(update={"text": text, "kind": "paraphrase"})
        for text in paraphrases(first.text)
    ]
    return [*given, *made]


class ImpactRun:
    """Earlier questions whose answers rest on what changes, asked again twice."""

    def __init__(self, shadow: Shadow, exchanges: Sequence[Earlier], most: int) -> None:
        resting = [one for one in exchanges if shadow.gone.intersection(one.chunk_ids)]
        #: How many are not asked, since there are more than can be.
        self.left_out = max(0, len(resting) - most)
        self._shadow = shadow
        self._exchanges = resting[:most]
        self._before = self._asked()

    def compared(self) -> list[dict[str, Any]]:
        """Those that are answered otherwise now."""
        rows = [
            _impact(earlier, before, after)
            for earlier, before, after in zip(
                self._exchanges, self._before, self._asked(), strict=True
            )
        ]
        return [row for row in rows if row["differs"]]

    def _asked(self) -> list[Told]:
        return [self._shadow.ask(earlier.asks(earlier.standalone)) for earlier in self._exchanges]


def _impact(earlier: Earlier, before: Told, after: Told) -> dict[str, Any]:
    return {
        "exchange": earlier.exchange,
        "asker": earlier.asker,
        "asked_at": earlier.asked_at.isoformat(),
        "question": earlier.question,
        "differs": _differs(before, after),
        "text_before": before.text,
        "text_after": after.text,
        "audiences": sorted({*before.audiences, *after.audiences}),
    }


def _differs(before: Told, after: Told) -> list[str]:
    if not isinstance(before.outcome, Answer):
        return []  # it had changed already before this change
    if before.kind != after.kind:
        return ["outcome"]
    return figures.differing(before.outcome.text, after.outcome.text)
