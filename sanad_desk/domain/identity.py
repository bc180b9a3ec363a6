"""Numbers that name people, companies and things in Oman: cleaned, checked, and masked afterwards (FIELD.md §4.1).

Rules without a public standard only warn; a check raises DomainError where the value cannot be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sanad_desk.domain.digits import clean_text, only_digits, to_ascii_digits
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.money import parse_amount

LONGEST_NAME = 120
LONGEST_TEXT = 120
LONGEST_REFERENCE = 40
CARD_RENEWAL_DAYS = 30

_MOBILE = re.compile(r"(?:7[124-9]|9[1-9])\d{6}|90[1-9]\d{5}", re.ASCII)
_LANDLINE = re.compile(r"2[1-6]\d{6}", re.ASCII)
_DATE = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_PLATE = re.compile(r"([0-9]{1,6})[\s/-]*([A-Z]{1,3}|[ء-ي](?:\s*[ء-ي]){0,2})")


@dataclass(frozen=True, slots=True)
class Checked:
    """A value as it is stored, with the codes of what looks unusual about it."""

    value: str
    warnings: tuple[str, ...] = ()


def _filled(text: str) -> str:
    cleaned = clean_text(text)
    if not cleaned:
        raise DomainError("value_missing")
    return cleaned


def check_civil_number(text: str) -> Checked:
    """Eight digits usually, six to nine known; there is no public check digit."""
    digits = only_digits(_filled(text))
    if not re.fullmatch(r"[0-9]{6,9}", digits):
        raise DomainError("civil_number_malformed", text=text.strip()[:20])
    return Checked(digits, () if len(digits) == 8 else ("civil_number_unusual",))


def check_phone(text: str) -> Checked:
    """An Omani number of eight digits, stored as +968########; foreign numbers need their + and country code."""
    digits = only_digits(_filled(text))
    foreign = digits.startswith(("+", "00")) and not digits.startswith(("+968", "00968"))
    digits = re.sub(r"^(?:\+|00)", "", digits)
    if not (digits.isascii() and digits.isdecimal()):
        raise DomainError("phone_length", text=text.strip()[:20])
    if foreign:
        if not 7 <= len(digits) <= 15:
            raise DomainError("phone_length", text=text.strip()[:20])
        return Checked("+" + digits)
    if len(digits) == 11 and digits.startswith("968"):
        digits = digits[3:]
    if len(digits) != 8:
        raise DomainError("phone_length", text=text.strip()[:20])
    usual = _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits)
    return Checked("+968" + digits, () if usual else ("phone_prefix_unusual",))


def check_cr_number(text: str) -> Checked:
    """A commercial registration number: four to eight digits, usually seven."""
    digits = only_digits(_filled(text))
    if not re.fullmatch(r"[0-9]{4,8}", digits):
        raise DomainError("cr_number_malformed", text=text.strip()[:20])
    return Checked(digits, () if len(digits) == 7 else ("cr_number_unusual",))


def check_vatin(text: str) -> Checked:
    """OM and ten digits."""
    vatin = only_digits(_filled(text)).upper()
    if not re.fullmatch(r"OM[0-9]{10}", vatin):
        raise DomainError("vatin_malformed", text=text.strip()[:20])
    return Checked(vatin)


def check_passport(text: str) -> Checked:
    """Latin letters and digits as on the machine-readable line, six to twelve usually; no rule covers all states."""
    passport = only_digits(_filled(text)).upper()
    if not re.fullmatch(r"[A-Z0-9]{3,20}", passport):
        raise DomainError("passport_malformed", text=text.strip()[:20])
    return Checked(passport, () if 6 <= len(passport) <= 12 else ("passport_unusual",))


def check_plate(text: str) -> Checked:
    """One to six digits and one to three letters usually, in either order; stored as `1234 AB`."""
    plain = to_ascii_digits(_filled(text)).upper()
    digits_first = re.sub(r"^([^0-9]+?)[\s/-]*([0-9]+)$", r"\2 \1", plain)
    match = _PLATE.fullmatch(digits_first)
    if match is None:
        # Export, diplomatic and foreign plates have shapes of their own.
        if not re.fullmatch(r"(?=.*[0-9])[0-9A-Zء-ي /-]{1,14}", plain):
            raise DomainError("plate_malformed", text=text.strip()[:20])
        return Checked(plain, ("plate_unusual",))
    return Checked(f"{match[1]} {''.join(match[2].split())}")


def check_iban(text: str) -> Checked:
    """An Omani IBAN: OM, 21 more characters, remainder 1 modulo 97 (ISO 13616)."""
    iban = only_digits(_filled(text)).upper()
    if not re.fullmatch(r"OM[0-9]{5}[A-Z0-9]{16}", iban):
        raise DomainError("iban_malformed", text=text.strip()[:34])
    if int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 != 1:
        raise DomainError("iban_checksum", text=iban)
    return Checked(iban)


def check_email(text: str) -> Checked:
    """Something before and after one @, with a dot behind it."""
    email = _filled(text)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", email) or len(email) > 254:
        raise DomainError("email_malformed", text=email[:40])
    return Checked(email)


def parse_date(text: str) -> date:
    """A Gregorian date typed d/M/yyyy in either digit set, or pasted as ISO."""
    plain = to_ascii_digits(_filled(text)).replace(" / ", "/")
    if iso := _ISO_DATE.fullmatch(plain):
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3])
    elif match := _DATE.fullmatch(plain):
        day, month, year = int(match[1]), int(match[2]), int(match[3])
    else:
        raise DomainError("date_malformed", text=text.strip()[:20])
    if not 1900 <= year <= 2200:
        raise DomainError("date_unknown", text=text.strip()[:20])
    try:
        return date(year, month, day)
    except ValueError:
        raise DomainError("date_unknown", text=text.strip()[:20]) from None


def expiry_warnings(valid_until: date, today: date) -> tuple[str, ...]:
    """A card that is over or must be renewed within thirty days is worth a word."""
    if valid_until < today:
        return ("card_expired",)
    if valid_until <= today + timedelta(days=CARD_RENEWAL_DAYS):
        return ("card_expires_soon",)
    return ()


def check_date(text: str) -> Checked:
    """Stored as ISO 8601."""
    return Checked(parse_date(text).isoformat())


def check_amount(text: str) -> Checked:
    """Stored as whole baisa."""
    return Checked(str(parse_amount(text)))


def check_number(text: str) -> Checked:
    """A whole number of at most twenty digits, as on meters, accounts and request forms."""
    digits = only_digits(_filled(text))
    if not re.fullmatch(r"[0-9]{1,20}", digits):
        raise DomainError("number_malformed", text=text.strip()[:20])
    return Checked(digits)


def check_text(text: str) -> Checked:
    """One line of text."""
    cleaned = _filled(text)
    if len(cleaned) > LONGEST_TEXT:
        raise DomainError("text_too_long", limit=LONGEST_TEXT)
    return Checked(cleaned)


def check_name(text: str) -> Checked:
    """A person's or company's full name, never split into parts."""
    cleaned = _filled(text)
    if len(cleaned) > LONGEST_NAME:
        raise DomainError("text_too_long", limit=LONGEST_NAME)
    if sum(c.isalpha() for c in cleaned) < 2:
        raise DomainError("name_malformed", text=cleaned[:20])
    return Checked(cleaned)


def check_reference(text: str) -> Checked:
    """A request or payment number of an entity's portal: any text up to forty characters."""
    reference = to_ascii_digits(_filled(text))
    if len(reference) > LONGEST_REFERENCE:
        raise DomainError("reference_too_long", limit=LONGEST_REFERENCE)
    return Checked(reference)


CHECKS: Mapping[str, Callable[[str], Checked]] = {
    "civil_number": check_civil_number,
    "phone": check_phone,
    "cr_number": check_cr_number,
    "vatin": check_vatin,
    "plate": check_plate,
    "passport": check_passport,
    "email": check_email,
    "iban": check_iban,
    "date": check_date,
    "amount": check_amount,
    "number": check_number,
    "name": check_name,
    "text": check_text,
    "reference": check_reference,
}


def mask_identifier(identifier: str) -> str:
    """All but the last four characters hidden; what is that short already is hidden by half."""
    shown = min(4, len(identifier) // 2)
    return "•" * (len(identifier) - shown) + identifier[len(identifier) - shown :]


def show_phone(stored: str) -> str:
    """`+96899123456` as people read it: `9912 3456`, landlines `24 567890`, foreign numbers as they are."""
    if not (stored.startswith("+968") and len(stored) == 12):
        return stored
    local = stored[4:]
    return f"{local[:2]} {local[2:]}" if local[0] == "2" else f"{local[:4]} {local[4:]}"
