"""A line that fails or hangs as a test says, in the place of the one over HTTP."""

from __future__ import annotations

import threading

from sanad_desk.domain.errors import OfflineError
from sanad_desk.sync.line import Answer, Request
from sanad_desk.usecases.open_desk import OpenDesk


class TwinLine:
    """Dead, or silent until the test lets it go; `hang_up` ends nothing, as where a socket cannot be woken."""

    def __init__(self, *, is_silent: bool = False) -> None:
        self.asked = threading.Event()
        self.let_go = threading.Event()
        self.hung_up = 0
        if not is_silent:
            self.let_go.set()

    def send(self, request: Request) -> Answer:
        self.asked.set()
        self.let_go.wait()
        raise OfflineError("server_unreachable")

    def hang_up(self) -> None:
        self.hung_up += 1

    def close(self) -> None:
        self.hang_up()


def cut_the_line(desk: OpenDesk, *, is_silent: bool = False) -> TwinLine:
    """What comes next goes nowhere."""
    desk.hang_up()
    twin = TwinLine(is_silent=is_silent)
    desk.line = twin
    return twin
