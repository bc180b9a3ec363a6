"""A line to the server on which a script says what goes wrong with each request; behind it is the real one."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from enum import StrEnum

from sanad_desk.domain.errors import OfflineError
from sanad_desk.sync.http_line import HttpLine
from sanad_desk.sync.line import Answer, Request


class Fault(StrEnum):
    """What becomes of one request."""

    NONE = "none"
    LOST = "lost"  # cut before it is sent
    ANSWER_LOST = "answer_lost"  # cut after the server's commit
    TWICE = "twice"  # arrives twice
    TWO_AT_ONCE = "two_at_once"  # arrives on two connections at the same time
    HALF_ANSWER = "half_answer"  # the answer ends in the middle
    HALF_REQUEST = "half_request"  # the server sees the half of it
    LATE = "late"  # given up, and arrives before the next one all the same
    DIES_BEFORE = "dies_before"  # the desk's program ends
    DIES_AFTER = "dies_after"  # the same once the server has committed


class Died(BaseException):
    """The desk's program was killed; nobody in it can catch this."""


class BadLine:
    """After the script every request goes through. `sent` are the requests that were tried."""

    def __init__(self, address: str, url: Callable[[], str]) -> None:
        self.address = address  # as the desk knows it
        self.script: list[Fault] = []
        self.sent: list[Request] = []
        self.meanwhile: Callable[[Request], None] | None = None  # is called before each request
        self._url = url
        self._late: list[Request] = []
        self._line: HttpLine | None = None

    def send(self, request: Request) -> Answer:
        if self.meanwhile is not None:
            self.meanwhile(request)
        self.sent.append(request)
        late, self._late = self._late, []
        for earlier in late:
            self._through(earlier)
        fault = self.script.pop(0) if self.script else Fault.NONE
        return self._suffer(fault, request)

    def hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.hang_up()

    def close(self) -> None:
        self.hang_up()

    def _suffer(self, fault: Fault, request: Request) -> Answer:
        match fault:
            case Fault.NONE:
                return self._through(request)
            case Fault.TWICE:
                self._through(request)
                return self._through(request)
            case Fault.TWO_AT_ONCE:
                return self._at_once(request)
            case Fault.HALF_ANSWER:
                answer = self._through(request)
                return replace(answer, body=answer.body[: len(answer.body) // 2])
            case Fault.DIES_BEFORE:
                raise Died
            case Fault.DIES_AFTER:
                self._through(request)
                raise Died
            case Fault.ANSWER_LOST:
                self._through(request)
            case Fault.HALF_REQUEST:
                self._through(replace(request, body=request.body[: len(request.body) // 2]))
            case Fault.LATE:
                self._late.append(request)
            case Fault.LOST:
                pass
        raise OfflineError("server_unreachable", address=self.address)

    def _at_once(self, request: Request) -> Answer:
        second = HttpLine(self._url())
        both = threading.Barrier(2)

        def go(line: HttpLine | None) -> Answer:
            both.wait()
            return self._through(request) if line is None else line.send(request)

        with contextlib.closing(second), ThreadPoolExecutor(2) as pool:
            first, other = pool.submit(go, None), pool.submit(go, second)
            other.result()
            return first.result()

    def _through(self, request: Request) -> Answer:
        if self._line is None or self._line.address != self._url():
            self.hang_up()
            self._line = HttpLine(self._url())
        return self._line.send(request)
