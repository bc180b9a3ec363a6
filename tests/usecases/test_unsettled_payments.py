"""Unsettled payments of the whole centre: oldest and dearest first, and settled by the desk that asked them alone."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.case_life import CaseState
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.portal_payment_life import Channel
from sanad_desk.domain.portal_payment_life import PaymentState as S
from sanad_desk.usecases.demo_centre import OPERATOR_PINS
from sanad_desk.usecases.follow_up import Bucket, FollowFilter, follow_up
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.sign_in import list_operators, sign_in
from sanad_desk.usecases.unsettled_payments import unsettled_payments
from tests.usecases.other_desks import bring, found_other_desk, journal_of
from tests.usecases.portal_payments import Portal
from tests.usecases.portal_payments import portal as portal  # a fixture

DAY = 24 * 3_600_000
OURS, HIS = Channel.CENTRE_CARD, Channel.CUSTOMER_CARD


def test_they_are_listed_oldest_and_dearest_first(portal: Portal) -> None:
    cases = [portal.case() for _ in range(4)]
    old = portal.ask(cases[0], S.UNKNOWN, reference="R-1")
    portal.clock.move(3 * DAY)
    cheap, dear, gone = (portal.ask(cases[n], S.ASKED, HIS, amount=n) for n in (1, 2, 3))
    portal.settle(gone, S.FAILED)
    listed = unsettled_payments(portal.desk, portal.clerk)
    assert [(p.payment_id, p.age_days) for p in listed] == [(old, 3), (dear, 0), (cheap, 0)]
    first = listed[0]
    assert (first.portal_reference, first.channel, first.state, first.desk_number) == ("R-1", OURS, S.UNKNOWN, 0)
    assert first.reference == portal.standing(cases[0]).reference
    assert first.customer.en == "Sample Customer"
    assert first.masked.endswith("0001")
    assert _open(portal) == dict(zip(cases, (old, cheap, dear, None), strict=True))


def _open(portal: Portal) -> dict[UUID, UUID | None]:
    """The payment that the follow-up list shows of each case."""
    rows = follow_up(portal.desk, portal.clerk, FollowFilter(Bucket.ALL)).rows
    return {row.standing.case_id: row.payment_id for row in rows}


def test_only_the_desk_that_asked_settles(portal: Portal, tmp_path: Path) -> None:
    folder = found_other_desk(tmp_path / "3", 3, portal.clock.now())
    other = open_desk(folder, clock=portal.clock)
    clerk = sign_in(other, list_operators(other)[1].id, OPERATOR_PINS[0])
    open_shift(other, clerk, 0)
    there = Portal(other, portal.clock, clerk, clerk)
    unsure, held = there.case(), there.case()
    payment_id = there.ask(unsure, S.UNKNOWN)
    other.close()
    bring(portal.desk, journal_of(folder))
    [listed] = unsettled_payments(portal.desk, portal.clerk)
    assert (listed.payment_id, listed.desk_number, listed.customer.en) == (payment_id, 3, "Sample Customer")
    with pytest.raises(Refused) as refused:
        portal.settle(payment_id, S.FAILED)
    assert (refused.value.code, refused.value.params) == ("payment_of_other_desk", {"desk": 3})
    with pytest.raises(Refused) as elsewhere:
        portal.ask(held, S.CONFIRMED)
    assert (elsewhere.value.code, elsewhere.value.params["desk"]) == ("receipt_of_other_desk", 3)
    for channel in Channel:
        with pytest.raises(Refused, match="payment_unsettled"):
            portal.ask(unsure, S.ASKED, channel)
    himself = portal.ask(held, S.UNKNOWN, HIS)
    assert portal.standing(held).state is CaseState.ON_HOLD
    portal.settle(himself, S.CONFIRMED)
    assert portal.standing(held).state is CaseState.SUBMITTED
    assert portal.is_sound()


def test_of_several_desks_the_last_asked_is_shown(portal: Portal, tmp_path: Path) -> None:
    folder = found_other_desk(tmp_path / "3", 3, portal.clock.now())
    other = open_desk(folder, clock=portal.clock)
    clerk = sign_in(other, list_operators(other)[1].id, OPERATOR_PINS[0])
    open_shift(other, clerk, 0)
    there = Portal(other, portal.clock, clerk, clerk)
    case_id = there.case()
    bring(portal.desk, journal_of(folder))
    before = there.ask(case_id, S.UNKNOWN)
    other.close()
    portal.clock.move(1_000)
    after = portal.ask(case_id, S.UNKNOWN, HIS)  # nobody here has heard of the other yet
    bring(portal.desk, journal_of(folder))
    assert {p.payment_id for p in unsettled_payments(portal.desk, portal.clerk)} == {before, after}
    assert _open(portal) == {case_id: after}
