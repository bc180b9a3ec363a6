"""The address of a central server, as people type it and provisioning files carry it."""

from __future__ import annotations

from urllib.parse import urlsplit

from sanad_desk.domain.errors import DomainError

_HERE = ("127.0.0.1", "localhost", "::1")


def check_address(text: str) -> str:
    """`https://host[:port]`; plain http only to this very machine. Raises DomainError address_malformed."""
    address = text.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
        is_good = is_safe and bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise DomainError("address_malformed", field="address") from None
    if not is_good or parts.path or parts.query or parts.fragment or any(sign.isspace() for sign in address):
        raise DomainError("address_malformed", field="address")
    return address
