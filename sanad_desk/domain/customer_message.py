"""A message to a customer about his case: its text in both languages, and the links that hand it to a telephone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote
from uuid import UUID

OMAN = "+968"
# One SMS in Latin letters holds 160; in Arabic one of two parts holds 67.
LONGEST_AR, LONGEST_EN = 134, 160
# Any letter outside the telephones' own alphabet makes an SMS less than half as long.
_PLAIN = str.maketrans("–—·‘’“”", "---''\"\"")


class ToldBy(StrEnum):
    """Which way a customer was told; the words stand in the journal."""

    COPIED = "copied"
    WHATSAPP = "whatsapp"
    CALL = "call"
    SMS = "sms"
    GATEWAY = "gateway"  # by the central server


@dataclass(frozen=True, slots=True)
class CustomerMessage:
    """Ready to send; `phone` is +968######## or a foreign number with its +, and belongs to `customer_id`.

    Without a phone it can be copied, and read out to whoever stands at the counter.
    """

    reference: str  # of the case
    phone: str
    text_ar: str
    text_en: str
    state: str  # of the case, as the text says it
    customer_id: UUID | None
    has_gateway: bool  # the central server would carry it

    def text(self, language: str) -> str:
        """In `ar` or `en`."""
        return self.text_en if language == "en" else self.text_ar

    def whatsapp_url(self, language: str = "ar") -> str:
        """Opens the conversation with the text typed in; that service takes numbers without their +."""
        return f"https://wa.me/{self.phone.removeprefix('+')}?text={quote(self.text(language), safe='')}"

    def sms_url(self, language: str = "ar") -> str:
        """As RFC 5724 has it."""
        return f"sms:{self.phone}?body={quote(self.text(language), safe='')}"

    @property
    def call_url(self) -> str:
        """As RFC 3966 has it."""
        return f"tel:{self.phone}"


def local_phone(phone: str) -> str:
    """As people of Oman dial it: eight digits; a foreign number stays whole."""
    return phone.removeprefix(OMAN)


def in_phone_letters(text: str) -> str:
    """Latin text with the dashes and quotes of print as a telephone types them."""
    return text.translate(_PLAIN)


def first_that_fits(candidates: Iterable[str], longest: int) -> str:
    """Candidates from the fullest to the shortest; the last one where none fits, as nothing of it can be left out."""
    text = ""
    for text in candidates:
        if len(text) <= longest:
            return text
    return text
