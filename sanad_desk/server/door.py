"""The door of the server: takes in a body within bounds and says whose it is, before anything reads it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated, TypeVar

import msgspec
from fastapi import Depends, Path, Request, Response

from sanad_desk.domain.clock import Clock
from sanad_desk.domain.errors import AuthError, DomainError, OfflineError
from sanad_desk.server.database import Database
from sanad_desk.server.keys import ServerKeys
from sanad_desk.server.messages_to_customers import MessageGateway
from sanad_desk.server.metrics import Metrics
from sanad_desk.server.programs import note_program
from sanad_desk.server.settings import Settings
from sanad_desk.server.signers import Signer, find_signer
from sanad_desk.wire.messages import MEDIA_TYPE, PROGRAM_HEADER, EnrolRequest, Message, key_id_of, message_bytes
from sanad_desk.wire.packing import ENCODING, MOST_SENT, Packer
from sanad_desk.wire.parcel import MOST_PARCEL
from sanad_desk.wire.request_signature import SignedMessage, verify_request

_SIGNED_HEADERS = ("content-digest", "signature-input", "signature")
_ENROLLING = "enrol"  # the key id of who has none yet
NEXT_SYNC = 60  # seconds, of a server at rest
_T = TypeVar("_T")
_M = TypeVar("_M", bound=Message)


class Room:
    """How many requests and bytes of bodies are inside; touched by the event loop alone."""

    def __init__(self, settings: Settings) -> None:
        self._most_inside, self._most_held = settings.most_inside, settings.most_held
        self._most_parcels = settings.most_parcels
        self.inside = self._held = self._parcels = 0

    @contextmanager
    def hold(self) -> Iterator[Callable[[int], None]]:
        """Takes room for bytes as they arrive: what is only announced holds up nobody.

        What it gives raises OfflineError `busy` where so many bytes more are too many.
        """
        arrived = 0

        def take(size: int) -> None:
            nonlocal arrived
            if self._held + size > self._most_held:
                raise OfflineError("busy")
            self._held += size
            arrived += size

        try:
            yield take
        finally:
            self._held -= arrived

    @contextmanager
    def hold_parcel(self) -> Iterator[None]:
        """Apart from the rest, so that no parcel is in the way of the desks; raises OfflineError `busy`."""
        if self._parcels >= self._most_parcels:
            raise OfflineError("busy")
        self._parcels += 1
        try:
            yield
        finally:
            self._parcels -= 1

    @contextmanager
    def place(self) -> Iterator[None]:
        """Raises OfflineError `busy` where nobody more may wait."""
        if self.inside >= self._most_inside:
            raise OfflineError("busy")
        self.inside += 1
        try:
            yield
        finally:
            self.inside -= 1

    @property
    def next_sync_after(self) -> int:
        """Seconds until a desk with nothing new should ask again: the fuller here, the later, up to five minutes."""
        return NEXT_SYNC + 4 * NEXT_SYNC * self.inside // self._most_inside


@dataclass(slots=True)
class Server:
    """What every request needs; nothing in it outlives the process."""

    db: Database
    keys: ServerKeys
    settings: Settings
    clock: Clock
    room: Room
    gateway: MessageGateway | None = None
    metrics: Metrics = field(default_factory=Metrics)
    ingested: threading.Event = field(default_factory=threading.Event)  # the judge has something to do


@dataclass(frozen=True, slots=True)
class Caller:
    """A desk whose request is whole, fresh, its own and allowed."""

    server: Server
    signer: Signer
    body: bytes  # as it was sent

    def message(self, kind: type[_M]) -> _M:
        """What was sent; raises DomainError: body_malformed, body_too_large."""
        raw = _packer().unpack(self.body)
        with _reading():
            return msgspec.msgpack.decode(raw, type=kind)

    def json(self, kind: type[_T]) -> _T:
        """What was sent; raises DomainError body_malformed."""
        with _reading():
            return msgspec.json.decode(self.body, type=kind)


def server_of(request: Request) -> Server:
    """The one of the app that got this request."""
    server: Server = request.app.state.server
    return server


async def _read_body(request: Request) -> AsyncIterator[bytes]:
    """Waits in no place but the kernel's until there is one here for what is coming."""
    server = server_of(request)
    with server.room.hold() as take:
        body = await _received(request, MOST_SENT, server.settings, take)
        with server.room.place(), server.metrics.inside.track_inprogress():
            yield body


async def _received(request: Request, most: int, settings: Settings, take: Callable[[int], None]) -> bytes:
    """A slow line that goes on is waited for, as the same body would be cut off again; silence is not."""
    body, loop = bytearray(), asyncio.get_running_loop()
    whole = settings.silence_seconds + _announced(request, most) / settings.slowest
    try:
        async with asyncio.timeout(whole), asyncio.timeout(settings.silence_seconds) as silence:
            async for chunk in request.stream():
                silence.reschedule(loop.time() + settings.silence_seconds)
                take(len(chunk))
                body += chunk
                if len(body) > most:
                    raise DomainError("body_too_large")
    except TimeoutError:
        raise DomainError("body_slow") from None
    return bytes(body)


def _announced(request: Request, most: int) -> int:
    if "content-length" not in request.headers:
        return most if "transfer-encoding" in request.headers else 0
    size = int(request.headers["content-length"])  # digits, or the protocol had refused it
    if size > most:
        raise DomainError("body_too_large")
    return size


# Given up when the work is done, not when the last byte of the answer is out: a slow reader keeps no place.
Body = Annotated[bytes, Depends(_read_body, scope="function")]
DeskPath = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="The desk's id in hex")]


def _any_desk(request: Request, body: Body) -> Caller:
    return _admit(request, body)


def _own_desk(request: Request, body: Body, desk: DeskPath) -> Caller:
    return _admit(request, body, desk)


def _own_desk_even_revoked(request: Request, body: Body, desk: DeskPath) -> Caller:
    return _admit(request, body, desk, even_revoked=True)


AnyDesk = Annotated[Caller, Depends(_any_desk)]
OwnDesk = Annotated[Caller, Depends(_own_desk)]
OwnDeskEvenRevoked = Annotated[Caller, Depends(_own_desk_even_revoked)]


def _admit_head(request: Request) -> Caller:
    """By the head of its request alone: strangers get no room for a parcel."""
    request.state.admitted_at = server_of(request).clock.now()
    return _admit(request, None)


async def _read_parcel(
    request: Request, carrier: Annotated[Caller, Depends(_admit_head, scope="function")]
) -> AsyncIterator[Caller]:
    server = carrier.server
    _announced(request, MOST_PARCEL)
    with server.room.hold_parcel():
        body = await _received(request, MOST_PARCEL, server.settings, lambda _: None)
        with server.room.place(), server.metrics.inside.track_inprogress():
            yield Caller(server, carrier.signer, body)


def _admit_parcel(request: Request, caller: Annotated[Caller, Depends(_read_parcel, scope="function")]) -> Caller:
    # As of its beginning: on a slow line a parcel takes longer than a signature lasts.
    verify_request(_signed(request), caller.body, lambda _: caller.signer.public_key, request.state.admitted_at)
    return caller


Carrier = Annotated[Caller, Depends(_admit_parcel)]


def _admit(request: Request, body: bytes | None, desk: str | None = None, *, even_revoked: bool = False) -> Caller:
    server = server_of(request)
    found: Signer | None = None
    fault: Exception | None = None

    def key_of(key_id: str) -> bytes | None:
        nonlocal found, fault
        try:
            found = find_signer(server.db, key_id)
        except Exception as error:
            fault = error
            raise
        return found.public_key if found else None

    try:
        verify_request(_signed(request), body, key_of, server.clock.now())
    except AuthError:
        # The library takes every error for a wrong signature, and a database that is away is none.
        if fault is not None:
            raise fault from None
        raise
    assert found is not None
    request.state.key_id = key_id_of(found.centre_id, found.desk_id, found.epoch)
    if desk is not None and desk != found.desk_id.hex():
        raise AuthError("desk_foreign")
    if found.is_revoked and not even_revoked:
        raise AuthError("desk_revoked")
    note_program(server.db, found, request.headers.get(PROGRAM_HEADER, ""))
    return Caller(server, found, body or b"")


def read_enrolling(request: Request, body: bytes) -> EnrolRequest:
    """What a desk that nobody knows says, signed by the key it brings; raises AuthError, DomainError."""
    with _reading():
        said = msgspec.json.decode(body, type=EnrolRequest)

    def key_of(key_id: str) -> bytes | None:
        return said.public_key if key_id == _ENROLLING else None

    verify_request(_signed(request), body, key_of, server_of(request).clock.now())
    return said


def packed(request: Request, message: Message) -> Response:
    """An answer in MessagePack, packed unless the desk says that it cannot unpack it."""
    raw = message_bytes(message)
    accepted = request.headers.get("accept-encoding")
    if accepted is not None and ENCODING not in accepted:
        return Response(raw, media_type=MEDIA_TYPE)
    return Response(_packer().pack(raw), media_type=MEDIA_TYPE, headers={"Content-Encoding": ENCODING})


def json_answer(value: object) -> Response:
    """An answer for whoever reads JSON."""
    return Response(msgspec.json.encode(value), media_type="application/json")


def _signed(request: Request) -> SignedMessage:
    target = request.scope["raw_path"] + b"?" + request.scope["query_string"]
    headers = {name: ", ".join(request.headers.getlist(name)) for name in _SIGNED_HEADERS if name in request.headers}
    return SignedMessage(request.method, target.decode("latin-1").removesuffix("?"), headers)


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DomainError("body_malformed") from error


_own = threading.local()


def _packer() -> Packer:
    packer: Packer | None = getattr(_own, "packer", None)
    if packer is None:
        packer = _own.packer = Packer()
    return packer
