"""Alembic's entry: runs inside the connection that :func:`bot.migrations.migrate` gives it."""

from alembic import context

import bot.schema
import knowledge.schema  # noqa: F401  (both register their tables)
from knowledge.database import metadata

assert bot.schema.users is not None
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
