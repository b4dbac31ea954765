"""A call of the Web API: its token, scopes and arguments are looked at before it is done."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evals.loopback.slack.slack import Slack

Params = dict[str, Any]
Run = Callable[["Slack", Params], Params]

#: Arguments that a form carries as JSON.
_STRUCTURED = frozenset(
    "attachments blocks chunks loading_messages metadata prompts view unfurls".split()
)
_FLAGS = frozenset(
    "include_all_metadata inclusive include_locale include_users include_disabled include_labels "
    "include_num_members reply_broadcast return_im unfurl_links unfurl_media".split()
)


@dataclass(frozen=True)
class Method:
    run: Run
    required: frozenset[str]
    known: frozenset[str]
    #: Any of them will do.
    scopes: tuple[str, ...]
    #: Whether arguments may come as JSON; else only in the query or a form.
    json: bool
    #: Which token: bot, app or config.
    token: str


class Refused(Exception):
    """Slack's error, with what else the answer says."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.answer: Params = {"ok": False, "error": error} | more


METHODS: dict[str, Method] = {}


def method(
    name: str,
    required: str = "",
    optional: str = "",
    *,
    scopes: str = "",
    json: bool = True,
    token: str = "bot",
) -> Callable[[Run], Run]:
    """Add a method: its arguments and scopes as Slack's reference lists them."""

    def add(run: Run) -> Run:
        needed = frozenset(required.split())
        known = needed | frozenset(optional.split())
        METHODS[name] = Method(run, needed, known, tuple(scopes.split()), json, token)
        return run

    return add


def call(slack: Slack, name: str, token: str, params: Params, *, as_json: bool) -> Params:
    """Do a call as Slack would; Refused says Slack's error."""
    known = METHODS.get(name)
    if known is None:
        raise Refused("unknown_method", req_method=name)
    _check_token(slack, known, token)
    if as_json and not known.json:
        params = {}  # Slack does not read JSON there
    args = _read(params)
    missing = [key for key in known.required if args.get(key) in (None, "")]
    if missing:
        raise invalid_arguments(*(f"missing required field: {key}" for key in sorted(missing)))
    slack.superfluous += [(name, key) for key in args.keys() - known.known]
    return {"ok": True} | known.run(slack, args)


def _check_token(slack: Slack, known: Method, token: str) -> None:
    tokens = slack.tokens
    if not token:
        raise Refused("not_authed")
    if token in tokens.revoked:
        raise Refused("token_revoked")
    kind = tokens.kind(token)
    if not kind:
        raise Refused("invalid_auth")
    if kind != known.token:
        raise Refused("not_allowed_token_type")
    require(slack, *known.scopes, kind=kind)


def require(slack: Slack, *scopes: str, kind: str = "bot") -> None:
    """Refuse a token that has none of the scopes."""
    provided = slack.tokens.scopes(kind)
    if scopes and not provided.intersection(scopes):
        raise Refused("missing_scope", needed=scopes[0], provided=",".join(sorted(provided)))


def invalid_arguments(*problems: str) -> Refused:
    messages = [p if p.startswith("[ERROR]") else f"[ERROR] {p}" for p in problems]
    return Refused("invalid_arguments", response_metadata={"messages": messages})


def refused(error: str, problems: list[str]) -> Refused:
    """An error of blocks, with what is wrong in both places where Slack says it."""
    if not problems:
        return Refused(error)
    return Refused(error, errors=problems, response_metadata={"messages": problems})


def _read(params: Params) -> Params:
    return {key: _value(key, value) for key, value in params.items() if key != "token"}


def _value(key: str, value: Any) -> Any:
    if key in _STRUCTURED and isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            raise invalid_arguments(f"must be valid JSON [json-pointer:/{key}]") from None
    if key in _FLAGS and isinstance(value, str):
        return value.lower() in ("1", "true")
    return value


def page(values: list[Any], args: Params, default: int) -> tuple[list[Any], Params]:
    """The page that ``cursor`` and ``limit`` ask for, and ``response_metadata`` with the next."""
    try:
        start, limit = int(args.get("cursor") or 0), int(args.get("limit") or default)
    except ValueError:
        raise Refused("invalid_cursor") from None
    if not 1 <= limit <= 1000:
        raise Refused("invalid_limit")
    after = start + limit
    return values[start:after], {"next_cursor": str(after) if after < len(values) else ""}
