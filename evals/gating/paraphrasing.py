"""Other wordings of a question, made by rule: the same each time, and without a model."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge import thesaurus
from knowledge.spelling import normalize

MOST = 3

_END = re.compile(r"[。？?!！\s]+$")
#: What asks politely, and what is left of it among colleagues.
_SHORTER = (
    (r"(?:を|について)?(?:教えて|お教え)(?:ください|いただけますか|下さい)$", "は？"),
    (r"(?:は|って)(?:何|なん|いくら)(?:です|でしょう)か$", "は？"),
    (r"(?:ことは)?(?:できます|可能です|可能でしょう)か$", "できる？"),
    (r"もらえますか$", "もらえる？"),
    (r"出ますか$", "出る？"),
    (r"(?:なければ|ないと)(?:なりません|いけません)か$", "ないとだめ？"),
    (r"(?:必要)(?:です|でしょう)か$", "必要？"),
    (r"(?:でしょうか|ですか)$", "？"),
)
#: A form that is inflected, or asks, cannot be swapped for one that is not.
_NOUN = re.compile(r"(?!.*何)[一-龠々ァ-ヶー]{2,}")
_AFTER_NOUN = re.compile(r"[はがをのにでもとへ、。？?]|から|まで|って|について|$")


def paraphrases(question: str) -> list[str]:
    """At most three other wordings: shorter, more polite, in other words."""
    known = {_bare(question)}
    found: list[str] = []
    for made in (*_shorter(question), *_other_words(question), *_politer(question)):
        if _bare(made) not in known and len(found) < MOST:
            known.add(_bare(made))
            found.append(made)
    return found


def _shorter(question: str) -> Iterator[str]:
    said = _END.sub("", question)
    for polite, short in _SHORTER:
        made, count = re.subn(polite, short, said)
        if count:
            yield made
            return


def _politer(question: str) -> Iterator[str]:
    yield f"お疲れさまです。{_END.sub('', question)}。よろしくお願いします。"
    yield f"すみません、{_END.sub('', question)}。"


def _other_words(question: str) -> Iterator[str]:
    """The longest name that the thesaurus has another one for, by that one."""
    text = normalize(question)
    named = [concept for concept in thesaurus.concepts(text) if len(concept.names) == 1]
    for concept in sorted(named, key=lambda one: one.start - one.end):
        said = text[concept.start : concept.end]
        if not _NOUN.fullmatch(said) or not _AFTER_NOUN.match(text, concept.end):
            continue
        if other := _another(said, concept.names[0]):
            yield text[: concept.start] + other + text[concept.end :]
            return


def _another(said: str, concept: str) -> str | None:
    """What rules call it, or if that was said, the first that people call it; only where one is
    short for the other: other names of a concept may mean more or less than it."""
    if normalize(concept) != said:
        return concept if _is_short_for(said, concept) else None
    lists = thesaurus.current().lists.names
    forms = (form for form, names in lists.items() if names == (concept,) and form != said)
    return next((form for form in forms if _is_short_for(form, said)), None)


def _is_short_for(short: str, name: str) -> bool:
    """Whether a name has the characters of another in their order: 社食 of 社員食堂.

    What a name only begins with may be something else: 通院 is no 通院休暇.
    """
    rest = iter(name)
    return not name.startswith(short) and all(character in rest for character in short)


def _bare(text: str) -> str:
    return re.sub(r"[\s。、？?！!]", "", normalize(text))
