"""What was told, judged by the case and by what was planted, never by the product's own checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evals.benchmarks.language_models.errors import Said as Sentence
from evals.benchmarks.language_models.figures import unstated
from evals.benchmarks.language_models.model import Drafted
from evals.cases import EvalCase
from evals.matching import plain
from evals.metrics import Said, Score, score
from evals.summary import percentiles

#: What is said of the right sentences of a draft that is not told, by whether it begins wrong.
_PUT_ASIDE = {
    True: "put aside with a draft that begins wrong",
    False: "put aside with another draft",
}

#: Text of every section by (path, headings).
Manuals = Mapping[tuple[str, str], str]


@dataclass(frozen=True, kw_only=True)
class Told:
    """An outcome with the drafts that it was made of."""

    case: EvalCase
    said: Said
    drafts: tuple[Drafted, ...] = ()
    seconds: float = 0.0


@dataclass
class Tally:
    """Counts over all that was asked."""

    asked: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    by_model: int = 0
    right: int = 0
    #: Wrong answers by what is wrong in them first.
    wrong: Counter[str] = field(default_factory=Counter)
    #: Answers in which a sentence has a figure that its quote does not state, and answers with one
    #: that the case forbids: those of quotes alone have it of the manual itself.
    unproved_figures: int = 0
    forbidden_figures: int = 0
    #: Quotes that are not in the manual word for word.
    false_quotes: int = 0
    drafts: int = 0
    planted: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    #: Right sentences of drafts of which at least one sentence was told: as they were written,
    #: as the manual's own line, not at all; and those of drafts that were put aside as a whole.
    sentences: Counter[str] = field(default_factory=Counter)
    #: How the calls for answers ended, their tokens in and out, and milliseconds.
    calls: Counter[str] = field(default_factory=Counter)
    tokens: list[tuple[int, int]] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    #: What `zeroji model check` found, where it was asked.
    aptitude: Mapping[str, Any] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def add(self, one: Told, manuals: Manuals) -> None:
        """Count an outcome."""
        case, said = one.case, one.said
        scored = score(case, said)
        answered = said["outcome"] == "answer"
        plants = [d.plant for d in one.drafts if d.plant]
        slipped = [p for p in plants if p.is_told(said["text"], _quotes(said))]
        unproved = _unproved_figures(case, said) if answered else []
        self.asked += 1
        self.outcomes[said["outcome"]] += 1
        self.by_model += bool(answered and said["composed"])
        if scored.wrong or slipped:
            why = "a planted error" if slipped else _why(case, scored)
            self.wrong[why] += 1
            self.remarks.append(f"wrong, {why}: {said['text']} | {case.id}")
        self.right += bool(answered and scored.outcome_ok and not scored.wrong and not slipped)
        self.unproved_figures += bool(unproved)
        self.forbidden_figures += bool(scored.forbidden)
        self.false_quotes += sum(not _is_verbatim(c, manuals) for c in said["citations"])
        self.drafts += len(one.drafts)
        self.planted.update(plant.kind for plant in plants)
        self.told.update(plant.kind for plant in slipped)
        for draft in one.drafts:
            self._sentences(draft, said)
        if said["outcome"] == "error":
            self.remarks.append(f"error, {said['text']} | {case.id}")
        self.remarks += [f"told, {p.kind}: {p.said.text} | {p.right} | {case.id}" for p in slipped]
        self.remarks += [f"unproved, {f}: {said['text']} | {case.id}" for f in unproved]

    def add_calls(self, calls: Sequence[Mapping[str, Any]]) -> None:
        """Count calls of the model."""
        self.calls.update(str(call["outcome"]) for call in calls)
        self.tokens += [(call["tokens_in"], call["tokens_out"]) for call in calls]
        self.milliseconds += [float(call["ms"]) for call in calls if call["ms"]]

    def _sentences(self, draft: Drafted, said: Said) -> None:
        told, quoted = plain(said["text"]), plain("\n".join([said["text"], *_quotes(said)]))
        for sentence in draft.right:
            fate = (
                _fate(sentence, told, quoted)
                if said["composed"]
                else _PUT_ASIDE[draft.begins_wrong]
            )
            self.sentences[fate] += 1
            if fate == "left out":
                self.remarks.append(f"left out: {sentence.text} | {sentence.quote}")

    def as_json(self) -> dict[str, Any]:
        return {
            "asked": self.asked,
            "outcomes": dict(self.outcomes),
            "by_model": self.by_model,
            "right": self.right,
            "wrong": dict(self.wrong),
            "unproved_figures": self.unproved_figures,
            "forbidden_figures": self.forbidden_figures,
            "false_quotes": self.false_quotes,
            "drafts": self.drafts,
            "planted": dict(self.planted),
            "told": dict(self.told),
            "sentences": dict(self.sentences),
            "calls": dict(self.calls),
            "most_tokens_in": max((tokens for tokens, _out in self.tokens), default=0),
            "call": percentiles(self.milliseconds),
            "aptitude": dict(self.aptitude),
        }


def _why(case: EvalCase, scored: Score) -> str:
    """Why an outcome is wrong by its case."""
    if scored.forbidden:
        return "what must not be told"
    return "no answer in the manuals" if case.kind == "unanswerable" else "a fact is missing"


def _fate(sentence: Sentence, told: str, quoted: str) -> str:
    """What became of a right sentence in an answer that the model wrote."""
    # What is masked in a draft stands unmasked in the answer.
    if _whole(sentence.text) in told:
        return "as written"
    return "as the manual's line" if _whole(sentence.quote) in quoted else "left out"


def _whole(text: str) -> str:
    """As much of a text as has no mask, plain."""
    return max(map(plain, text.replace("］", "［").split("［")[::2]), key=len)


def _quotes(said: Said) -> Sequence[str]:
    return [str(citation["quote"]) for citation in said["citations"]]


def _unproved_figures(case: EvalCase, said: Said) -> list[str]:
    """Figures of sentences that neither their quotes state nor the asker said."""
    asked = "\n".join(case.asked)
    wrong = []
    for part in said.get("parts") or []:
        if part["kind"] == "sentence":
            cited = [said["citations"][n] for n in part["citations"]]
            proof = "\n".join(f"{c['manual']} {c['section']}\n{c['quote']}" for c in cited)
            wrong += [f"{n:g}{unit}" for n, unit in unstated(part["text"], f"{proof}\n{asked}")]
    return wrong


def _is_verbatim(citation: Mapping[str, Any], manuals: Manuals) -> bool:
    """Whether each line of a quote stands in the section that it names."""
    section = plain(manuals.get((citation["path"], citation["section"]), ""))
    return all(plain(line) in section for line in str(citation["quote"]).splitlines())
