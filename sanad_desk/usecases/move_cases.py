"""The same said of many cases at once, in one commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sanad_desk.domain.case_life import Standing
from sanad_desk.domain.errors import Refused, SanadError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.usecases.case_standings import held_elsewhere, known_standing
from sanad_desk.usecases.move_case import MoveInput, refuse_unsure_end, spent_by, write_move
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
    moved: list[Standing] = []
    refused: list[tuple[UUID, str]] = []
    known: list[tuple[MoveInput, Standing, int]] = []
    with reading_centre(desk) as centre:
        for each in moves:
            standing = known_standing(centre, each.case_id)
            held = held_elsewhere(centre, each.case_id, spent_by(standing, each.move))
            try:
                refuse_unsure_end(centre, standing, each.move)
                known.append((each, standing, held))
            except Refused as error:
                refused.append((each.case_id, error.code))
    with desk.store.unit_of_work() as unit:
        refuse_clock_gone_back(desk, unit.connection)
        shift = running_shift(desk, unit.connection, who.operator_id)
        for each, standing, held in known:
            try:
                with unit.apart():
                    moved.append(write_move(desk, unit, who, shift, standing, each, elsewhere=held))
            except SanadError as error:
                refused.append((each.case_id, error.code))
        unit.commit()
    return Moved(tuple(moved), tuple(refused))
