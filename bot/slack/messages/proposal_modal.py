"""The form in which staff propose a change of a manual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.outcomes import Language
from bot.slack.messages import action_ids, limits, wording
from bot.slack.messages.blocks import Block, context, paragraphs, quote, rich, words
from bot.slack.messages.form_parts import Metadata, console_link, problems, titled
from bot.slack.messages.forms import Choice, View, fits, select, text_input
from bot.slack.messages.texts import clean

#: Characters of a reply that is shown; more is in the console.
_REPLY = 2_500


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A change of a manual that is being written."""

    #: Which place is chosen, and those to choose from, at most 100.
    place: str
    places: Sequence[Choice]
    #: What it says now; empty for a new entry.
    before: str
    after: str
    #: Of a table's row, which is changed value by value: the reply to take the values from.
    reply: str = ""


def propose(
    metadata: Metadata,
    draft: Draft | None,
    *,
    console: str = "",
    problem: str = "",
    language: Language = "ja",
) -> View:
    """Where and how a manual changes; a link to the console where that cannot be done from here."""
    keys = ("form.propose", "form.propose.send")
    if draft is None or not fits(draft.after):
        nowhere = paragraphs(wording.text("form.propose.nowhere", language))
        blocks = [*problems(problem), *nowhere, *console_link(console, language)]
        return titled(action_ids.PROPOSE_FORM, keys[0], "", blocks, metadata, language)
    where = wording.text("form.propose.place", language)
    blocks = [
        *problems(problem),
        select(
            action_ids.PLACE,
            where,
            draft.places,
            chosen=draft.place,
            action=action_ids.PLACE_CHOSEN,
        ),
        *_before(draft, language),
        # Under another name for another place: Slack keeps what was typed under the same one.
        text_input(
            f"{action_ids.TEXT}:{draft.place}"[:255],
            wording.text("form.propose.after", language),
            initial=draft.after,
            hint=wording.text(_hint(draft), language),
        ),
        *console_link(console, language),
    ]
    return titled(action_ids.PROPOSE_FORM, *keys, blocks, metadata, language)


def _hint(draft: Draft) -> str:
    return "form.propose.row_hint" if draft.reply else "form.propose.hint"


def _before(draft: Draft, language: Language) -> list[Block]:
    said = limits.cut_lines(clean(draft.reply), _REPLY)
    reply = _labelled("reply", said, language) if draft.reply else []
    if not draft.before:
        new = "form.propose.new_row" if draft.reply else "form.propose.new"
        return [*reply, *context(wording.text(new, language))]
    return [*reply, *_labelled("form.propose.before", draft.before, language)]


def _labelled(key: str, text: str, language: Language) -> list[Block]:
    return [rich(words(wording.text(key, language), bold=True)), *quote(text)]
