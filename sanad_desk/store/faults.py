"""Faults of disk and file, named so that the window can say what to do."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from sanad_desk.domain.errors import StoreError

# By the beginning of SQLite's own name for the result.
_BY_RESULT = (
    ("SQLITE_FULL", "disk_full"),
    ("SQLITE_READONLY", "store_read_only"),
    ("SQLITE_CANTOPEN", "store_read_only"),
    ("SQLITE_PERM", "store_read_only"),
    ("SQLITE_BUSY", "store_locked"),
    ("SQLITE_LOCKED", "store_locked"),
    ("SQLITE_NOTADB", "store_damaged"),
    ("SQLITE_CORRUPT", "store_damaged"),
    ("SQLITE_IOERR", "disk_failing"),
)
_BY_ERRNO = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EACCES: "store_read_only",
    errno.EPERM: "store_read_only",
    errno.EROFS: "store_read_only",
    errno.ENOENT: "place_unusable",
    errno.ENOTDIR: "place_unusable",
    errno.EEXIST: "place_unusable",
    errno.EISDIR: "place_unusable",
    errno.ENAMETOOLONG: "place_unusable",
}
_HARDLY_ANYTHING = 1 << 20


@contextmanager
def named_faults(path: Path) -> Iterator[None]:
    """Turns what SQLite and the system say about the store's files into a StoreError; errors of the program pass."""
    try:
        with named_database_faults(path):
            yield
    except OSError as error:
        raise StoreError(_BY_ERRNO.get(error.errno or 0, "disk_failing"), path=str(path)) from error


class named_database_faults:  # noqa: N801 - used like the function above; a class, as each save passes it four times
    """The same for work inside the store, which may meet faults of other files and pipes that are none of its own."""

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None: ...

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None) -> None:
        if isinstance(error, DBAPIError | dbapi2.DatabaseError):
            code = _code_of(error.orig if isinstance(error, DBAPIError) else error, self._path)
            if code is not None:
                raise StoreError(code, path=str(self._path)) from error


def _code_of(error: BaseException | None, path: Path) -> str | None:
    result = getattr(error, "sqlite_errorname", None) or ""
    for beginning, code in _BY_RESULT:
        if result.startswith(beginning):
            return "disk_full" if code == "disk_failing" and _is_full(path) else code
    return None


def _is_full(path: Path) -> bool:
    # A quota or a network drive that is full fails in its own way, and SQLite calls it an I/O error.
    place = path if path.is_dir() else path.parent
    try:
        return shutil.disk_usage(place).free < _HARDLY_ANYTHING
    except OSError:
        return False
