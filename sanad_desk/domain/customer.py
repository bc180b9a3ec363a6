"""A customer: a person or a company, found again by civil number, CR number or phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from sanad_desk.domain.catalogue import NO_WORDS, Words
from sanad_desk.domain.digits import only_digits
from sanad_desk.domain.errors import DomainError, at_field
from sanad_desk.domain.identity import (
    Checked,
    check_civil_number,
    check_cr_number,
    check_name,
    check_phone,
    mask_identifier,
)


@dataclass(frozen=True, slots=True)
class Customer:
    """Identity data kept beside the money, correctable and erasable; one name at least, one number at least."""

    id: UUID
    is_company: bool = False
    name: Words = NO_WORDS
    civil_number: str = ""
    cr_number: str = ""
    phone: str = ""
    visits: int = 0

    @property
    def masked(self) -> str:
        """The number that names the customer, hidden but for its end."""
        return self.masked_identity or mask_identifier(self.phone)

    @property
    def masked_identity(self) -> str:
        """The civil or CR number for paper, which calls it so; a phone is neither."""
        return mask_identifier(self.cr_number if self.is_company else self.civil_number)


def check_customer(customer: Customer) -> tuple[Customer, tuple[str, ...]]:
    """The customer with cleaned fields, and warnings; DomainError carries `field`."""
    warnings: list[str] = []

    def checked(field: str, text: str, check: Callable[[str], Checked]) -> str:
        if not text.strip():
            return ""
        with at_field(field):
            result = check(text)
        warnings.extend(result.warnings)
        return result.value

    cleaned = replace(
        customer,
        name=Words(checked("name_ar", customer.name.ar, check_name), checked("name_en", customer.name.en, check_name)),
        civil_number=checked("civil_number", customer.civil_number, check_civil_number),
        cr_number=checked("cr_number", customer.cr_number, check_cr_number),
        phone=checked("phone", customer.phone, check_phone),
    )
    if not cleaned.name:
        raise DomainError("name_missing", field="name_ar")
    if cleaned.is_company and not cleaned.cr_number:
        raise DomainError("value_missing", field="cr_number")
    if not cleaned.is_company and not (cleaned.civil_number or cleaned.phone):
        raise DomainError("value_missing", field="civil_number")
    return cleaned, tuple(warnings)


def guess_number(text: str) -> str:
    """Which number was typed into the one customer box: `civil_number`, `phone` or `cr_number`; empty for a name.

    Eight digits may be either a phone or a civil number: those that begin like an Omani line are looked up as both.
    """
    digits = only_digits(text)
    if digits.startswith(("+", "00")) or (len(digits) == 11 and digits.startswith("968")):
        return "phone"
    if not digits.isdecimal():
        return ""
    if len(digits) == 8 and digits[0] in "79":
        return "phone"
    return "cr_number" if len(digits) in (4, 5, 7) else "civil_number"
