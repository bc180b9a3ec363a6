"""What the first run hands over, and the places it offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Wilayat:
    code: str
    name_ar: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Governorate:
    """With its wilayats, in the official order."""

    code: str
    name_ar: str
    name_en: str
    wilayats: tuple[Wilayat, ...] = ()


@dataclass(frozen=True, slots=True)
class FirstRunForm:
    """As typed and cleaned; empty where nothing was asked for or given."""

    centre_code: str
    name_ar: str
    name_en: str
    trade_name: str
    cr_number: str
    licence_number: str
    vatin: str
    governorate: str
    wilayat: str
    address: str
    phone: str
    desk_number: int
    manager_name_ar: str
    manager_name_en: str
    manager_pin: str = field(repr=False)


class FirstRunDoor(Protocol):
    """All are called in the store's thread, but for the last."""

    def places(self) -> Sequence[Governorate]: ...

    def found(self, form: FirstRunForm) -> None:
        """Raises DomainError with `field` where an answer cannot be."""
        ...

    def found_demo(self) -> None: ...

    def found_from_server(self, address: str, code: str) -> None:
        """In the network's thread: the desk of a centre that the server knows, with the people who sign in there.

        Raises OfflineError, and DomainError where address or code cannot be.
        """
        ...
