"""The forms of staff: reply, change an answer, hand over, dismiss."""

from __future__ import annotations

from collections.abc import Sequence

from bot.outcomes import Language
from bot.slack.messages import action_ids, wording
from bot.slack.messages.blocks import paragraphs
from bot.slack.messages.form_parts import Metadata, asked, problems, titled
from bot.slack.messages.forms import Choice, View, checkboxes, fits, select, text_input


def reply(
    metadata: Metadata,
    question: str,
    askers: int,
    *,
    text: str = "",
    nearest: Sequence[Choice] = (),
    ticked: Sequence[str] = (),
    problem: str = "",
    language: Language = "ja",
) -> View:
    """``text``: a draft, or what was typed before; ``problem``: why that was not sent.

    ``nearest``: passages to tick, of which ten are offered.
    """
    cite = wording.text("form.reply.cite", language)
    blocks = [
        *problems(problem),
        *asked(question),
        text_input(
            action_ids.TEXT,
            wording.text("form.reply.text", language),
            initial=text,
            hint=wording.text("form.reply.hint", language, count=askers),
        ),
        *([checkboxes(action_ids.CITE, cite, nearest, ticked=ticked)] if nearest else ()),
    ]
    return titled(action_ids.REPLY_FORM, "form.reply", "form.send", blocks, metadata, language)


def rewrite(
    metadata: Metadata, question: str, text: str, *, problem: str = "", language: Language = "ja"
) -> View:
    """An answer to be changed before it is sent; one that no input holds is shown above it."""
    label = wording.text("form.rewrite.text", language)
    blocks = [
        *problems(problem),
        *asked(question),
        *(() if fits(text) else paragraphs(text)),
        text_input(action_ids.TEXT, label, initial=text if fits(text) else ""),
    ]
    keys = ("form.rewrite", "form.rewrite.send")
    return titled(action_ids.REWRITE_FORM, *keys, blocks, metadata, language)


def hand_over(
    metadata: Metadata,
    question: str,
    members: Sequence[Choice],
    *,
    problem: str = "",
    language: Language = "ja",
) -> View:
    """``members``: who may reply, by account name; there is at least one."""
    note = wording.text("form.hand_over.note", language)
    hint = wording.text("form.hand_over.hint", language)
    blocks = [
        *problems(problem),
        *asked(question),
        select(action_ids.TO, wording.text("form.hand_over.to", language), members),
        text_input(action_ids.NOTE, note, hint=hint, optional=True),
    ]
    keys = ("form.hand_over", "form.hand_over")
    return titled(action_ids.HAND_OVER_FORM, *keys, blocks, metadata, language)


def dismiss(
    metadata: Metadata,
    question: str,
    *,
    text: str = "",
    problem: str = "",
    language: Language = "ja",
) -> View:
    blocks = [
        *problems(problem),
        *asked(question),
        text_input(
            action_ids.BECAUSE,
            wording.text("form.dismiss.because", language),
            initial=text,
            hint=wording.text("form.dismiss.hint", language),
        ),
    ]
    keys = ("form.dismiss", "form.dismiss")
    return titled(action_ids.DISMISS_FORM, *keys, blocks, metadata, language)
