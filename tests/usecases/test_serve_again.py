"""A sale that was taken back is served again with the same people, services, amounts and answers."""

from __future__ import annotations

import pytest

from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.store.verify import verify
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.change_action import set_quantity
from sanad_desk.usecases.look_at_visit import look_at_visit
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.reverse_transaction import reverse_transaction
from sanad_desk.usecases.serve_again import serve_again
from sanad_desk.wire.entries import TransactionCompleted
from tests.usecases.played import CONTRACT, ID_CARD, PRINTOUT, facts, pay, ready_visit


def test_the_new_visit_is_ready_to_be_paid_as_before(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift
) -> None:
    view = ready_visit(desk, operator, CONTRACT, ID_CARD, PRINTOUT)
    pages = view.cases[2].case
    view = set_quantity(desk, operator, view.visit.id, pages.id, 0, 3)
    first = pay(desk, operator, look_at_visit(desk, view.visit.id))
    with pytest.raises(Refused, match="not_reversed"):
        serve_again(desk, operator, first.number)
    cash = [TenderInput(Tender.CASH, first.total)]
    reverse_transaction(desk, operator, first.number, None, cash, "wrong_amount", Approval(manager, "wrong_amount"))
    again = serve_again(desk, operator, first.number)
    assert again.blocks == ()
    assert again.bill.total == first.total
    assert again.visit.customer_id == view.visit.customer_id
    assert {case.case.reference for case in again.cases}.isdisjoint(case.case.reference for case in view.cases)
    second = pay(desk, operator, again)
    before, _, after = facts(desk, TransactionCompleted)
    assert (after.number, after.charges) == (second.number, before.charges)
    assert [[row.outcome for row in c.rows] for c in after.cases] == [[r.outcome for r in c.rows] for c in before.cases]
    with desk.store.reading() as connection:
        assert verify(connection).faults == []
