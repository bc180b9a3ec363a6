"""The manifest of a closing: what it says of everything that counts to it, and the signature it carries."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sanad_desk.domain.totals import Totals

_PURPOSE = b"SNDZ1"  # so that a signature of a closing is never one of something else


class Manifest(msgspec.Struct, frozen=True, array_like=True):
    """What a closing says of everything that counts to it, in baisa; pairs are sorted by their code."""

    receipts: int
    reversals: int
    first_number: str
    last_number: str
    government: int
    paid_direct: int
    centre: int
    vat: int
    account: int
    refund_due: int
    waived: int
    tenders: tuple[tuple[str, int], ...]
    entities: tuple[tuple[str, int], ...]
    movements: tuple[tuple[str, int], ...]  # cash movements by kind
    buckets: tuple[tuple[str, int], ...]  # accounts of the ledger, as they were changed
    chain_head: bytes  # the hash of everything before


def manifest_of(
    totals: Totals,
    numbers: tuple[str, str],
    movements: Mapping[str, int],
    buckets: Mapping[str, int],
    chain_head: bytes,
) -> Manifest:
    """What is nothing is not named; `numbers` are the first and last receipt, empty where there is none."""
    return Manifest(
        receipts=totals.count,
        reversals=totals.reversals,
        first_number=numbers[0],
        last_number=numbers[1],
        government=totals.government,
        paid_direct=totals.paid_direct,
        centre=totals.centre,
        vat=totals.vat,
        account=totals.account,
        refund_due=totals.refund_due,
        waived=totals.waived,
        tenders=_named(totals.tenders),
        entities=_named(totals.entities),
        movements=_named(movements),
        buckets=_named(buckets),
        chain_head=chain_head,
    )


def totals_of(manifest: Manifest) -> Totals:
    """The totals as they were closed."""
    return Totals(
        count=manifest.receipts,
        reversals=manifest.reversals,
        government=manifest.government,
        paid_direct=manifest.paid_direct,
        centre=manifest.centre,
        vat=manifest.vat,
        account=manifest.account,
        refund_due=manifest.refund_due,
        waived=manifest.waived,
        tenders=dict(manifest.tenders),
        entities=dict(manifest.entities),
    )


def _named(sums: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((code, amount) for code, amount in sums.items() if amount))


def sign_closing(key: Ed25519PrivateKey, unsigned_head: bytes) -> bytes:
    """The desk's signature over the chain's hash up to the closing, its own entry unsigned as yet."""
    return key.sign(_PURPOSE + unsigned_head)


def is_signed_closing(public_key: bytes, unsigned_head: bytes, signature: bytes) -> bool:
    """Whether the desk with that key closed so."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, _PURPOSE + unsigned_head)
    except (InvalidSignature, ValueError):
        return False
    return True
