"""Payments in portals as the server reads them: a real desk's day with every kind of end, judged and added up."""

from __future__ import annotations

from pathlib import Path

from sanad_desk.domain.portal_payment_life import Channel
from sanad_desk.domain.portal_payment_life import PaymentState as S
from sanad_desk.domain.shift import Shift
from sanad_desk.server.judged_facts import HeldEntry, Judged, Sums, Walk
from sanad_desk.usecases.close_shift import close_shift
from sanad_desk.usecases.count_drawer import lock_count
from sanad_desk.wire.entries import ShiftClosed, read_entry
from tests.usecases.other_desks import journal_of
from tests.usecases.portal_payments import Portal
from tests.usecases.portal_payments import portal as portal  # a fixture

WAYS = (
    (S.CONFIRMED,),
    (S.UNKNOWN, S.CONFIRMED),
    (S.DEDUCTED, S.CONFIRMED),
    (S.DEDUCTED, S.REFUND_ASKED),
    (S.UNKNOWN, S.FAILED, S.DEDUCTED, S.REFUNDED),
    (S.UNKNOWN,),
)


def test_every_end_of_a_payment_is_judged_right(portal: Portal, shift: Shift, folder: Path) -> None:
    for channel in (Channel.CENTRE_CARD, Channel.CUSTOMER_BANK):
        for first, *then in WAYS:
            portal.settle(portal.ask(portal.case(), first, channel), *then)
    lock_count(portal.desk, portal.clerk, shift.id, {1_000: 20})
    close_shift(portal.desk, portal.clerk, shift.id, reason="goodwill", approve_later=True)
    assert portal.is_sound()
    journal = journal_of(folder)
    walk = Walk(Judged(), lambda _date, _seq: Sums())
    found = [
        finding
        for seq, raw in enumerate(journal.entries, 1)
        for finding in walk.take(HeldEntry(seq, raw, journal.hash_at(seq), portal.desk.clock.now()))
    ]
    assert found == []
    [closed] = [fact for raw in journal.entries if isinstance(fact := read_entry(raw).read(), ShiftClosed)]
    card, claims, _ = portal.accounts()
    buckets = dict(closed.manifest.buckets)
    assert (buckets["portal_card"], buckets["portal_claims"]) == (card, claims)
