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


@dataclass(frozen=True, slots=True)
class FoundFile:
    """What a provisioning file says, to be read before it is used; `file` is the core's own."""

    centre_ar: str
    centre_en: str
    centre_code: str
    desk_number: int
    address: str
    manager_ar: str
    manager_en: str
    valid_until: int
    is_trusted: bool
    file: object


class FirstRunDoor(Protocol):
    """All are called in the store's thread, but for the last two."""

    def places(self) -> Sequence[Governorate]: ...

    def found(self, form: FirstRunForm) -> None:
        """Raises DomainError with `field` where an answer cannot be."""
        ...

    def found_demo(self) -> None: ...

    def found_from_file(self, found: FoundFile, signed_by: str) -> None:
        """`signed_by` as the slip has it; raises DomainError with the field `signed_by` where that is another."""
        ...

    def look_at_file(self, path: str) -> FoundFile:
        """In the thread of copies, as a stick is slow; raises DomainError or StoreError for what is no good file."""
        ...

    def found_from_server(self, address: str, code: str) -> None:
        """In the network's thread: the desk of a centre that the server knows, with the people who sign in there.

        Raises OfflineError, and DomainError where address or code cannot be.
        """
        ...
