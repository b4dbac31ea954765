"""The checks of what Zeroji itself has: its home, manuals, people, models, address."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator

from bot import model_check
from bot.answering.composing.composition import ModelWriter, NoDraft
from bot.diagnosis import Finding, found, slack_work
from bot.language_model import Model
from bot.wiring import Zeroji

_GIB = 2**30
#: Free space below which it is time to make room, and below which writing soon fails.
_LITTLE, _TOO_LITTLE = 2 * _GIB, _GIB // 4


def examine(zeroji: Zeroji) -> list[Finding]:
    """Each check once. Asks each language model one question."""
    return [
        found("home", "ok", path=zeroji.home.path),
        _server(zeroji.home.server_url),
        _space(zeroji),
        _manuals(zeroji),
        _people(zeroji),
        _address(zeroji.settings.public_url),
        *_models(zeroji),
        *slack_work.examine(zeroji.database),
    ]


def _server(url: str | None) -> Finding:
    """A server answers this by itself, so that it knows whether it runs."""
    return found("server", "ok", url=url) if url else found("server", "warning")


def _space(zeroji: Zeroji) -> Finding:
    free = shutil.disk_usage(zeroji.home.path).free
    amount = f"{free / _GIB:.1f} GiB"
    if free < _TOO_LITTLE:
        return found("space", "wrong", free=amount)
    return found("space", "warning" if free < _LITTLE else "ok", free=amount)


def _manuals(zeroji: Zeroji) -> Finding:
    manuals = zeroji.library.manuals()
    return found("manuals", "ok", count=len(manuals)) if manuals else found("manuals", "wrong")


def _people(zeroji: Zeroji) -> Finding:
    """Tickets need somebody who may reply."""
    users = [user for user in zeroji.accounts.users() if user.active]
    staff = sum(user.may("reply") for user in users)
    return found("people", "ok", count=staff) if staff else found("people", "warning")


def _address(url: str) -> Finding:
    if not url:
        return found("public_url", "warning")
    if not url.startswith("https://"):
        return found("public_url", "warning", "plain", url=url)
    return found("public_url", "ok", url=url)


def _models(zeroji: Zeroji) -> Iterator[Finding]:
    if zeroji.model is None:
        yield found("model", "unset")
        return
    for model in zeroji.model.alone:
        yield _reached(model)
        if zeroji.aptitudes.of(model.label) is None:
            yield found("model.checked", "warning", model=model.label)


def _reached(model: Model) -> Finding:
    case = model_check.cases()[0]
    began = time.monotonic()
    try:
        ModelWriter(model, purpose="check").write(case.question, case.passages, "ja", "")
    except NoDraft as problem:
        return found("model", "wrong", model=model.label, problem=problem)
    return found("model", "ok", model=model.label, seconds=f"{time.monotonic() - began:.1f}")
