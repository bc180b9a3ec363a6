"""Signs what Schemathesis makes up, and makes up bodies that can be unpacked: hooks by SCHEMATHESIS_HOOKS."""

from __future__ import annotations

import base64
import json
import os
import re
from typing import Any

import msgspec
import requests
import schemathesis
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import strategies as st

from sanad_desk.domain.clock import SystemClock
from sanad_desk.wire.entries import GENESIS_HASH, chain_hash
from sanad_desk.wire.messages import MEDIA_TYPE, digest_of, sign_batch
from sanad_desk.wire.packing import Packer
from sanad_desk.wire.records import BODIES
from sanad_desk.wire.request_signature import SignedMessage, sign_request

KEY, KEY_ID = "SANAD_FUZZ_KEY", "SANAD_FUZZ_KEY_ID"
_key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(os.environ[KEY]))
_key_id = os.environ[KEY_ID]
_desk_id = _key_id.split(".")[1]
_packer = Packer()

_numbers = st.integers(0, 3) | st.integers(-(2**63), 2**64 - 1)
_raw = st.binary(max_size=64)
_anything = st.recursive(
    st.none() | st.booleans() | _numbers | st.floats() | st.text() | _raw,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
_batches = st.tuples(st.just(1), st.just(0), st.lists(_raw, max_size=3)).map(
    lambda parts: [*parts, _signature(parts[2])]
)
_loose_batches = st.tuples(_numbers, _numbers, st.lists(_raw, max_size=3), st.binary(min_size=64, max_size=64))
_kinds = st.sampled_from([*BODIES, "centre"]) | st.text(max_size=12)
_bodies = st.none() | _raw | _anything.map(msgspec.msgpack.encode)
_records = st.lists(st.tuples(_kinds, _raw, st.just(1), st.integers(1, 99), _bodies), max_size=3).map(
    lambda records: [sorted(records, key=lambda one: one[3]), 0]
)
_texts = st.lists(st.tuples(st.binary(min_size=16, max_size=16), st.text(), st.text()), max_size=3).map(
    lambda texts: [texts]
)
_packed = (_batches | _records | _texts | _loose_batches | _anything).map(msgspec.msgpack.encode).map(_packer.pack)


def _signature(entries: list[bytes]) -> bytes:
    head = GENESIS_HASH
    for raw in entries:
        head = chain_hash(head, raw)
    return sign_batch(_key, bytes.fromhex(_desk_id), 1, len(entries), head)


schemathesis.openapi.media_type(MEDIA_TYPE, _packed | _raw | _raw.map(_packer.pack))


class _Signature(requests.auth.AuthBase):
    """Called last, when the request is as it will be sent."""

    def __call__(self, request: Any) -> Any:
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        # The own desk, or little would come past the row scope.
        request.url = re.sub("/v1/desks/[0-9a-f]{32}/", f"/v1/desks/{_desk_id}/", request.url)
        enrolling = request.path_url.startswith("/v1/enrol")
        if request.path_url.endswith(("/enrol", "/epochs")):
            body = _with_keys(body, _key.public_key().public_bytes_raw() if enrolling else digest_of(body))
            request.prepare_body(body, None)
        message = SignedMessage(request.method, request.path_url)
        sign_request(message, body, _key, "enrol" if enrolling else _key_id, SystemClock().now())
        # The library that asks would unpack zstd, and has no dictionary.
        request.headers.update(message.headers | {"Accept-Encoding": "identity"})
        return request


schemathesis.auth.set_from_requests(_Signature())


def _with_keys(body: bytes, public_key: bytes) -> bytes:
    """No chance makes a key of the right length, and none that signs."""
    try:
        said = json.loads(body)
    except ValueError:
        return body
    for name, raw in (("public_key", public_key), ("base_hash", GENESIS_HASH)):
        if isinstance(said, dict) and name in said:
            said[name] = base64.b64encode(raw).decode()
    return json.dumps(said).encode()
