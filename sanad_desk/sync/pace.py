"""How much goes into one request: little at first, more while the line is quick, so that a cut costs little."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sanad_desk.wire.messages import MOST_ENTRY_BYTES

_FIRST = 32 * 1024  # bytes before packing
_LEAST = 4 * 1024
# Seconds of one request: short ones wait more for answers than they carry, long ones lose much to a cut.
_SHORT, _LONG = 5.0, 15.0


class Pace:
    """Of one round; `most_bytes` is what the next batch may hold, though one entry alone always goes."""

    def __init__(self) -> None:
        self.most_bytes = _FIRST

    @contextmanager
    def request(self) -> Iterator[None]:
        """Around a request that is answered."""
        begun = time.monotonic()
        yield
        taken = time.monotonic() - begun
        if taken < _SHORT:
            self.most_bytes = min(self.most_bytes * 2, MOST_ENTRY_BYTES)
        elif taken > _LONG:
            self.most_bytes = max(self.most_bytes // 2, _LEAST)

    def halve(self) -> bool:
        """After a refusal; whether it can be less still."""
        self.most_bytes //= 2
        return self.most_bytes > 0
