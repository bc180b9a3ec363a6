"""Alembic's entry: runs on the open connection that it is given, never on an address."""

from alembic import context

from sanad_desk.server.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
