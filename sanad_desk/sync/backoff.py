"""When to try again: full jitter after failures, and never before the server asks for it."""

from __future__ import annotations

import random

FIRST_MS = 2_000
LONGEST_MS = 300_000
REGULAR_MS = 60_000


def wait_after_failure(failures: int, floor_ms: int = 0, chance: random.Random | None = None) -> int:
    """Milliseconds: between nothing and a bound that doubles with each failure, at least what the server asked for."""
    bound = min(LONGEST_MS, FIRST_MS << min(max(failures - 1, 0), 20))
    drawn = (chance or random).random() * bound
    return floor_ms + int(drawn if not floor_ms else drawn / 4)


def wait_after_success(hint_s: int, chance: random.Random | None = None) -> int:
    """Milliseconds: what the server hints at, or a minute, and up to a quarter more by chance."""
    wait = hint_s * 1000 or REGULAR_MS
    return wait + int((chance or random).random() * wait / 4)
