"""The centre and the desk: who they are on paper, and how they charge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sanad_desk.domain.catalogue import NO_WORDS, Words
from sanad_desk.domain.charges import VatMode
from sanad_desk.domain.digits import clean_text
from sanad_desk.domain.errors import DomainError, at_field
from sanad_desk.domain.identity import (
    LONGEST_REFERENCE,
    LONGEST_TEXT,
    Checked,
    check_cr_number,
    check_name,
    check_phone,
    check_vatin,
)
from sanad_desk.domain.money import check_baisa
from sanad_desk.domain.working_days import OwnDay

MOST_MONTHS = 120  # as long as the books themselves are kept
LONGEST_FOOTER = 240  # three lines of the narrow roll
MOST_OWN_DAYS = 60


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
    variance_threshold: int = 1_000  # baisa; a drawer that is further off asks for the manager
    movement_threshold: int = 50_000  # baisa; money that leaves above it does too
    identity_months: int = 24  # after a person's last visit his identity data is erased
    own_days: tuple[OwnDay, ...] = ()  # holidays announced late, and such as were called off


@dataclass(frozen=True, slots=True)
class Desk:
    """One counter PC of a centre; `public_key` checks what it signs. Without a server it has no spare number."""

    centre_code: str
    number: int
    epoch: int
    public_key: bytes
    centre_id: bytes
    desk_id: bytes
    spare_number: int = 0
    server_id: bytes | None = None
    server_key: bytes | None = None


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


def check_centre_name(name: Words) -> Words:
    """Cleaned; the Arabic one cannot be missing."""
    return Words(_named("name", check_name, name.ar), _line("name", name.en))


def check_centre(centre: Centre) -> Centre:
    """The centre with its fields cleaned; raises DomainError with `field` naming the first that cannot be."""
    code = check_centre_code(centre.code)
    name = check_centre_name(centre.name)
    vatin = _named("vatin", check_vatin, centre.vatin) if centre.vatin.strip() else ""
    if centre.vat_mode is not VatMode.OFF and not vatin:
        raise DomainError("vatin_missing", field="vatin")
    return Centre(
        code=code,
        name=name,
        trade_name=_lines("trade_name", centre.trade_name) or name,
        cr_number=_named("cr_number", check_cr_number, centre.cr_number),
        licence_number=_line("licence_number", centre.licence_number, LONGEST_REFERENCE),
        wilayat=centre.wilayat,
        address=_lines("address", centre.address),
        phone=_named("phone", check_phone, centre.phone),
        vatin=vatin,
        vat_mode=centre.vat_mode,
        footer=_lines("footer", centre.footer, LONGEST_FOOTER),
        variance_threshold=_amount("variance_threshold", centre.variance_threshold),
        movement_threshold=_amount("movement_threshold", centre.movement_threshold),
        identity_months=_months("identity_months", centre.identity_months),
        own_days=_own_days("own_days", centre.own_days),
    )


def _named(field: str, check: Callable[[str], Checked], text: str) -> str:
    with at_field(field):
        return check(text).value


def _amount(field: str, amount: int) -> int:
    with at_field(field):
        return check_baisa(amount)


def _months(field: str, months: int) -> int:
    if not 1 <= months <= MOST_MONTHS:
        raise DomainError("months_out_of_range", most=MOST_MONTHS, field=field)
    return months


def _own_days(field: str, days: tuple[OwnDay, ...]) -> tuple[OwnDay, ...]:
    """By date; of two words on one day the last holds."""
    by_day = {own.day: replace(own, name=_lines(field, own.name)) for own in days}
    if len(by_day) > MOST_OWN_DAYS:
        raise DomainError("too_many_own_days", most=MOST_OWN_DAYS, field=field)
    return tuple(own for _, own in sorted(by_day.items()))


def _line(field: str, text: str, limit: int = LONGEST_TEXT) -> str:
    cleaned = clean_text(text)
    if len(cleaned) > limit:
        raise DomainError("text_too_long", limit=limit, field=field)
    return cleaned


def _lines(field: str, words: Words, limit: int = LONGEST_TEXT) -> Words:
    return Words(_line(field, words.ar, limit), _line(field, words.en, limit))
