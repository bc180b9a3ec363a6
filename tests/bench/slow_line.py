"""A line of so many bits a second before a server, with delay, stalls and cuts; counts what passes over it."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_CHUNK = 1024
_FOLLOWS_S = 0.1  # what comes within that after the last byte was sent together with it, without a delay of its own
_ROOM = 8 * 1024  # bytes of a socket's buffer, so that what was sent is not far from what arrived


@dataclass(slots=True)
class Shape:
    """Bits a second each way, seconds of delay each way; every so often a cut or a stall and how long it lasts."""

    bits: int = 0
    delay_s: float = 0.0
    cut_every_s: float = 0.0
    cut_s: float = 0.0
    stall_every_s: float = 0.0
    stall_s: float = 0.0


@dataclass(slots=True)
class SlowLine:
    """What passed: bytes each way, cuts, and the seconds in which nothing could."""

    to: int
    shape: Shape
    port: int = 0
    up: int = 0
    down: int = 0
    cuts: int = 0
    outage_s: float = 0.0
    _is_cut: bool = False
    _begun: float = field(default_factory=time.monotonic)
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    async def connect(self, desk_in: asyncio.StreamReader, desk_out: asyncio.StreamWriter) -> None:
        if self._is_cut:
            desk_out.transport.abort()
            return
        server_in, server_out = await asyncio.open_connection("127.0.0.1", self.to)
        self._open |= {desk_out, server_out}
        await asyncio.gather(self._carry(desk_in, server_out, up=True), self._carry(server_in, desk_out, up=False))
        self._open -= {desk_out, server_out}

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, up: bool) -> None:
        """Delay is of the first byte of what comes together, as bytes follow each other on a line."""
        free_at = 0.0  # when the last byte so far is through
        with contextlib.suppress(OSError):
            while data := await source.read(_CHUNK):
                now = time.monotonic()
                if now - free_at > _FOLLOWS_S:
                    free_at = now + self.shape.delay_s
                if self.shape.bits:
                    free_at += len(data) * 8 / self.shape.bits
                free_at += self._stall(now)
                await asyncio.sleep(free_at - now)
                target.write(data)
                await target.drain()
                if up:
                    self.up += len(data)
                else:
                    self.down += len(data)
        target.close()

    def _stall(self, now: float) -> float:
        shape = self.shape
        if not shape.stall_every_s or now - self._begun < shape.stall_every_s:
            return 0.0
        self._begun = now + shape.stall_s
        self.outage_s += shape.stall_s
        return shape.stall_s

    async def cut(self) -> None:
        """Every connection dies at once, and none is made for a while."""
        while True:
            await asyncio.sleep(self.shape.cut_every_s)
            self._is_cut, self.cuts = True, self.cuts + 1
            for writer in list(self._open):
                writer.transport.abort()
            await asyncio.sleep(self.shape.cut_s)
            self.outage_s += self.shape.cut_s
            self._is_cut = False


@contextmanager
def slow_line(to: int, shape: Shape, port: int = 0) -> Iterator[SlowLine]:
    """Before a server's port, from now on, at `port` or a free one; in a thread of its own."""
    line, ready, loop = SlowLine(to, shape), threading.Event(), asyncio.new_event_loop()
    ended = asyncio.Event()

    async def run() -> None:
        server = await asyncio.start_server(line.connect, "127.0.0.1", port, limit=_ROOM)
        line.port = server.sockets[0].getsockname()[1]
        cutting = asyncio.create_task(line.cut()) if shape.cut_every_s else None
        ready.set()
        await ended.wait()
        if cutting is not None:
            cutting.cancel()
        server.close()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    ready.wait()
    try:
        yield line
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
