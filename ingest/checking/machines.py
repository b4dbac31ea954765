"""Lines that command a machine: no answer uses them, and nobody who keeps a manual may know."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checking.finding import Finding, place
from ingest.checking.scope import Scope
from knowledge.machine_instructions import lines_for_machines

_QUOTED = 80


def machine_instructions(scope: Scope) -> Iterator[Finding]:
    """One finding for each section with such lines."""
    for document in scope.documents:
        for section in document.sections:
            lines = lines_for_machines(section)
            if lines:
                yield Finding(
                    kind="machine_instruction",
                    text="It tells an AI what to do instead of telling people. Answers leave this "
                    "out and nothing rests on it. Find out who wrote it and take it out; if "
                    "people are meant, say who.",
                    ja="人ではなくAIに指示する文があります。回答には使わず、根拠にもしません。"
                    "誰が書いたかを確かめて、削除してください。人に向けた文なら、誰が行うかを書いてください。",
                    places=(place(document, section, lines[0][:_QUOTED]),),
                )
