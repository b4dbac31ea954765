"""The form in which staff propose a change of a manual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.outcomes import Language
from bot.slack.messages import action_ids, wording
from bot.slack.messages.blocks import Block, context, paragraphs, quote, rich, words
from bot.slack.messages.form_parts import Metadata, console_link, problems, titled
from bot.slack.messages.forms import Choice, View, fits, select, text_input


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A change of a manual that is being written."""

    #: Which place is chosen, and those to choose from, at most 100.
    place: str
    places: Sequence[Choice]
    #: What it says now; empty for a new entry.
    before: str
    after: str


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
        *_before(draft.before, language),
        # Under another name for another place: Slack keeps what was typed under the same one.
        text_input(
            f"{action_ids.TEXT}:{draft.place}"[:255],
            wording.text("form.propose.after", language),
            initial=draft.after,
            hint=wording.text("form.propose.hint", language),
        ),
        *console_link(console, language),
    ]
    return titled(action_ids.PROPOSE_FORM, *keys, blocks, metadata, language)


def _before(before: str, language: Language) -> list[Block]:
    if not before:
        return context(wording.text("form.propose.new", language))
    label = rich(words(wording.text("form.propose.before", language), bold=True))
    return [label, *quote(before)]
