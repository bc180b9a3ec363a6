"""Signatures of requests: HTTP Message Signatures (RFC 9421) by Ed25519 with Content-Digest (RFC 9530)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, HTTPSignatureKeyResolver, algorithms
from http_message_signatures.exceptions import HTTPMessageSignaturesException

from sanad_desk.domain.errors import AuthError

TAG = "sanad-1"
CLOCK_TOLERANCE_MS = 300_000
_COVERED = ("@method", "@path", "@query", "content-digest")
# The library wants an absolute address; host and scheme are not signed, as a proxy before the server may change them.
_ANYWHERE = "https://sanad"


@dataclass(slots=True)
class SignedMessage:
    """A request as both ends sign it; `target` is path and query as they are sent."""

    method: str
    target: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return _ANYWHERE + self.target


class _OneKey(HTTPSignatureKeyResolver):
    def __init__(self, key: object) -> None:
        self._key = key

    def resolve_private_key(self, key_id: str) -> Any:
        return self._key

    def resolve_public_key(self, key_id: str) -> Any:
        return self._key


class _Verifier(HTTPMessageVerifier):
    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        """Checked by `verify_request` against the server's own clock, as its refusal carries the time."""


def sign_request(message: SignedMessage, body: bytes, key: Ed25519PrivateKey, key_id: str, created_ms: int) -> None:
    """Adds Content-Digest, Signature-Input and Signature to the headers."""
    signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=_OneKey(key))
    signer.sign(
        message,
        key_id=key_id,
        created=datetime.fromtimestamp(created_ms // 1000, UTC),
        label="sanad",
        tag=TAG,
        covered_component_ids=_COVERED,
        body=body,
    )


def verify_request(
    message: SignedMessage, body: bytes | None, key_of: Callable[[str], bytes | None], now_ms: int
) -> str:
    """The key id of a request that is whole, fresh and signed by the key `key_of` gives for it.

    Without a body only its head is checked, before a large body is let in.

    Raises AuthError: signature_missing, signature_wrong, signature_stale, desk_unknown.
    """
    if "signature-input" not in {name.lower() for name in message.headers}:
        raise AuthError("signature_missing")
    asked: list[tuple[str, bytes | None]] = []

    class Keys(HTTPSignatureKeyResolver):
        def resolve_private_key(self, key_id: str) -> Any:
            raise NotImplementedError

        def resolve_public_key(self, key_id: str) -> Any:
            asked.append((key_id, key_of(key_id)))
            raw = asked[-1][1]
            return Ed25519PublicKey.from_public_bytes(raw) if raw else None

    verifier = _Verifier(signature_algorithm=algorithms.ED25519, key_resolver=Keys())
    try:
        results = verifier.verify(message, max_age=None, expect_tag=TAG, require_components=_COVERED, body=body)
    except (HTTPMessageSignaturesException, ValueError) as error:
        if asked and asked[-1][1] is None:
            raise AuthError("desk_unknown") from error
        raise AuthError("signature_wrong") from error
    if len(results) != 1:
        raise AuthError("signature_wrong")  # one key's time must not stand for another's
    created = results[0].parameters.get("created")
    if not isinstance(created, int) or abs(created * 1000 - now_ms) > CLOCK_TOLERANCE_MS:
        raise AuthError("signature_stale")
    return asked[-1][0]
