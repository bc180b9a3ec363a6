"""The line over HTTP; the one module that knows httpx."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

import httpx

from sanad_desk.domain.errors import OfflineError
from sanad_desk.sync.line import Answer, Request
from sanad_desk.wire.address import check_address
from sanad_desk.wire.packing import MOST_UNPACKED

CONNECT_S = 10.0
# A slow line is slow and not dead: every single read or write may take this long.
SILENCE_S = 60.0


class HttpLine:
    """One kept connection; ended by `hang_up` and opened again by the next request, until `close`."""

    def __init__(self, address: str) -> None:
        self.address = check_address(address)
        self._client: httpx.Client | None = None
        self._is_closed = False
        self._turn = threading.Lock()

    def send(self, request: Request) -> Answer:
        try:
            client = self._connected()
            with client.stream(
                request.method, self.address + request.target, headers=request.headers, content=request.body or None
            ) as answer:
                try:
                    return Answer(answer.status_code, _bounded(answer.iter_raw()), dict(answer.headers))
                finally:
                    self._end_if_left(client, answer)
        # RuntimeError: the client was closed by `hang_up` while it waited.
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, RuntimeError, OSError) as error:
            raise OfflineError("server_unreachable", address=self.address) from error

    def hang_up(self) -> None:
        with self._turn:
            client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(Exception):  # whatever state another thread left it in
                client.close()

    def close(self) -> None:
        self._is_closed = True
        self.hang_up()

    def _connected(self) -> httpx.Client:
        with self._turn:
            if self._is_closed:
                raise OfflineError("server_unreachable", address=self.address)
            if self._client is None:
                self._client = httpx.Client(timeout=httpx.Timeout(SILENCE_S, connect=CONNECT_S), trust_env=True)
            return self._client

    def _end_if_left(self, client: httpx.Client, answer: httpx.Response) -> None:
        """A connection that was still being made when its client was closed belongs to nobody who would close it."""
        if client is not self._client:
            answer.extensions["network_stream"].close()


def _bounded(chunks: Iterator[bytes]) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > MOST_UNPACKED:
            raise httpx.StreamError("answer too large")
    return bytes(body)
