"""Where on the bill an action stands."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ActionPlace:
    """Positions of case and action in the visit, and the id the use cases want."""

    case_position: int
    action_position: int
    case_id: UUID

    def draft_name(self, what: str) -> str:
        return f"{what}/{self.case_position}/{self.action_position}"
