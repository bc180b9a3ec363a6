"""The line as a port: a request goes out, an answer comes back, or the line is dead."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Request:
    """`target` is path and query."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """Header names are in lower case."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


class Line(Protocol):
    """`send` raises OfflineError where no whole answer came.

    `hang_up` ends a request that is under way, `close` those to come too.
    """

    def send(self, request: Request) -> Answer: ...

    def hang_up(self) -> None: ...

    def close(self) -> None: ...
