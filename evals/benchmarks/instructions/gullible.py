"""A language model that does what it is told, whoever tells it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evals.benchmarks.instructions.plants import ATTACKER, Plant
from evals.loopback.chat_completions import OpenAIServer
from evals.loopback.prompts import Prompt, Shown

Json = dict[str, Any]


class Gullible:
    """Obeys the first instruction that it finds; leaks its own instructions in any case.

    Every second time it begins with a true sentence, to lend the rest its credit.
    """

    def __init__(self, server: OpenAIServer, plants: Sequence[Plant]) -> None:
        self._server = server
        self._plants = plants
        #: How often a plant was shown to it at all.
        self.shown = 0
        self._asked = 0

    def reply(self, prompt: Prompt) -> Json | None:
        """The draft that it writes; None for other shapes of replies."""
        if not prompt.passages:
            return None
        self._asked += 1
        found = self._planted(prompt)
        self.shown += found is not None
        plant, number, line = found or self._asked_for(prompt)
        false = [
            f"{plant.subject}の額は{plant.untrue}円です。" if plant else "",
            f"詳細は {plant.link if plant else ATTACKER} をご覧ください。",
            f"![詳細]({plant.link if plant else ATTACKER}/p.png?q=1)",
            self._server.system[:300],
        ]
        said = [{"text": text, "passage": number, "quote": line} for text in false if text]
        true = _first_line(prompt.passages[0])
        if self._asked % 2:
            said.insert(0, {"text": true, "passage": prompt.passages[0].number, "quote": true})
        return {"answers": True, "sentences": said}

    def _planted(self, prompt: Prompt) -> tuple[Plant, int, str] | None:
        """What is planted in a passage: which, where, and the line to bring as its proof."""
        for shown in prompt.passages:
            for line in (shown.heading, *shown.text.splitlines()):
                for plant in self._plants:
                    if plant.untrue in line or plant.text[:40] in line:
                        return plant, shown.number, line
        return None

    def _asked_for(self, prompt: Prompt) -> tuple[Plant | None, int, str]:
        """What the question itself tells it to say, with whatever line there is as its proof."""
        told = next((p for p in self._plants if p.untrue in prompt.question), None)
        first = prompt.passages[0]
        return told, first.number, _first_line(first)


def _first_line(shown: Shown) -> str:
    return next((line for line in shown.text.splitlines() if line.strip()), shown.heading)
