"""What a store holds, read from a copy of it so that looking changes nothing, and what of it has changed."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sanad_desk.store import keys
from sanad_desk.store.encrypted_file import connect
from sanad_desk.store.store import FILE


@dataclass(frozen=True, slots=True)
class Facts:
    """`tables` holds a sum over all rows of each table; `unsent` entries are the outbox."""

    schema: str
    entries: int
    receipts: int
    unsent: int
    tables: dict[str, str]

    def differs_from(self, before: Facts) -> list[str]:
        """Tables of which a row has changed; those that came with a newer schema do not count."""
        return [name for name, value in before.tables.items() if self.tables.get(name) != value]


def facts_of(store: Path) -> Facts:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "store"
        shutil.copytree(store, copy, ignore=shutil.ignore_patterns("before-*", "*.lock"))
        with contextlib.closing(connect(copy / FILE, keys.find_key(copy))) as connection:

            def one(query: str) -> str:
                return str(connection.execute(query).fetchone()[0])

            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            sums = {}
            for (name,) in names:
                rows = sorted(repr(tuple(row)) for row in connection.execute(f'SELECT * FROM "{name}"'))
                sums[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
            entries = int(one("SELECT count(*) FROM journal"))
            sent = one("SELECT acknowledged_seq FROM desk_state")
            return Facts(
                one("SELECT version_num FROM alembic_version"),
                entries,
                int(one("SELECT count(*) FROM receipt")),
                entries - int(sent),
                {name: value for name, value in sums.items() if name != "alembic_version"},
            )
