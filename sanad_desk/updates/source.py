"""Where an update comes from: the files of an update site by their paths, over the line or from a stick."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from sanad_desk.domain.errors import DomainError


class Missing(Exception):
    """The site has no such file."""


class Source(Protocol):
    """`read` gives a whole file of at most so many bytes.

    It raises Missing, OfflineError, or DomainError update_damaged for a longer one.
    """

    def read(self, path: str, most: int) -> bytes: ...


class FolderSource:
    """A stick, or any other folder."""

    def __init__(self, site: Path) -> None:
        self._site = site

    def read(self, path: str, most: int) -> bytes:
        try:
            if not (self._site / path).is_file():  # a pipe or a device would be read for ever
                raise Missing(path)
            with (self._site / path).open("rb") as file:
                raw = file.read(most + 1)
        except OSError as error:
            raise Missing(path) from error
        return bounded(raw, most)


def bounded(raw: bytes, most: int) -> bytes:
    if len(raw) > most:
        raise DomainError("update_damaged")
    return raw
