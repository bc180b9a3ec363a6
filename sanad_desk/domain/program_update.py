"""How a newer version of the program stands on this PC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class UpdateStage(StrEnum):
    """What the person at the desk is told."""

    UNTRUSTED = "untrusted"  # built without keys to trust an update by, or run from the source tree
    CURRENT = "current"  # nothing newer is known
    FETCHING = "fetching"  # on its way, piece by piece
    READY = "ready"  # lies beside, checked; the next start without an open shift switches
    FAILED = "failed"  # was tried and did not stand its self-test; this version goes on


@dataclass(frozen=True, slots=True)
class ProgramUpdate:
    """`version` is the other one, empty where none is known; `problem` an error code of the last look.

    `required_from` is the server's word: from that business date a shift opens in `required_version` or later only,
    as soon as it lies here. `stays_as_it_is` after a start at which the one that lies here could not take over.
    """

    running: str
    stage: UpdateStage
    version: str = ""
    done_bytes: int = 0
    total_bytes: int = 0
    problem: str = ""
    looked_at: int = 0
    required_version: str = ""
    required_from: date | None = None
    stays_as_it_is: bool = False

    def is_required(self, today: date) -> bool:
        """Whether a shift may open only after the switch; never for what cannot take over, or no counter could work."""
        can_take_over = self.stage is UpdateStage.READY and not self.stays_as_it_is
        return can_take_over and self.required_from is not None and today >= self.required_from
