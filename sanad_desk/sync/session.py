"""Talking to the server: signed, packed, with its clock; refusals as what they mean."""

from __future__ import annotations

import base64
from typing import Any, TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sanad_desk.domain.clock import Clock
from sanad_desk.domain.errors import BugError, DomainError, OfflineError
from sanad_desk.sync.line import Answer, Line, Request
from sanad_desk.sync.pace import Pace
from sanad_desk.version import VERSION
from sanad_desk.wire.messages import MEDIA_TYPE, PROGRAM_HEADER, Message, Refusal, message_bytes
from sanad_desk.wire.packing import ENCODING, Packer
from sanad_desk.wire.request_signature import SignedMessage, sign_request

JSON = "application/json"
_OF_EACH = {"accept-encoding": ENCODING, PROGRAM_HEADER: VERSION}
Read = TypeVar("Read")


class Rejected(OfflineError):
    """The server answered and said no; `refusal` says why and what it wants."""

    def __init__(self, status: int, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.status = status
        self.refusal = refusal


class Session:
    """One desk's requests under one key; `clock_off_ms` is the server's clock less this one's, learnt on the way."""

    def __init__(self, line: Line, clock: Clock, key: Ed25519PrivateKey, key_id: str, *, clock_off_ms: int = 0) -> None:
        self.line = line
        self.key = key
        self.key_id = key_id
        self.clock_off_ms = clock_off_ms
        self.bytes_sent = 0
        self.pace = Pace()
        self._clock = clock
        self._packer = Packer()

    def post(self, target: str, message: Message, kind: type[Read], headers: dict[str, str] | None = None) -> Read:
        """A message out, a message back; raises OfflineError, Rejected."""
        body = self._packer.pack(message_bytes(message))
        head = {"content-type": MEDIA_TYPE, "content-encoding": ENCODING, **(headers or {})}
        return self._read(self._exchange("POST", target, body, head), kind)

    def post_json(self, target: str, message: msgspec.Struct, kind: type[Read]) -> Read:
        """The same for the routes that speak JSON."""
        answer = self._exchange("POST", target, msgspec.json.encode(message), {"content-type": JSON})
        return _decoded(answer.body, kind, msgspec.json.decode)

    def get(self, target: str, kind: type[Read]) -> Read:
        """A message back."""
        return self._read(self._exchange("GET", target, b"", {}), kind)

    def get_bytes(self, target: str) -> bytes:
        """The body as it came."""
        return self._exchange("GET", target, b"", {}).body

    def post_bytes(self, target: str, body: bytes, media_type: str) -> bytes:
        """A body as it is, and the answer's."""
        return self._exchange("POST", target, body, {"content-type": media_type}).body

    def _read(self, answer: Answer, kind: type[Read]) -> Read:
        body = answer.body
        if answer.headers.get("content-encoding") == ENCODING:
            try:
                body = self._packer.unpack(body)
            except DomainError as error:
                raise OfflineError("answer_malformed") from error
        return _decoded(body, kind, msgspec.msgpack.decode)

    def _exchange(self, method: str, target: str, body: bytes, headers: dict[str, str]) -> Answer:
        for attempt in (1, 2):
            answer = self.line.send(self._signed(method, target, body, headers))
            self.bytes_sent += len(body)
            if answer.status < 300:
                return answer
            refusal = _refusal(answer)
            if refusal.server_time:
                self.clock_off_ms = refusal.server_time - self._clock.now()
            if refusal.code != "signature_stale" or attempt == 2:
                raise Rejected(answer.status, refusal)
        raise BugError("unreachable")

    def _signed(self, method: str, target: str, body: bytes, headers: dict[str, str]) -> Request:
        message = SignedMessage(method, target, {**headers, **_OF_EACH})
        sign_request(message, body, self.key, self.key_id, self._clock.now() + self.clock_off_ms)
        return Request(method, target, message.headers, body)


def _refusal(answer: Answer) -> Refusal:
    try:
        return msgspec.json.decode(answer.body, type=Refusal)
    except msgspec.MsgspecError:
        # Whatever stands between, a proxy or a captive portal, does not speak our language.
        raise OfflineError("server_unreachable", status=answer.status) from None


def _decoded(body: bytes, kind: type[Read], decode: Any) -> Read:
    try:
        read: Read = decode(body, type=kind)
    except msgspec.MsgspecError as error:
        raise OfflineError("answer_malformed") from error
    return read


def witness_headers(witness: bytes, seq: int, head: bytes) -> dict[str, str]:
    """Proof for a server that lost what it had acknowledged."""
    return {"sanad-witness": base64.b64encode(witness).decode(), "sanad-witness-head": f"{seq}.{head.hex()}"}
