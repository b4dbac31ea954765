"""A model on this machine that rewrites as it is told, asked over HTTP as any other."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from bot.answering.understanding.memory import Memory
from bot.answering.understanding.rewriting import ModelRewriter, Rewrite
from bot.language_model import Model
from bot.outcomes import Language
from evals.loopback.behaviours import Text
from evals.loopback.chat_completions import OpenAIServer

#: Seconds; a rewrite has a quarter of them, and they must not be what decides.
_SECONDS = 60.0


@dataclass(kw_only=True)
class ScriptedRewriter:
    """Tells the server what to say of a message, then asks it."""

    server: OpenAIServer
    #: What to say of a message; None when it is to say that it cannot tell.
    says: Callable[[str], str | None]
    asked: int = 0

    def rewrite(self, text: str, memory: Memory, language: Language, asker: str) -> Rewrite:
        said = self.says(text)
        reply = {"clear": said is not None, "question": said or text}
        self.server.will(Text(content=json.dumps(reply, ensure_ascii=False)))
        self.asked += 1
        model = Model(name="scripted", api_key="none", base_url=self.server.url, timeout=_SECONDS)
        return ModelRewriter(model).rewrite(text, memory, language, asker)
