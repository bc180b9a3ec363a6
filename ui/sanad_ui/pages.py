"""Which pages stand on the rail, in which order, under which keys."""

from __future__ import annotations

from sanad_ui.seat import Seat
from sanad_ui.shell.soon_page import SoonPage


def add_pages(seat: Seat) -> None:
    """Once, at the first sign-in."""
    for name, icon, key in (("serve", "hand-helping", "F1"), ("find", "search", "F2"), ("settings", "settings", "F6")):
        seat.window.add_page(name, SoonPage(name), icon=icon, key=key)
