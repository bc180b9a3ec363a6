"""The version of the program: one place, read by the build, the window, both commands and the updates."""

from __future__ import annotations

VERSION = "0.6.0"


def version_order(version: str) -> tuple[int, ...]:
    """Sorts `0.10.2` after `0.9.9`; raises ValueError for anything but numbers and dots."""
    parts = version.split(".")
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):  # int() would read "-1", "1_0"
        raise ValueError(version)
    return tuple(map(int, parts))
