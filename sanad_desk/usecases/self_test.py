"""Whether this version can work with the store at hand: asked of a copy, before it gets the real one."""

from __future__ import annotations

from dataclasses import dataclass

from sanad_desk.receipts.sheet import Paper
from sanad_desk.store import found_receipts
from sanad_desk.store.verify import verify
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.print_receipt import receipt_pdf


@dataclass(frozen=True, slots=True)
class SelfTest:
    """`faults` of the store by their codes; `paper_bytes` of the last receipt, 0 where none was given yet."""

    version: str
    entries: int
    services: int
    paper_bytes: int
    faults: tuple[str, ...]

    @property
    def is_passed(self) -> bool:
        return not self.faults and self.services > 0


def self_test(desk: OpenDesk) -> SelfTest:
    """Whatever it raises is a failure too."""
    with desk.store.reading() as connection:
        verdict = verify(connection)
        last = [found_receipts.load_row(connection, one, connection) for one in found_receipts.latest(connection, 1)]
    papers = [receipt_pdf(desk, row.number, Paper.ROLL, copy=1) for row in last]
    return SelfTest(
        version=desk.program.version,
        entries=verdict.entries,
        services=len(desk.catalogue.services),
        paper_bytes=sum(map(len, papers)),
        faults=tuple(sorted({fault.code for fault in verdict.faults})),
    )
