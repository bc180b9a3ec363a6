"""A proxy between desk and server that cuts, delays, doubles and truncates, or is as slow as a far valley's line."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

FAULTS = ("request_lost", "request_cut", "answer_lost", "answer_cut", "doubled", "late")
LATE_S = 0.02
CHUNK = 512


@dataclass(slots=True)
class Mischief:
    """How often something goes wrong, drawn from a seed; counts what it did."""

    dice: random.Random
    share: float
    done: Counter[str] = field(default_factory=Counter)

    def next(self) -> str:
        fault = self.dice.choice(FAULTS) if self.dice.random() < self.share else "passed"
        self.done[fault] += 1
        return fault


@dataclass(slots=True)
class Speed:
    """Bits a second each way, a delay each way in seconds, and every so many bytes a stall."""

    bits: int = 0
    delay_s: float = 0.0
    stall_every: int = 0
    stall_s: float = 0.0
    passed: int = 0

    async def carry(self, data: bytes, write: Callable[[bytes], Awaitable[None]]) -> None:
        await asyncio.sleep(self.delay_s)
        for start in range(0, len(data), CHUNK):
            part = data[start : start + CHUNK]
            if self.bits:
                await asyncio.sleep(len(part) * 8 / self.bits)
            if self.stall_every and (self.passed + len(part)) // self.stall_every > self.passed // self.stall_every:
                await asyncio.sleep(self.stall_s)
            self.passed += len(part)
            await write(part)


class Proxy:
    """One request after the other on each connection, as the desk's line sends them."""

    def __init__(self, port: int, mischief: Mischief, speed: Speed) -> None:
        self._port = port
        self._mischief = mischief
        self._speed = speed

    async def serve(self, desk_in: asyncio.StreamReader, desk_out: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while request := await _message(desk_in):
                if not await self._exchange(request, desk_out):
                    break
        desk_out.close()

    async def _exchange(self, request: bytes, desk_out: asyncio.StreamWriter) -> bool:
        fault = self._mischief.next()
        if fault == "request_lost":
            return False
        if fault == "late":
            await asyncio.sleep(LATE_S)
        if fault == "request_cut":
            await self._ask(request[: self._mischief.dice.randrange(len(request))], waits=False)
            return False
        if fault == "doubled":
            answers = await asyncio.gather(self._ask(request), self._ask(request))
            answer = self._mischief.dice.choice(answers)
        else:
            answer = await self._ask(request)
        if fault == "answer_lost":
            return False
        if fault == "answer_cut":
            answer = answer[: self._mischief.dice.randrange(max(len(answer), 1))]

        async def to_desk(part: bytes) -> None:
            desk_out.write(part)
            await desk_out.drain()

        await self._speed.carry(answer, to_desk)
        return fault != "answer_cut"

    async def _ask(self, request: bytes, *, waits: bool = True) -> bytes:
        """On a connection of its own, so that two copies really meet."""
        server_in, server_out = await asyncio.open_connection("127.0.0.1", self._port)
        try:

            async def to_server(part: bytes) -> None:
                server_out.write(part)
                await server_out.drain()

            await self._speed.carry(request, to_server)
            return await _message(server_in) if waits else b""
        finally:
            server_out.close()


async def _message(source: asyncio.StreamReader) -> bytes:
    """A whole HTTP/1.1 message; nothing where the other side is gone. Both ends name the length of what they send."""
    try:
        head = await source.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    return head + await source.readexactly(length)


async def run(options: argparse.Namespace) -> None:
    """Says its port on the first line; each line it reads asks for the counts so far."""
    mischief = Mischief(random.Random(options.seed), options.share)
    speed = Speed(options.bits, options.delay_ms / 1000, options.stall_every, options.stall_ms / 1000)
    proxy = Proxy(options.to, mischief, speed)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        while await asyncio.to_thread(sys.stdin.readline):
            print(sum(count for fault, count in mischief.done.items() if fault != "passed"), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=int, required=True, help="the server's port")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=0.0, help="of requests that something happens to")
    parser.add_argument("--bits", type=int, default=0, help="a second; 0 for no bound")
    parser.add_argument("--delay-ms", type=int, default=0)
    parser.add_argument("--stall-every", type=int, default=0, help="bytes")
    parser.add_argument("--stall-ms", type=int, default=0)
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
