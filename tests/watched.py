"""Every statement that reaches SQLite, whoever sends it: seen before and after it runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlcipher3 import dbapi2

Watch = Callable[[str, str, Any, bool], None]  # before or after, statement, values, many


def watch_statements(watch: Watch) -> Callable[[], None]:
    """Every connection opened from now on is watched; gives back how to stop."""
    connect = dbapi2.connect

    class Cursor(dbapi2.Cursor):  # type: ignore[misc]
        def execute(self, statement: str, values: Any = ()) -> Any:
            watch("before", statement, values, False)
            done = super().execute(statement, values)
            watch("after", statement, values, False)
            return done

        def executemany(self, statement: str, values: Any) -> Any:
            watch("before", statement, values, True)
            done = super().executemany(statement, values)
            watch("after", statement, values, True)
            return done

    class Connection(dbapi2.Connection):  # type: ignore[misc]
        def cursor(self, _: object = None) -> Any:
            return super().cursor(Cursor)

        def execute(self, statement: str, values: Any = ()) -> Any:
            return self.cursor().execute(statement, values)

        def executemany(self, statement: str, values: Any) -> Any:
            return self.cursor().executemany(statement, values)

        def commit(self) -> None:
            watch("before", "COMMIT", (), False)
            super().commit()
            watch("after", "COMMIT", (), False)

    dbapi2.connect = partial(connect, factory=Connection)
    return lambda: setattr(dbapi2, "connect", connect)
