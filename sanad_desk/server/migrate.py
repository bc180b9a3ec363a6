"""Bringing the database to the schema of this program, as its owner; the application's role gets its rights."""

from __future__ import annotations

import os
import secrets
from datetime import date
from pathlib import Path

from alembic import command
from alembic.config import Config
from psycopg import sql
from sqlalchemy import Connection, insert, select

from sanad_desk.server.database import Database
from sanad_desk.server.tables import metadata, server_state

MONTHS_AHEAD = 24
PASSWORD_VARIABLE = "SANAD_SERVER_APP_PASSWORD"
_SCRIPTS = Path(__file__).parent / "migrations"
# What was received can be added to by the application, never changed.
_JOURNAL = frozenset({"entry", "batch", "aside"})
# Where a row is put away for a newer one; nothing else is ever deleted.
_SUPERSEDED = frozenset({"feed", "judgement"})


def migrate(url: str, app_role: str | None = None) -> None:
    """Schema, partitions and the server's own row in one transaction; may be run again at any time.

    `app_role` is the PostgreSQL role that serves requests; it is made where it is missing.
    """
    db = Database(url)
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    try:
        with db.writing() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            _found_server(connection)
            if db.is_postgres:
                add_months(connection, date.today())
                if app_role:
                    _grant(connection, app_role)
    finally:
        db.close()


def add_months(connection: Connection, first: date, months: int = MONTHS_AHEAD + 1) -> None:
    """Partitions of the journal for the month of `first` and those after it, where they are missing.

    What a clock that was years ahead put into the default one moves along.
    """
    for ahead in range(months):
        start, end = _month(first, ahead), _month(first, ahead + 1)
        name = f"entry_{start:%Y_%m}"
        if connection.exec_driver_sql("SELECT to_regclass(%s)", (name,)).scalar_one() is None:
            _add_month(connection, name, start, end)


def _add_month(connection: Connection, name: str, start: date, end: date) -> None:
    """Attached when it is filled: no two partitions may claim the same row."""
    of_month = f"received_on >= '{start}' AND received_on < '{end}'"
    for statement in (
        f"CREATE TABLE {name} (LIKE entry)",
        f"WITH moved AS (DELETE FROM entry_later WHERE {of_month} RETURNING *) INSERT INTO {name} SELECT * FROM moved",
        f"ALTER TABLE entry ATTACH PARTITION {name} FOR VALUES FROM ('{start}') TO ('{end}')",
    ):
        connection.exec_driver_sql(statement)


def _month(first: date, ahead: int) -> date:
    years, month = divmod(first.month - 1 + ahead, 12)
    return date(first.year + years, month + 1, 1)


def _found_server(connection: Connection) -> None:
    if connection.execute(select(server_state.c.id)).first() is None:
        connection.execute(
            insert(server_state).values(
                id=1,
                server_id=secrets.token_bytes(16),
                server_epoch=secrets.token_bytes(16),
                epoch_changed_at=0,
                release_position=0,
            )
        )


def _grant(connection: Connection, role: str) -> None:
    name = sql.Identifier(role)
    driver = connection.connection.driver_connection
    assert driver is not None
    if driver.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is None:
        driver.execute(sql.SQL("CREATE ROLE {} LOGIN").format(name))
    password = os.environ.get(PASSWORD_VARIABLE)
    if password:
        driver.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(password)))
    for table in metadata.tables:
        rights = ["SELECT", "INSERT"]
        if table not in _JOURNAL:
            rights.append("UPDATE")
        if table in _SUPERSEDED:
            rights.append("DELETE")
        on = sql.SQL(" ON {} TO {}").format(sql.Identifier(table), name)
        driver.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(sql.Identifier(table), name))
        driver.execute(sql.SQL("GRANT {}").format(sql.SQL(", ").join(map(sql.SQL, rights))) + on)
