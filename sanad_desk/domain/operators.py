"""Who works at the desk: operators, their roles, and when too many wrong PINs lock one out."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.digits import only_digits
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.identity import check_name

SHORTEST_PIN = 4
LONGEST_PIN = 8
TRIES_BEFORE_LOCK = 5
FIRST_LOCK_MS = 60_000
LONGEST_LOCK_MS = 3_600_000


class Role(StrEnum):
    """An operator serves; a manager also approves, sets up and sees the totals."""

    OPERATOR = "operator"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Operator:
    """A person at the desk, without the PIN."""

    id: UUID
    name: Words
    roles: frozenset[Role]
    active: bool = True
    locked_until: int = 0  # milliseconds UTC


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An operator who has just proved who he is; every use case that writes asks for one."""

    operator_id: UUID
    name: Words
    roles: frozenset[Role]


def check_operator_name(name: Words) -> Words:
    """One language is enough: then the same name stands in both places where it is shown."""
    return Words(check_name(name.ar or name.en).value, check_name(name.en).value if name.en.strip() else "")


def check_pin(pin: str) -> str:
    """Four to eight digits of either set, as ASCII; neither all equal nor a plain run up or down."""
    pin = only_digits(pin)
    if not (SHORTEST_PIN <= len(pin) <= LONGEST_PIN and pin.isascii() and pin.isdecimal()):
        raise DomainError("pin_too_short", shortest=SHORTEST_PIN, longest=LONGEST_PIN)
    steps = {int(b) - int(a) for a, b in itertools.pairwise(pin)}
    if steps in ({0}, {1}, {-1}):
        raise DomainError("pin_too_simple")
    return pin


def locked_until(failed: int, now: int) -> int:
    """When an operator may try again after `failed` wrong PINs in a row; 0 while tries are left.

    The wait doubles with every further round, up to an hour.
    """
    if failed == 0 or failed % TRIES_BEFORE_LOCK:
        return 0
    rounds = failed // TRIES_BEFORE_LOCK
    return now + min(FIRST_LOCK_MS << min(rounds - 1, 10), LONGEST_LOCK_MS)


def is_locked(until: int, now: int) -> bool:
    """A lock further away than any lock lasts was set by a clock that ran ahead, and holds nobody."""
    return now < until <= now + LONGEST_LOCK_MS


def tries_left(failed: int) -> int:
    """Wrong PINs still allowed before the next lock."""
    return TRIES_BEFORE_LOCK - failed % TRIES_BEFORE_LOCK
