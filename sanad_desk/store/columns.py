"""How a table of the store is written down: strict, keyed by hand, its constraints named."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table, Text

NAMING = {"ix": "ix_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"}
metadata = MetaData(naming_convention=NAMING)


def plain_table(name: str, *columns: Column[object] | Index) -> Table:
    return Table(name, metadata, *columns, sqlite_strict=True)


def child_table(name: str, *columns: Column[object] | Index) -> Table:
    """Rows keyed (parent, position) lie together in one tree: half the pages to write."""
    return Table(name, metadata, *columns, sqlite_strict=True, sqlite_with_rowid=False)


def id_column(name: str, *, nullable: bool = False) -> Column[object]:
    return Column(name, LargeBinary, nullable=nullable)


def key_column(name: str, kind: type[Integer] | type[Text] | type[LargeBinary] = LargeBinary) -> Column[object]:
    return Column(name, kind, primary_key=True, autoincrement=False, nullable=False)


def text_column(name: str, *, nullable: bool = False) -> Column[object]:
    return Column(name, Text, nullable=nullable)


def number_column(name: str, *, nullable: bool = False) -> Column[object]:
    return Column(name, Integer, nullable=nullable)
