"""Fees paid in portals: offered once, never more than is held, in one commit; and the card against its statement."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sanad_desk.domain.cash_movement import MoveKind
from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.charges import ChargeKind
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import AuthError, DomainError, Refused
from sanad_desk.domain.ledger import GOVERNMENT_FEES_HELD, PORTAL_CARD
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.receipts.labels import area_label
from sanad_desk.reports.day_details import handed_to_entities
from sanad_desk.reports.report_json import report_json
from sanad_desk.reports.report_paper import render_report
from sanad_desk.reports.sums import balance_of, balances_of
from sanad_desk.reports.workbook import workbook_bytes
from sanad_desk.store.portal_payments import held_fees
from sanad_desk.store.reversals import load_original
from sanad_desk.store.shifts import portal_paid_in
from sanad_desk.store.verify import verify
from sanad_desk.usecases.add_operator import add_operator
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.approve_variance import approve_variance
from sanad_desk.usecases.close_day import close_day
from sanad_desk.usecases.close_shift import close_shift
from sanad_desk.usecases.count_drawer import lock_count
from sanad_desk.usecases.move_cash import move_cash
from sanad_desk.usecases.open_desk import OpenDesk, new_id
from sanad_desk.usecases.open_shift import current_shift
from sanad_desk.usecases.reconcile_portal_card import reconcile_card, reconciliation_report
from sanad_desk.usecases.record_portal_payment import (
    FeeToPay,
    PortalPaymentInput,
    card_balance,
    fees_to_pay,
    record_portal_payments,
)
from sanad_desk.usecases.reverse_transaction import reverse_transaction
from sanad_desk.usecases.take_back_portal_payment import fees_paid_today, take_back_portal_payment
from sanad_desk.wire.entries import PortalPaymentRecorded
from tests.conftest import TODAY
from tests.usecases.counter import Counter, a_customer
from tests.usecases.played import journal


@pytest.fixture
def counter(desk: OpenDesk, clock: SetClock, operator: SignedIn, manager: SignedIn) -> Counter:
    return Counter(desk, clock, operator, manager)


def _fees(counter: Counter, first: date = TODAY, last: date = TODAY) -> list[FeeToPay]:
    return fees_to_pay(counter.desk, counter.clerk, first, last)


def _paid(fee: FeeToPay, amount: int | None = None, reference: str = "") -> PortalPaymentInput:
    return PortalPaymentInput(fee.transaction_id, fee.case_position, fee.held if amount is None else amount, reference)


def _pay(counter: Counter, *payments: PortalPaymentInput, who: SignedIn | None = None) -> int:
    return record_portal_payments(counter.desk, who or counter.clerk, payments)


def _holds(counter: Counter, account: str, detail: str = "") -> int:
    with counter.desk.store.reading() as connection:
        return balance_of(connection, account, detail)


def _is_whole(counter: Counter) -> bool:
    """Also that the fees add up to what the ledger holds, as long as nothing was handed over in one sum."""
    with counter.desk.store.reading() as connection:
        held = sum(fee.held for fee in held_fees(connection, date.min, date.max))
        whole = sum(balances_of(connection, GOVERNMENT_FEES_HELD).values())
        return held + whole == 0 and not verify(connection).faults


def test_a_fee_is_offered_until_it_is_paid(counter: Counter):
    sale = counter.sell(government=21_000)
    counter.sell("rop-omani-passport", customer=a_customer(2), government=0)
    [fee] = _fees(counter)
    assert (fee.number, fee.held, fee.is_done) == (sale.number, 21_000, True)
    assert fee.masked.endswith("0001")
    assert fee.customer.en == "Sample Customer 1"
    assert _pay(counter, _paid(fee, reference=" ٤٧١١ ")) == -21_000
    assert not _fees(counter)
    assert _holds(counter, GOVERNMENT_FEES_HELD, "rop") == 0
    assert card_balance(counter.desk) == -21_000
    with counter.desk.store.reading() as connection:
        assert connection.exec_driver_sql("SELECT reference FROM portal_payment").scalar() == "4711"
    assert _is_whole(counter)


def test_nothing_is_paid_twice(counter: Counter):
    counter.sell(government=21_000)
    [fee] = _fees(counter)
    with pytest.raises(Refused) as twice:
        _pay(counter, _paid(fee), _paid(fee))
    assert (twice.value.code, twice.value.params["available"]) == ("fee_not_held", 0)
    assert [left.held for left in _fees(counter)] == [21_000]
    _pay(counter, _paid(fee, 20_000))
    with pytest.raises(Refused) as more:
        _pay(counter, _paid(fee))
    assert (more.value.code, more.value.params["available"]) == ("fee_not_held", 1_000)
    assert [left.held for left in _fees(counter)] == [1_000]
    assert _is_whole(counter)


def test_one_wrong_fee_holds_up_all(counter: Counter):
    counter.sell(government=21_000)
    counter.sell(customer=a_customer(2), government=7_000)
    first, second = _fees(counter)
    with pytest.raises(Refused):
        _pay(counter, _paid(first), _paid(second, 7_001))
    assert len(_fees(counter)) == 2
    assert card_balance(counter.desk) == 0


def test_a_reversed_fee_is_not_offered(counter: Counter):
    counter.sell(government=21_000)
    counter.sell(customer=a_customer(2), government=7_000)
    first, second = _fees(counter)
    _pay(counter, _paid(second, 5_000))
    _reverse(counter, first, 21_000)
    _reverse(counter, second, 2_000)
    assert not _fees(counter)
    with pytest.raises(Refused, match="fee_not_held"):
        _pay(counter, _paid(first))
    assert _holds(counter, GOVERNMENT_FEES_HELD, "rop") == 0
    assert _is_whole(counter)


def _reverse(counter: Counter, fee: FeeToPay, back: int) -> None:
    """The government fee alone, handed back in cash as far as the entity does not have it."""
    with counter.desk.store.reading() as connection:
        charges = load_original(connection, fee.number).fact.charges
    fees = [n for n, charge in enumerate(charges) if charge.kind == ChargeKind.GOVERNMENT_FEE]
    approval, cash = Approval(counter.manager, "wrong_service"), [TenderInput(Tender.CASH, back)]
    reverse_transaction(counter.desk, counter.clerk, fee.number, fees, cash, "wrong_service", approval)


def test_what_was_handed_over_in_one_sum_is_gone(counter: Counter):
    sale = counter.sell(government=21_000)
    move_cash(counter.desk, counter.manager, MoveKind.REMITTANCE, 15_000, source="bank", entity="rop", reason="daily")
    [fee] = _fees(counter)
    assert fee.held == 6_000
    with pytest.raises(Refused) as less:
        _pay(counter, _paid(fee, 6_001))
    assert less.value.code == "entity_holds_less"
    assert less.value.params == {"number": sale.number, "available": 6_000}
    later = counter.sell(customer=a_customer(2), government=7_000)
    assert [(fee.number, fee.held) for fee in _fees(counter)] == [(sale.number, 6_000), (later.number, 7_000)]
    move_cash(counter.desk, counter.manager, MoveKind.REMITTANCE, 6_000, source="bank", entity="rop", reason="daily")
    assert _pay(counter, *map(_paid, _fees(counter))) == -7_000
    assert not _fees(counter)


def test_a_fee_the_entity_was_asked_back_for_is_not_paid_with_anothers_money(counter: Counter):
    counter.sell(government=21_000)
    [fee] = _fees(counter)
    _pay(counter, _paid(fee, 5_000))
    move_cash(counter.desk, counter.manager, MoveKind.REMITTANCE, 16_000, source="bank", entity="rop", reason="daily")
    _reverse(counter, fee, 0)
    other = counter.sell(customer=a_customer(2), government=21_000)
    assert [(each.number, each.held) for each in _fees(counter)] == [(other.number, 21_000)]
    with pytest.raises(Refused, match="fee_not_held"):
        _pay(counter, PortalPaymentInput(fee.transaction_id, fee.case_position, 1_000))
    assert _is_sound(counter)


def _is_sound(counter: Counter) -> bool:
    with counter.desk.store.reading() as connection:
        return not verify(connection).faults


def test_who_may_write_it_down(counter: Counter, colleague: SignedIn):
    counter.sell(government=21_000)
    [fee] = _fees(counter)
    with pytest.raises(Refused, match="shift_not_open"):
        _pay(counter, _paid(fee), who=colleague)
    _pay(counter, _paid(fee, 1_000), who=counter.manager)
    with counter.desk.store.reading() as connection:
        row = connection.exec_driver_sql("SELECT shift_id, business_date FROM portal_payment").one()
    assert tuple(row) == (None, TODAY.isoformat())
    assert _is_whole(counter)


def test_what_cannot_be_written_down(counter: Counter):
    counter.sell(government=21_000)
    [fee] = _fees(counter)
    for wrong, code in (
        ([], "fees_not_chosen"),
        ([_paid(fee, 0)], "amount_missing"),
        ([_paid(fee, -1)], "amount_negative"),
        ([_paid(fee, reference="9" * 41)], "reference_too_long"),
        ([PortalPaymentInput(new_id(), 0, 1_000)], "fee_not_held"),
        ([PortalPaymentInput(fee.transaction_id, 1, 1_000)], "fee_not_held"),
    ):
        with pytest.raises(DomainError) as refused:
            _pay(counter, *wrong)
        assert refused.value.code == code
    counter.clock.move(-3_600_000)
    with pytest.raises(Refused, match="clock_went_back"):
        _pay(counter, _paid(fee))
    assert len(_fees(counter)) == 1


def test_a_top_up_fills_the_card(counter: Counter):
    counter.sell(government=21_000)
    move_cash(counter.desk, counter.manager, MoveKind.CARD_TOP_UP, 100_000, source="bank", reason="weekly")
    assert _pay(counter, *map(_paid, _fees(counter))) == 79_000
    assert _holds(counter, PORTAL_CARD) == 79_000


def _take_back(counter: Counter, seq: int, who: SignedIn | None = None) -> None:
    approval = Approval(counter.manager, "system_fault")
    take_back_portal_payment(counter.desk, who or counter.clerk, seq, approval)


def test_a_wrong_recording_is_taken_back_once(counter: Counter):
    counter.sell(government=21_000)
    [fee] = _fees(counter)
    _pay(counter, _paid(fee, 20_000, "R-1"))
    _pay(counter, _paid(fee, 1_000, "R-2"))
    last, first = fees_paid_today(counter.desk, counter.clerk)
    assert (first.amount, first.reference, last.amount) == (20_000, "R-1", 1_000)
    _take_back(counter, first.seq)
    assert [paid.seq for paid in fees_paid_today(counter.desk, counter.manager)] == [last.seq]
    assert [fee.held for fee in _fees(counter)] == [20_000]
    assert card_balance(counter.desk) == -1_000
    assert _is_whole(counter)
    for seq in (first.seq, 0):
        with pytest.raises(Refused, match="portal_payment_gone"):
            _take_back(counter, seq)
    _pay(counter, *(_paid(fee, reference="R-1") for fee in _fees(counter)))
    assert card_balance(counter.desk) == -21_000
    assert _is_whole(counter)


def test_taking_back_needs_a_second_person(counter: Counter, colleague: SignedIn):
    name = Words("مدير تجريبي ثانٍ", "")
    add_operator(counter.desk, counter.manager, name, {Role.MANAGER}, "975310")
    counter.sell(government=21_000)
    _pay(counter, *map(_paid, _fees(counter)))
    [paid] = fees_paid_today(counter.desk, counter.manager)
    with pytest.raises(Refused, match="approver_is_requester"):
        _take_back(counter, paid.seq, counter.manager)
    with pytest.raises(Refused, match="shift_not_open"):
        _take_back(counter, paid.seq, colleague)
    _take_back(counter, paid.seq)
    fact = journal(counter.desk)[-1]
    assert isinstance(fact, PortalPaymentRecorded)
    assert (fact.amount, fact.approved_by) == (-21_000, counter.manager.operator_id.bytes)
    assert _is_whole(counter)


def test_the_closings_hold_what_was_taken_back(counter: Counter):
    counter.sell(government=21_000)
    _pay(counter, *map(_paid, _fees(counter)))
    [paid] = fees_paid_today(counter.desk, counter.clerk)
    _take_back(counter, paid.seq)
    shift = current_shift(counter.desk, counter.clerk)
    assert shift is not None
    lock_count(counter.desk, counter.clerk, shift.id, {1_000: 50})
    close_shift(counter.desk, counter.clerk, shift.id, reason="system_fault", approve_later=True)
    approve_variance(counter.desk, counter.manager, shift.id, "system_fault")
    with counter.desk.store.reading() as connection:
        assert portal_paid_in(connection, shift.id) == 0
        day = date.fromisoformat(
            connection.exec_driver_sql("SELECT DISTINCT business_date FROM portal_payment").scalar_one()
        )
        assert handed_to_entities([connection], (day.isoformat(), day.isoformat()))["rop"].by_card == 0
    close_day(counter.desk, counter.manager, day)
    assert _is_whole(counter)
    with pytest.raises(Refused, match="day_closed"):
        _take_back(counter, paid.seq, counter.manager)


def test_what_is_claimed_from_the_entity_is_not_taken_back(counter: Counter):
    counter.sell(government=21_000)
    [fee] = _fees(counter)
    _pay(counter, _paid(fee))
    [paid] = fees_paid_today(counter.desk, counter.clerk)
    _reverse(counter, fee, 0)
    with pytest.raises(Refused) as refused:
        _take_back(counter, paid.seq)
    assert (refused.value.code, refused.value.params["number"]) == ("portal_payment_claimed", fee.number)
    assert _is_sound(counter)


def test_what_was_taken_back_is_not_looked_for_on_the_statement(counter: Counter, paid: Path):
    wrong = fees_paid_today(counter.desk, counter.clerk)[0]
    assert wrong.amount == 4_000
    _take_back(counter, wrong.seq)
    card = reconcile_card(counter.desk, counter.manager, paid)
    assert not card.result.only_recorded
    assert card.by_the_books == 72_000


STATEMENT = """Date,Description,Reference,Debit,Credit,Balance
20/11/2026,TOP UP,,,100.000,100.000
22/11/2026,ROP E-SERVICES ROP-1,,21.000,,79.000
23/11/2026,ROP E-SERVICES,ROP-2,7.500,,71.500
23/11/2026,MOL,,9.000,,62.500
,,,,,62.500
"""


@pytest.fixture
def paid(counter: Counter, tmp_path: Path) -> Path:
    """Three fees paid and a top-up written down; the statement knows two of the fees, one with another amount."""
    move_cash(counter.desk, counter.manager, MoveKind.CARD_TOP_UP, 100_000, source="bank", reason="weekly")
    for number, government in enumerate((21_000, 7_000, 4_000), 1):
        counter.sell(customer=a_customer(number), government=government)
    _pay(counter, *(_paid(fee, reference=f"ROP-{n}") for n, fee in enumerate(_fees(counter), 1)))
    file = tmp_path / "statement.csv"
    file.write_text(STATEMENT)
    return file


def test_the_statement_is_held_against_the_books(counter: Counter, paid: Path):
    card = reconcile_card(counter.desk, counter.manager, paid)
    assert [pair.entry.reference for pair in card.result.matched] == ["", "ROP-1"]
    assert [(pair.line.amount, pair.entry.amount) for pair in card.result.amount_differs] == [(7_500, 7_000)]
    assert [line.text for line in card.result.only_on_statement] == ["MOL"]
    assert [entry.reference for entry in card.result.only_recorded] == ["ROP-3"]
    assert [row.row for row in card.statement.unread] == [6]
    assert card.statement.closing == 62_500
    assert card.by_the_books == 100_000 - 32_000
    assert card.result.difference == card.by_the_books - 62_500


def test_a_top_up_weeks_later_is_no_part_of_the_statement(counter: Counter, paid: Path):
    counter.clock.move(20 * 24 * 3_600_000)
    move_cash(counter.desk, counter.manager, MoveKind.CARD_TOP_UP, 40_000, source="bank", reason="weekly")
    card = reconcile_card(counter.desk, counter.manager, paid)
    assert card.by_the_books == 68_000
    assert card_balance(counter.desk) == 108_000


def test_the_reconciliation_as_a_report(counter: Counter, paid: Path):
    report = reconciliation_report(counter.desk, counter.manager, reconcile_card(counter.desk, counter.manager, paid))
    tables = {table.code: table for table in report.tables}
    assert [*tables] == ["only_on_statement", "only_recorded", "amount_differs", "matched", "unread"]
    assert tables["only_on_statement"].sums == (None, None, None, None, 9_000)
    assert tables["amount_differs"].sums is not None
    assert tables["amount_differs"].sums[-1] == 500
    assert report_json(report)["tables"]
    for language in ("ar", "en"):
        assert render_report(report, language).startswith(b"%PDF")
        assert workbook_bytes(report, language).startswith(b"PK")
    assert report.title == area_label("portal_card", "report.title")


def test_the_statement_is_for_managers_and_must_be_there(counter: Counter, tmp_path: Path):
    with pytest.raises(AuthError, match="manager_needed"):
        reconcile_card(counter.desk, counter.clerk, tmp_path / "none.csv")
    with pytest.raises(DomainError, match="file_not_readable"):
        reconcile_card(counter.desk, counter.manager, tmp_path / "none.csv")
