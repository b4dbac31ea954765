"""The forms of who asks: what is wrong with an answer, a question; and that something failed."""

from __future__ import annotations

from bot.outcomes import Language
from bot.slack.messages import action_ids, wording
from bot.slack.messages.blocks import quote
from bot.slack.messages.form_parts import Metadata, problems, titled
from bot.slack.messages.forms import Choice, View, form, radio, text_input
from bot.slack.messages.texts import clean

_WRONG = ("figure", "old", "other", "else")
_ASKED = ("manuals", "person")


def wrong(metadata: Metadata, language: Language) -> View:
    """What is wrong with an answer, told by its asker: ``because`` figure, old, other or else."""
    choices = [Choice(value=one, label=wording.text(f"wrong.{one}", language)) for one in _WRONG]
    blocks = [
        radio(action_ids.BECAUSE, wording.text("form.wrong.because", language), choices),
        text_input(
            action_ids.TEXT,
            wording.text("form.wrong.text", language),
            hint=wording.text("form.wrong.hint", language),
            optional=True,
        ),
    ]
    return titled(
        action_ids.WRONG_FORM, "form.wrong", "form.wrong.send", blocks, metadata, language
    )


def ask(metadata: Metadata, text: str, language: Language) -> View:
    """A question, e.g. of a message that somebody points at. ``to`` is manuals or person."""
    choices = [Choice(value=one, label=wording.text(f"ask.{one}", language)) for one in _ASKED]
    blocks = [
        text_input(
            action_ids.TEXT,
            wording.text("form.ask.text", language),
            initial=clean(text),
            hint=wording.text("form.ask.hint", language),
        ),
        radio(action_ids.TO, wording.text("form.ask.how", language), choices),
    ]
    return titled(action_ids.ASK_FORM, "form.ask", "form.ask.send", blocks, metadata, language)


def problem(title: str, text: str, language: Language, *, kept: str = "") -> View:
    """That something cannot be done; ``kept`` is what was typed, to be copied."""
    blocks = [*problems(text), *quote(kept)]
    return form(action_ids.CLOSED_FORM, title, blocks, language=language)
