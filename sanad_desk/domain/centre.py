"""The centre and the desk: who they are on paper, and how they charge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sanad_desk.domain.catalogue import NO_WORDS, Words
from sanad_desk.domain.charges import VatMode
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.identity import check_cr_number, check_name, check_phone, check_vatin


@dataclass(frozen=True, slots=True)
class Centre:
    """One Sanad centre, as printed on every receipt (Consumer Protection exec. reg. Art. 12)."""

    code: str  # four letters or digits, part of every receipt number
    name: Words
    trade_name: Words
    cr_number: str
    licence_number: str = ""
    wilayat: str = ""
    address: Words = NO_WORDS
    phone: str = ""
    vatin: str = ""
    vat_mode: VatMode = VatMode.OFF
    footer: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class Desk:
    """One counter PC of a centre; `public_key` checks what it signs."""

    centre_code: str
    number: int
    epoch: int
    public_key: bytes


def check_centre_code(text: str) -> str:
    """Four capital letters or digits."""
    code = text.strip().upper()
    if len(code) != 4 or not code.isascii() or not code.isalnum():
        raise DomainError("centre_code_malformed", field="code")
    return code


def check_desk_number(number: int) -> int:
    """1 to 99, unique in the centre."""
    if not 1 <= number <= 99:
        raise DomainError("desk_number_malformed", field="desk_number")
    return number


def check_centre(centre: Centre) -> Centre:
    """The centre with its fields cleaned; raises DomainError with `field` naming the first that cannot be."""
    fields: dict[str, Callable[[], object]] = {
        "name": lambda: Words(check_name(centre.name.ar).value, centre.name.en.strip()),
        "cr_number": lambda: check_cr_number(centre.cr_number).value,
        "phone": lambda: check_phone(centre.phone).value,
        "vatin": lambda: check_vatin(centre.vatin).value if centre.vatin.strip() else "",
    }
    cleaned: dict[str, object] = {"code": check_centre_code(centre.code)}
    for field, check in fields.items():
        try:
            cleaned[field] = check()
        except DomainError as error:
            raise type(error)(error.code, **{**error.params, "field": field}) from None
    vatin = str(cleaned["vatin"])
    if centre.vat_mode is not VatMode.OFF and not vatin:
        raise DomainError("vatin_missing", field="vatin")
    return Centre(
        code=str(cleaned["code"]),
        name=cleaned["name"],  # type: ignore[arg-type]  # checked above, mypy sees object
        trade_name=centre.trade_name if centre.trade_name else cleaned["name"],  # type: ignore[arg-type]
        cr_number=str(cleaned["cr_number"]),
        licence_number=centre.licence_number.strip(),
        wilayat=centre.wilayat,
        address=centre.address,
        phone=str(cleaned["phone"]),
        vatin=vatin,
        vat_mode=centre.vat_mode,
        footer=centre.footer,
    )
