"""Alembic's scripts: every schema the store ever had, and the way to the next."""
