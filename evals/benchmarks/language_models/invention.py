"""Answers that are made up, as models make them up where the passages do not answer."""

from __future__ import annotations

import random
import re

from evals.benchmarks.language_models.errors import Plant, Said
from evals.loopback.prompts import Prompt, Shown
from evals.matching import plain
from knowledge.sentences import sentences

_TOPIC = re.compile(r"(.{2,30}?)(?:について|って|は|を|が|の(?=とき|場合)|、)")
#: What may be the name of something.
_NAME = re.compile(r"[一-龠々ァ-ヶー]{4,}")
_FIGURE = re.compile(r"(?<![\d第.,])\d[\d,]*(?:円|営業日|日(?!本)|か月|時間|回|%|歳|人|km)")
_ASKED = (
    (r"いくら|金額|費用|手当|万円", "{}000円"),
    (r"何日|いつまで|期限|休め|休み|休暇", "{}日"),
    (r"何か?月|何ヶ月", "{}か月"),
    (r"何時", "{}時"),
    (r"何年", "{}年"),
    (r"何回", "{}回"),
    (r"何割|何%|何パーセント|率", "{}%"),
)
_NUMBERS = (7, 11, 13, 17, 19, 23, 29, 37, 41, 43, 47)


def invented(prompt: Prompt, rng: random.Random) -> Plant:
    """A bold answer to the question; no passage says it."""
    ways = (_without_proof, _with_a_true_quote, _of_another_thing)
    first = prompt.passages[0]
    return rng.choice(ways)(prompt, first, rng) or _without_proof(prompt, first, rng)


def beside(prompt: Prompt) -> Said:
    """What a passage says word for word, though it does not answer."""
    shown = prompt.passages[0]
    quote = next((s for s in _sentences(shown) if len(s) > 10), shown.heading)
    return Said(text=quote, quote=quote, passage=shown.number)


def _without_proof(prompt: Prompt, shown: Shown, rng: random.Random) -> Plant:
    text = _answer(prompt, _new_figure(prompt, rng))
    said = Said(text=text, quote=text, passage=shown.number)
    return _planted("made up, with a quote made up", said)


def _with_a_true_quote(prompt: Prompt, shown: Shown, rng: random.Random) -> Plant:
    said = Said(
        text=_answer(prompt, _new_figure(prompt, rng)),
        quote=beside(prompt).quote,
        passage=shown.number,
    )
    return _planted("made up, with a true quote", said)


def _of_another_thing(prompt: Prompt, shown: Shown, rng: random.Random) -> Plant | None:
    """A figure of a quote, told of what is asked about; None where passages speak of that."""
    near = "\n".join(f"{passage.heading}\n{passage.text}" for passage in prompt.passages)
    unknown = [name for name in _NAME.findall(prompt.question) if name not in near]
    stated = [(quote, figure) for quote in _sentences(shown) if (figure := _FIGURE.search(quote))]
    if not unknown or not stated:
        return None
    quote, figure = rng.choice(stated)
    text = f"{max(unknown, key=len)}は、{figure[0]}です。"
    said = Said(text=text, quote=quote, passage=shown.number)
    return _planted("another thing's figure", said)


def _planted(kind: str, said: Said) -> Plant:
    return Plant(kind=kind, said=said, mark=re.compile(re.escape(plain(said.text))))


def _answer(prompt: Prompt, figure: str) -> str:
    return f"{_topic(prompt.question)}は、{figure}です。"


def _topic(question: str) -> str:
    """What a question is about, roughly: the words before its first particle."""
    last = question.splitlines()[-1] if question else ""
    found = _TOPIC.match(last)
    return found[1] if found else last.rstrip("？?。")[:20]


def _new_figure(prompt: Prompt, rng: random.Random) -> str:
    """One of the kind that is asked for, which no passage has."""
    kind = next((k for pattern, k in _ASKED if re.search(pattern, prompt.question)), "{}日")
    shown = plain("\n".join(passage.text for passage in prompt.passages))
    figures = [kind.format(number) for number in rng.sample(_NUMBERS, len(_NUMBERS))]
    return next((figure for figure in figures if plain(figure) not in shown), "397" + kind[2:])


def _sentences(shown: Shown) -> list[str]:
    return [sentence.strip() for line in shown.text.splitlines() for sentence in sentences(line)]
