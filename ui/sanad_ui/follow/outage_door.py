"""What the card of outages asks of the desk; every method is called in the store's thread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sanad_desk.domain.case_life import Move
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.usecases.begin_outage import Parked, begin_outage
from sanad_desk.usecases.case_standings import open_cases
from sanad_desk.usecases.end_outage import end_outage
from sanad_desk.usecases.move_case import MoveInput
from sanad_desk.usecases.move_cases import Moved, move_cases
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.outage_notice import outage_notice
from sanad_desk.usecases.outages import OpenOutage, outages
from sanad_desk.usecases.parked_cases import ParkedCase, parked_cases
from sanad_desk.usecases.prepare_paper import ReadyPaper
from sanad_desk.usecases.whole_centre import reading_centre
from sanad_ui.entity_choice import EntityLine


@dataclass(frozen=True, slots=True)
class OutageView:
    """The outages that last, and all entities, those with open cases first: noting one twice says since when."""

    outages: tuple[OpenOutage, ...]
    entities: tuple[EntityLine, ...]
    read_at: int  # milliseconds UTC


class OutageDoor:
    """Of the whole centre, as far as it is known here."""

    def __init__(self, desk: OpenDesk) -> None:
        self._desk = desk

    def look(self) -> OutageView:
        found = outages(self._desk)
        with reading_centre(self._desk) as centre:
            cases = Counter(standing.entity for standing in open_cases(centre))
        entities = sorted(self._desk.catalogue.entities.values(), key=lambda entity: -cases[entity.code])
        lines = tuple(EntityLine(entity.code, entity.name) for entity in entities)
        return OutageView(found, lines, self._desk.clock.now())

    def begin(self, who: SignedIn, entity: str) -> Parked:
        return begin_outage(self._desk, who, entity)

    def parked(self, who: SignedIn, entity: str) -> tuple[ParkedCase, ...]:
        return parked_cases(self._desk, who, entity)

    def back(self, who: SignedIn, outage_id: UUID, cases: Sequence[ParkedCase]) -> Moved:
        """Ends the outage, unless another desk was quicker, and takes up these of its cases."""
        try:
            end_outage(self._desk, who, outage_id)
        except Refused as error:
            if error.code != "outage_over":
                raise
        asked = [MoveInput(case.standing.case_id, Move.RESUME, turn=case.standing.turn) for case in cases]
        return move_cases(self._desk, who, asked)

    def notice(self, who: SignedIn, outage_id: UUID) -> ReadyPaper:
        return outage_notice(self._desk, who, outage_id)
