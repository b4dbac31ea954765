"""Looks into a home while a server may be using it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from bot.accounts import Accounts
from bot.desk.addenda import Addenda
from bot.gating import Gating
from bot.settings import Settings
from evals.gating.request import Request
from evals.rehearsal import open_source
from knowledge.library import Library


@contextmanager
def home_database(settings: Settings) -> Iterator[Engine]:
    """The home's database, to be read. Raises InvalidInput where there is none."""
    database = open_source(settings)
    try:
        yield database
    finally:
        database.dispose()


@contextmanager
def request_of(settings: Settings, proposal_id: int) -> Iterator[Request]:
    """What the gate of a proposal would be asked. Raises NotFound, Conflict."""
    absolute = settings.model_copy(update={"home": settings.home.absolute()})
    with home_database(absolute) as database, tempfile.TemporaryDirectory() as folder:
        library = Library(database)
        addenda = Addenda(library, absolute.addenda)
        gating = Gating(database, library, Accounts(database), addenda, absolute)
        yield Request.model_validate(gating.request(proposal_id, Path(folder) / "changed"))
