"""Brings the database to the newest schema; each change is a file in ``versions``."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from knowledge.database import writing

_HERE = Path(__file__).parent


def migrate(database: Engine) -> None:
    """Apply the migrations that the database has not seen."""
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    head = ScriptDirectory.from_config(config).get_current_head()
    with writing(database) as connection:
        if MigrationContext.configure(connection).get_current_revision() == head:
            return
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
