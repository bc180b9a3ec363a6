"""One box: customers, cases and receipts by whatever somebody remembers, and the code on a follow-up slip."""

from __future__ import annotations

from dataclasses import dataclass

from sanad_desk.domain.customer import Customer
from sanad_desk.usecases.case_standings import known_standing
from sanad_desk.usecases.find_cases import FoundCase, find_cases, list_cases
from sanad_desk.usecases.find_receipts import FoundReceipt, read_search, receipts_found
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.whole_centre import reading_centre
from sanad_desk.wire.case_code import PREFIX, read_case_code

MOST_PEOPLE = 3  # more of one name say that the name is not enough


@dataclass(frozen=True, slots=True)
class Found:
    """Each list has its best first."""

    people: tuple[Customer, ...] = ()
    cases: tuple[FoundCase, ...] = ()
    receipts: tuple[FoundReceipt, ...] = ()

    @property
    def count(self) -> int:
        return len(self.people) + len(self.cases) + len(self.receipts)

    @property
    def names_receipt(self) -> bool:
        """Whether what was typed is a receipt's own number."""
        return bool(self.receipts) and self.receipts[0].found_by == "number"


def find_anything(desk: OpenDesk, text: str) -> Found:
    """Nothing typed shows the latest receipts.

    Raises DomainError: case_code_malformed for a slip that was misread, case_unknown for one of another centre.
    """
    with reading_centre(desk) as centre:
        if text.strip().upper().startswith(PREFIX):
            _, case_id = read_case_code(text)
            return Found(cases=tuple(list_cases(desk, centre, [known_standing(centre, case_id)], "slip")))
        search = read_search(desk, centre, text)
        return Found(
            people=search.people[:MOST_PEOPLE],
            cases=tuple(find_cases(desk, centre, search)),
            receipts=tuple(receipts_found(desk, centre, search)),
        )
