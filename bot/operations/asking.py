"""Asking and searching, as the command line has it done."""

from __future__ import annotations

from bot.answering import wording
from bot.operations.shared import Json, Params, Report, day_of
from bot.outcomes import Language, Question
from bot.wiring import Zeroji
from knowledge.errors import InvalidInput, NotFound
from knowledge.japanese import is_japanese
from knowledge.model import EVERYONE, SearchRequest


def ask(zeroji: Zeroji, params: Params, report: Report) -> Json:
    exchange = zeroji.engine.ask(
        _question(zeroji, params, params["question"], params.get("conversation"))
    )
    return zeroji.engine.to_json(exchange)


def ask_in_private(zeroji: Zeroji, params: Params, report: Report) -> Json:
    """Ask, and open a private ticket for the question, whatever came of it."""
    question = _question(zeroji, params, params["question"], params.get("conversation"))
    zeroji.accounts.user(question.asker)  # a reply needs somebody to read it
    zeroji.desk.require_counselor(question.asker)
    exchange = zeroji.engine.ask(question)
    ticket = zeroji.desk.confide(exchange.id, question.asker)
    shown = zeroji.engine.to_json(exchange)
    language: Language = "ja" if is_japanese(question.text) else "en"
    note = wording.confided(ticket.id, ticket.due_at.astimezone().date(), language)
    return shown | {"ticket": ticket.id, "text": f"{shown['text']}\n\n{note}"}


def ask_turns(zeroji: Zeroji, params: Params, report: Report) -> Json:
    """Several questions of one conversation; the last outcome."""
    conversation, last = params.get("conversation"), None
    for turn in params["turns"]:
        question = _question(zeroji, params, turn, conversation)
        last = zeroji.engine.ask(question, params.get("caution"))
        conversation = last.conversation
    if last is None:
        raise InvalidInput("A line has no turns.")
    traced = {"trace": zeroji.engine.trace_json(last)} if params.get("trace") else {}
    return zeroji.engine.to_json(last) | traced


def search(zeroji: Zeroji, params: Params, report: Report) -> Json:
    found = zeroji.searcher.search(
        SearchRequest(
            query=params["query"],
            audiences=frozenset({EVERYONE, *(params.get("audience") or ())}),
            on=day_of(params.get("on")),
            top=params.get("top") or 10,
        )
    )
    passages = [
        {
            "manual": passage.manual.title,
            "path": passage.revision.path,
            "section": passage.chunk.heading,
            "page": passage.page,
            "text": passage.chunk.text,
            "score": round(passage.score, 4),
            "dense_rank": passage.dense_rank,
            "lexical_rank": passage.lexical_rank,
        }
        for passage in found.passages
    ]
    timings = {"embed": round(found.embed_ms, 2), "search": round(found.search_ms, 2)}
    return {"passages": passages, "timings_ms": timings}


def _question(zeroji: Zeroji, params: Params, text: str, conversation: str | None) -> Question:
    asker = params.get("as") or "cli"
    audiences = _audiences_of(zeroji, asker) | frozenset(params.get("audience") or ())
    return Question(
        text=text,
        asker=asker,
        audiences=audiences,
        on=day_of(params.get("on")),
        conversation=conversation,
        profile=zeroji.accounts.profile_of(asker),
    )


def _audiences_of(zeroji: Zeroji, asker: str) -> frozenset[str]:
    """What somebody with an account may read; everyone else reads what is for all."""
    try:
        user = zeroji.accounts.user(asker)
    except NotFound:
        return frozenset({EVERYONE})
    return user.audiences if user.active else frozenset({EVERYONE})
