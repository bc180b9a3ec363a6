"""An operator as the window shows him: id, name in both languages, role."""

from __future__ import annotations

from dataclasses import dataclass

from sanad_desk.domain.operators import Operator, Role
from sanad_ui.texts import both, t


@dataclass(frozen=True, slots=True)
class OperatorTile:
    """What a tile needs, nothing secret; `role` is `operator` or `manager`."""

    id: str
    name_ar: str
    name_en: str
    role: str = "operator"

    def name(self) -> str:
        """In the language in use; usable as a phrase."""
        return both(self.name_ar, self.name_en)()

    def role_name(self) -> str:
        return t(f"app.role.{self.role}")


def tile_of(operator: Operator) -> OperatorTile:
    """Shown as manager whoever may approve, whatever else he does."""
    role = Role.MANAGER if Role.MANAGER in operator.roles else Role.OPERATOR
    return OperatorTile(str(operator.id), operator.name.ar, operator.name.en, role.value)
