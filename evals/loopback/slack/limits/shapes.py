"""What the limits are told with: objects with known keys, texts and lists of so many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Params = dict[str, Any]
#: What is wrong, each as ``[ERROR] … [json-pointer:/blocks/0/text]``.
Problems = Iterator[str]
Check = Callable[[Params, str], Problems]


def problem(text: str, at: str) -> str:
    return f"[ERROR] {text} [json-pointer:{at}]"


@dataclass(frozen=True)
class Shape:
    """The keys of an object and what its values must be, beside ``type``."""

    required: str = ""
    optional: str = ""
    check: Check = lambda value, at: iter(())

    def problems(self, value: Params, at: str) -> Problems:
        required, known = self.required.split(), {"type", *self.optional.split()}
        for key in required:
            if value.get(key) in (None, ""):
                yield problem(f"missing required field: {key}", at)
        for key in value.keys() - known - set(required):
            yield problem(f"invalid additional property: {key}", at)
        if all(value.get(key) not in (None, "") for key in required):
            yield from self.check(value, at)


def of_types(shapes: dict[str, Shape], value: Any, at: str) -> Problems:
    """What is wrong with an object whose ``type`` says its shape."""
    kind = value.get("type") if isinstance(value, dict) else None
    if kind not in shapes:
        yield problem(f"unsupported type: {kind}", f"{at}/type")
        return
    yield from shapes[str(kind)].problems(value, at)


def text(
    value: Any, at: str, longest: int = 3000, kinds: Sequence[str] = ("plain_text", "mrkdwn")
) -> Problems:
    """A text object, or nothing at all."""
    if value is None:
        return
    if not isinstance(value, dict) or value.get("type") not in kinds:
        yield problem(f"must be one of {', '.join(kinds)}", at)
        return
    extra = {"plain_text": {"emoji"}, "mrkdwn": {"verbatim"}}[value["type"]]
    for key in value.keys() - {"type", "text"} - extra:
        yield problem(f"invalid additional property: {key}", at)
    yield from string(value.get("text"), f"{at}/text", longest, least=1)


def plain(value: Any, at: str, longest: int) -> Problems:
    return text(value, at, longest, ("plain_text",))


def string(value: Any, at: str, longest: int, least: int = 0) -> Problems:
    """A string, or nothing at all where nothing is allowed."""
    if value is None and not least:
        return
    if not isinstance(value, str):
        yield problem("must be a string", at)
    elif len(value) < least:
        yield problem(f"must be more than {least - 1} characters", at)
    elif len(value) > longest:
        yield problem(f"must be less than {longest + 1} characters", at)


def strings(value: Params, at: str, /, **longest: int) -> Problems:
    for key, most in longest.items():
        yield from string(value.get(key), f"{at}/{key}", most)


def items(value: Any, at: str, most: int, each: Check, least: int = 1) -> Problems:
    """A list of so many things; nothing at all is left alone."""
    if value is None:
        return
    if not isinstance(value, list):
        yield problem("must be an array", at)
        return
    if len(value) < least:
        yield problem(f"no fewer than {least} items allowed", at)
    if len(value) > most:
        yield problem(f"no more than {most} items allowed", at)
    for number, item in enumerate(value):
        yield from each(item, f"{at}/{number}")


def one_of(value: Any, at: str, *allowed: Any) -> Problems:
    if value is not None and value not in allowed:
        yield problem(f"must be one of {', '.join(map(str, allowed))}", at)
