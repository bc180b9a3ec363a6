"""The same said of many cases at once, in one commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sanad_desk.domain.case_life import Standing
from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.usecases.case_standings import held_elsewhere, known_standing
from sanad_desk.usecases.move_case import MoveInput, spent_by, write_move
from sanad_desk.usecases.open_desk import OpenDesk, refuse_clock_gone_back, running_shift
from sanad_desk.usecases.whole_centre import reading_centre


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved, and what was left as it is with the code of why."""

    standings: tuple[Standing, ...]
    refused: tuple[tuple[UUID, str], ...]


def move_cases(desk: OpenDesk, who: SignedIn, moves: Sequence[MoveInput]) -> Moved:
    """What makes no sense for one case holds back no other.

    Raises Refused: clock_went_back; DomainError: case_unknown.
    """
    with reading_centre(desk) as centre:
        before = {each.case_id: known_standing(centre, each.case_id) for each in moves}
        spent = {each.case_id: spent_by(before[each.case_id], each.move) for each in moves}
        elsewhere = {case_id: held_elsewhere(centre, case_id, action) for case_id, action in spent.items()}
    moved: list[Standing] = []
    refused: list[tuple[UUID, str]] = []
    with desk.store.unit_of_work() as unit:
        refuse_clock_gone_back(desk, unit.connection)
        shift = running_shift(desk, unit.connection, who.operator_id)
        for each in moves:
            try:
                with unit.apart():
                    standing, held = before[each.case_id], elsewhere[each.case_id]
                    moved.append(write_move(desk, unit, who, shift, standing, each, elsewhere=held))
            except SanadError as error:
                refused.append((each.case_id, error.code))
        unit.commit()
    return Moved(tuple(moved), tuple(refused))
