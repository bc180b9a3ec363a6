"""Faults of disk and file, named so that the window can say what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from sanad_desk.domain.errors import StoreError

_BY_MESSAGE = (
    ("disk is full", "disk_full"),
    ("readonly database", "store_read_only"),
    ("unable to open", "store_read_only"),
    ("database is locked", "store_locked"),
    ("not a database", "store_damaged"),
    ("malformed", "store_damaged"),
    ("disk i/o error", "disk_failing"),
)


@contextmanager
def named_faults(path: object) -> Iterator[None]:
    """Turns what SQLite and the system say about the store into a StoreError; other errors pass."""
    try:
        yield
    except (DBAPIError, dbapi2.DatabaseError) as error:
        message = str(error.orig if isinstance(error, DBAPIError) else error).lower()
        for part, code in _BY_MESSAGE:
            if part in message:
                raise StoreError(code, path=str(path)) from error
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreError("disk_full", path=str(path)) from error
        if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
            raise StoreError("store_read_only", path=str(path)) from error
        raise
