"""The centre: its first run, its profile, its tax and its own prices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.catalogue import Action, Words
from sanad_desk.domain.charges import ChargeKind, VatMode
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.store.verify import verify
from sanad_desk.usecases.change_action import set_government_fee, typed_fee
from sanad_desk.usecases.demo_centre import DEMO_CENTRE, demo_centre, is_demo_centre
from sanad_desk.usecases.first_run import FirstRun, first_run
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.print_receipt import load_receipt
from sanad_desk.usecases.set_centre import set_centre, set_price
from sanad_desk.usecases.sign_in import list_operators, sign_in
from sanad_desk.usecases.simulate import simulate
from sanad_desk.usecases.take_payment import take_payment
from sanad_desk.wire.entries import CentreChanged, DeskFounded, OperatorAdded, PriceSet
from tests.conftest import TODAY
from tests.usecases.played import CONTRACT, facts, journal, pay, ready_visit

FORM = FirstRun(replace(DEMO_CENTRE, code="mct7", name=Words("مركز آخر", "")), 5, Words("", "Sample Owner"), "864202")
VATIN = "OM1100000000"


@pytest.fixture
def empty(tmp_path: Path, clock: SetClock) -> Iterator[OpenDesk]:
    desk = open_desk(tmp_path / "empty", clock=clock, create=True)
    yield desk
    desk.close()


def test_a_new_store_is_whole_before_anything_is_founded(empty: OpenDesk) -> None:
    assert not empty.is_founded
    with empty.store.reading() as connection:
        assert verify(connection).faults == []


def test_the_first_run_founds_the_desk_in_one_commit(empty: OpenDesk) -> None:
    first_run(empty, FORM)
    assert empty.centre is not None
    assert empty.desk is not None
    assert (empty.centre.code, empty.desk.number, empty.centre.phone) == ("MCT7", 5, "+96826000000")
    assert [type(fact) for fact in journal(empty)] == [DeskFounded, CentreChanged, OperatorAdded]
    (owner,) = list_operators(empty)
    assert (owner.name, Role.MANAGER in owner.roles) == (Words("Sample Owner", "Sample Owner"), True)
    sign_in(empty, owner.id, "864202")
    with pytest.raises(Refused) as error:
        first_run(empty, FORM)
    assert error.value.code == "desk_founded_already"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (replace(FORM, centre=replace(FORM.centre, code="toolong")), "code"),
        (replace(FORM, centre=replace(FORM.centre, name=Words("", ""))), "name"),
        (replace(FORM, centre=replace(FORM.centre, cr_number="x")), "cr_number"),
        (replace(FORM, centre=replace(FORM.centre, phone="1")), "phone"),
        (replace(FORM, centre=replace(FORM.centre, vat_mode=VatMode.EXCLUSIVE)), "vatin"),
        (replace(FORM, desk_number=100), "desk_number"),
        (replace(FORM, manager_name=Words(" ", "")), "manager_name"),
        (replace(FORM, manager_pin="1234"), "manager_pin"),
    ],
)
def test_a_wrong_answer_names_its_field_and_founds_nothing(empty: OpenDesk, form: FirstRun, field: str) -> None:
    with pytest.raises(DomainError) as error:
        first_run(empty, form)
    assert error.value.params["field"] == field
    assert not empty.is_founded
    assert journal(empty) == []


def test_a_demo_that_was_killed_half_way_is_completed(empty: OpenDesk, clock: SetClock) -> None:
    first_run(empty, FirstRun(DEMO_CENTRE, 2, Words("مدير", ""), "246810"))
    demo_centre(empty)
    demo_centre(empty)
    assert len(list_operators(empty)) == 3
    assert is_demo_centre(empty)


def test_a_real_centre_gets_no_played_sales(empty: OpenDesk, clock: SetClock) -> None:
    first_run(empty, FORM)
    with pytest.raises(Refused) as error:
        next(simulate(empty, clock, first_day=TODAY, days=1, per_day=1, seed=1))
    assert error.value.code == "simulate_needs_demo"


def test_the_profile_changes_what_is_printed_from_now_on(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift
) -> None:
    before = pay(desk, operator, ready_visit(desk, operator))
    assert desk.centre is not None
    set_centre(desk, manager, replace(desk.centre, phone="24000000", footer=Words("شكرًا", "")))
    after = pay(desk, operator, ready_visit(desk, operator))
    pictures = [load_receipt(desk, sale.number).picture for sale in (before, after)]
    assert [picture.centre.phone for picture in pictures] == ["+96826000000", "+96824000000"]
    assert pictures[1].footer.ar == "شكرًا"


def test_the_code_of_the_centre_stays(desk: OpenDesk, manager: SignedIn) -> None:
    assert desk.centre is not None
    with pytest.raises(Refused) as error:
        set_centre(desk, manager, replace(desk.centre, code="KSB2"))
    assert (error.value.code, error.value.params["field"]) == ("centre_code_fixed", "code")


@pytest.mark.parametrize(
    ("mode", "net", "vat", "total", "kind"),
    [
        (VatMode.OFF, 5_000, 0, 206_000, "receipt"),
        (VatMode.INCLUSIVE, 4_762, 238, 206_000, "simplified_tax_invoice"),
        (VatMode.EXCLUSIVE, 5_000, 250, 206_250, "simplified_tax_invoice"),
    ],
)
def test_the_worked_receipts_of_the_field_are_sold_so(
    desk: OpenDesk,
    operator: SignedIn,
    manager: SignedIn,
    shift: Shift,
    mode: VatMode,
    net: int,
    vat: int,
    total: int,
    kind: str,
) -> None:
    """Submit 3.000 and pay 2.000, government 201.000."""
    assert desk.centre is not None
    set_centre(desk, manager, replace(desk.centre, vatin=VATIN, vat_mode=mode))
    view = ready_visit(desk, operator, CONTRACT, actions=(Action.SUBMIT, Action.PAY))
    case = view.cases[0].case
    view = set_government_fee(desk, operator, view.visit.id, case.id, 1, (typed_fee(201_000),))
    assert view.bill.sum_of(ChargeKind.VAT) == vat
    sale = take_payment(desk, operator, view.visit.id, [TenderInput(Tender.CASH, total)], total)
    picture = load_receipt(desk, sale.number).picture
    assert (picture.centre_total, picture.vat_total, picture.total, picture.kind) == (net, vat, total, kind)
    assert picture.centre.vatin == ("" if mode is VatMode.OFF else VATIN)
    assert picture.vat_rate_ppm == (0 if mode is VatMode.OFF else 50_000)
    with desk.store.reading() as connection:
        owed = connection.exec_driver_sql(
            "SELECT coalesce(-sum(amount), 0) FROM posting WHERE account = 'vat_payable'"
        ).scalar()
        assert owed == vat
        assert verify(connection).faults == []


def test_tax_that_changed_while_a_visit_was_open_changes_its_total(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift
) -> None:
    view = ready_visit(desk, operator)
    assert desk.centre is not None
    set_centre(desk, manager, replace(desk.centre, vatin=VATIN, vat_mode=VatMode.EXCLUSIVE))
    with pytest.raises(Refused) as error:
        pay(desk, operator, view)
    assert (error.value.code, error.value.params) == ("total_changed", {"total": 3_150})


def test_a_price_of_the_centre_is_a_fact_and_none_takes_it_back(desk: OpenDesk, manager: SignedIn) -> None:
    set_price(desk, manager, CONTRACT, Action.SUBMIT, "", 2_500)
    set_price(desk, manager, CONTRACT, Action.SUBMIT, "", None)
    assert [(fact.amount, fact.official) for fact in facts(desk, PriceSet)] == [(2_500, 3_000), (None, 3_000)]
    with desk.store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM centre_price").scalar() == 0
        assert verify(connection).faults == []


@pytest.mark.parametrize(
    ("service", "amount", "code"),
    [("nothing", 1, "service_unknown"), (CONTRACT, -1, "amount_negative"), (CONTRACT, 10**8, "amount_too_large")],
)
def test_a_price_that_cannot_be_is_refused(
    desk: OpenDesk, manager: SignedIn, service: str, amount: int, code: str
) -> None:
    with pytest.raises(DomainError) as error:
        set_price(desk, manager, service, Action.SUBMIT, "", amount)
    assert error.value.code == code
    assert facts(desk, PriceSet) == []
