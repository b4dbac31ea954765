"""Prefixes that models were trained with; without them their ranking is worse."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_INSTRUCTION = (
    "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: "
)
_BGE_EN = "Represent this sentence for searching relevant passages: "
_BGE_ZH = "为这个句子生成表示以用于检索相关文章："


@dataclass(frozen=True, kw_only=True)
class Prefixes:
    """What is put before a question and before a passage."""

    query: str = ""
    passage: str = ""


#: By what the model's name holds; the first that fits counts.
_FAMILIES = (
    (re.compile(r"\be5-.*instruct"), Prefixes(query=_INSTRUCTION)),
    (re.compile(r"\be5-"), Prefixes(query="query: ", passage="passage: ")),
    (re.compile(r"\bruri-v3"), Prefixes(query="検索クエリ: ", passage="検索文書: ")),
    (re.compile(r"\bruri-"), Prefixes(query="クエリ: ", passage="文章: ")),
    (re.compile(r"glucose-base-ja-v2"), Prefixes(query="query: ", passage="passage: ")),
    (re.compile(r"\bbge-m3"), Prefixes()),
    (re.compile(r"\bbge-.*-en"), Prefixes(query=_BGE_EN)),
    (re.compile(r"\bbge-.*-zh"), Prefixes(query=_BGE_ZH)),
)
#: How models name their prompts.
_PASSAGE_PROMPTS = ("document", "passage", "corpus")


def prefixes(model: str, prompts: Mapping[str, str], given: Mapping[str, str]) -> Prefixes:
    """Those that the setting gives; else the model's own; else those of its family; else none."""
    if given:
        return Prefixes(query=given.get("query", ""), passage=given.get("passage", ""))
    query = prompts.get("query") or ""
    passage = next((prompts[name] for name in _PASSAGE_PROMPTS if prompts.get(name)), "")
    if query or passage:
        return Prefixes(query=query, passage=passage)
    return next((p for family, p in _FAMILIES if family.search(model.lower())), Prefixes())
