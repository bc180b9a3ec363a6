"""Bringing a store to the schema of this program: a copy first, then Alembic; a newer store is left alone."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from sanad_desk.domain.errors import StoreError

SCHEMA_REVISION = "0004"
_SCRIPTS = Path(__file__).parent / "migrations"


def stored_revision(engine: Engine) -> str | None:
    """The revision a file is at; None for a file without one."""
    with engine.connect().execution_options(sanad_reading=True) as connection:
        known = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").first()
        if known is None:
            return None
        return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())


def known_revisions() -> tuple[str, ...]:
    """Every revision this program can read, oldest first."""
    return tuple(sorted(path.name[:4] for path in (_SCRIPTS / "versions").glob("[0-9]*.py")))


def check_revision(engine: Engine, path: Path) -> str:
    """The stored revision; raises StoreError when a newer program has written the file, or no program of ours."""
    revision = stored_revision(engine)
    if revision is None:
        raise StoreError("store_damaged", path=str(path))
    if revision not in known_revisions():
        raise StoreError("store_newer", path=str(path), revision=revision)
    return revision


def upgrade(engine: Engine) -> None:
    """Runs what is missing in one transaction, then makes the rows again that come from the journal.

    So a revision changes tables and needs not know what a fact meant. Alembic is imported only here, as most starts
    need none of it.
    """
    from alembic import command
    from alembic.config import Config

    from sanad_desk.store.reproject import reproject

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        reproject(connection)
