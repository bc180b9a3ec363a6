"""The text of a receipt's QR: short, readable by any desk, and worth nothing once a character of it is changed."""

from __future__ import annotations

import hashlib
import string

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.receipt_number import ReceiptNumber
from sanad_desk.wire.receipt_code import ReceiptCode, is_signed_by_its_key, read_receipt_code, sign_receipt

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NUMBER = str(ReceiptNumber("KSB1", 2, 2026, 418))
CODE = sign_receipt(KEY, NUMBER, 1_795_320_000, 28_000, hashlib.sha256(b"picture").digest())
# The alphabet of QR's alphanumeric mode: a third smaller than bytes.
ALPHANUMERIC = set(string.digits + string.ascii_uppercase + " $%*+-./:")


def _is_true(text: str) -> bool:
    try:
        return is_signed_by_its_key(read_receipt_code(text))
    except DomainError:
        return False


def test_a_code_is_read_back_and_true() -> None:
    assert read_receipt_code(CODE.text) == CODE
    assert _is_true(CODE.text)
    assert (CODE.total, CODE.number, len(CODE.digest)) == (28_000, NUMBER, 16)


def test_a_code_fits_the_small_alphabet() -> None:
    assert set(CODE.text) <= ALPHANUMERIC
    assert len(CODE.text) < 240


def test_case_and_line_breaks_of_a_scanner_do_not_matter() -> None:
    assert _is_true(CODE.text.lower())
    assert _is_true(CODE.text[:50] + "\r\n" + CODE.text[50:] + " ")


def test_every_changed_character_is_found() -> None:
    for place, character in enumerate(CODE.text):
        for other in ("A", "7", ":", "-"):
            if other != character:
                assert not _is_true(CODE.text[:place] + other + CODE.text[place + 1 :]), (place, other)


def test_every_cut_is_found() -> None:
    assert not any(_is_true(CODE.text[:length]) for length in range(len(CODE.text)))


@pytest.mark.parametrize(
    "forged",
    [
        {"total": 1_000},
        {"issued_at": 1_795_320_001},
        {"digest": bytes(16)},
        {"number": str(ReceiptNumber("KSB1", 2, 2026, 419))},
        {"public_key": Ed25519PrivateKey.generate().public_key().public_bytes_raw()},
        {"signature": bytes(64)},
    ],
)
def test_every_changed_field_is_found(forged: dict[str, object]) -> None:
    parts = {name: getattr(CODE, name) for name in ReceiptCode.__slots__}
    assert not is_signed_by_its_key(ReceiptCode(**{**parts, **forged}))


@pytest.mark.parametrize(
    "text",
    ["", "SND1", "hello", "SND1:::::::", CODE.text + ":X", CODE.text.replace("SND1", "SND2"), "إيصال", CODE.text + "="],
)
def test_other_texts_are_no_receipt_codes(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_receipt_code(text)
    assert refused.value.code.startswith("receipt_")


def test_one_receipt_has_one_text() -> None:
    """Base32 has spare bits at its end, and numbers have other spellings: neither makes a second true text."""
    head, signature = CODE.text.rsplit(":", 1)
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    twins = [f"{head}:{signature[:-1]}{other}" for other in last if other != signature[-1]]
    twins += [CODE.text.replace(":28000:", f":{other}:") for other in ("028000", "+28000", "28_000")]
    assert not any(map(_is_true, twins))
