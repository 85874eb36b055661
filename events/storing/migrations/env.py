"""How Alembic reaches the store: over the connection that `events.storing.opening` hands it."""

from __future__ import annotations

from alembic import context

from events.storing.schema import metadata

# The caller holds the transaction: all steps and what comes after them are confirmed together or not at all.
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
