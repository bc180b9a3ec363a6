"""What can go wrong, cut by what the person does next; codes and parameters, never sentences.

SanadError            never raised itself
├── DomainError       correct the input
│   └── Refused       the rule forbids it for this person or at this moment
├── AuthError         sign in, or let a manager sign
├── OfflineError      try again later
├── StoreError        the store cannot be used as it is: disk, lock, damage, version
└── BugError          call support
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class SanadError(Exception):
    """Carries a stable `code` and plain parameters; the window turns them into a sentence."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.code} ({details})" if details else self.code


class DomainError(SanadError):
    """The input is wrong; `field` in the parameters names where, if one field is to blame."""


@contextmanager
def at_field(field: str) -> Iterator[None]:
    """Whatever is wrong inside is wrong in this field."""
    try:
        yield
    except DomainError as error:
        raise type(error)(error.code, **{**error.params, "field": field}) from None


class Refused(DomainError):
    """The input is fine, the rule says no: wrong state, missing right, something still open."""


class AuthError(SanadError):
    """Who is at the keyboard is not known, or may not do this."""


class OfflineError(SanadError):
    """The line is down; nothing was lost and the same thing can be tried again."""


class StoreError(SanadError):
    """The local store cannot be used as it is; its files were left untouched."""


class BugError(SanadError):
    """The program contradicts itself."""
