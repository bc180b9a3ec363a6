"""What goes beside the journal: people, rights, profile, prices and customers are the same at every desk in the end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sanad_desk.domain.catalogue import Action, Words
from sanad_desk.domain.errors import AuthError
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.usecases.add_operator import add_operator, change_operator, reset_pin
from sanad_desk.usecases.back_up import back_up
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.own_prices import own_prices
from sanad_desk.usecases.set_centre import set_centre, set_price
from sanad_desk.usecases.set_customer import find_customers, save_customer
from sanad_desk.usecases.sign_in import list_operators, sign_in
from tests.sync.bad_line import Fault
from tests.sync.centre_at_work import CentreAtWork
from tests.sync.test_two_disks import restore
from tests.usecases.counter import a_customer

PIN, NEW_PIN = "864209", "975310"


def test_people_rights_and_pins_reach_every_desk(centre: CentreAtWork) -> None:
    a, b = centre.counters["a"], centre.counters["b"]
    added = add_operator(a.desk, a.manager, Words("مدير تجريبي ثانٍ", "Second Manager"), {Role.MANAGER}, PIN)
    centre.drain()
    who = sign_in(b.desk, added.id, PIN)
    assert Role.MANAGER in who.roles
    reset_pin(a.desk, a.manager, added.id, NEW_PIN)
    change_operator(a.desk, a.manager, added.id, set(), active=True)
    centre.drain()
    with pytest.raises(AuthError, match="pin_wrong"):
        sign_in(b.desk, added.id, PIN)
    assert sign_in(b.desk, added.id, NEW_PIN).roles == {Role.OPERATOR}
    with pytest.raises(AuthError, match="manager_needed"):
        set_price(b.desk, who, min(b.desk.catalogue.services), Action.SUBMIT, "", 2_500)
    change_operator(a.desk, a.manager, added.id, set(), active=False)
    centre.drain()
    assert added.id not in {operator.id for operator in list_operators(b.desk)}
    with pytest.raises(AuthError, match="operator_unknown"):
        sign_in(b.desk, added.id, NEW_PIN)
    with pytest.raises(AuthError, match="operator_unknown"):
        open_shift(b.desk, SignedIn(added.id, added.name, added.roles), 1_000)
    centre.check()


def test_profile_and_prices_reach_every_desk(centre: CentreAtWork) -> None:
    a, b = centre.counters["a"], centre.counters["b"]
    service = min(a.desk.catalogue.services)
    profile, _, _ = a.desk.identity()
    set_centre(a.desk, a.manager, replace(profile, phone="24999111"))
    set_price(a.desk, a.manager, service, Action.SUBMIT, "", 2_500)
    centre.drain()
    assert b.desk.identity()[0].phone == "+96824999111"
    assert own_prices(b.desk) == own_prices(a.desk) != {}
    set_price(b.desk, b.manager, service, Action.SUBMIT, "", None)
    centre.drain()
    assert own_prices(a.desk) == own_prices(b.desk)
    centre.check()


def test_one_customer_corrected_at_two_desks_at_once_ends_as_one(centre: CentreAtWork) -> None:
    a, b = centre.counters["a"], centre.counters["b"]
    known = save_customer(a.desk, a.clerk, a_customer(3)).customer
    centre.drain()
    for counter, phone in ((a, "+96899200001"), (b, "+96899200002")):
        save_customer(counter.desk, counter.clerk, replace(known, phone=phone))
    centre.sync("a", Fault.NONE, Fault.ANSWER_LOST)
    centre.drain()
    phones = {find_customers(counter.desk, "Sample Customer 3")[0].phone for counter in (a, b)}
    assert len(phones) == 1
    centre.check()


def test_a_restored_desk_undoes_no_correction(centre: CentreAtWork, tmp_path: Path) -> None:
    """Its backup holds one that was never sent; others corrected the customer since."""
    a, b = centre.counters["a"], centre.counters["b"]
    known = save_customer(a.desk, a.clerk, a_customer(3)).customer
    centre.drain()
    save_customer(a.desk, a.clerk, replace(known, phone="+96899200001"))
    backup = back_up(a.desk, tmp_path)
    centre.drain()
    save_customer(b.desk, b.clerk, replace(known, phone="+96899200002"))
    centre.drain()
    restore(centre, "a", backup)
    for place in range(6):
        centre.sync("a", *[Fault.NONE] * place, Fault.LOST)
    centre.drain()
    for counter in centre.counters.values():
        assert find_customers(counter.desk, "Sample Customer 3")[0].phone == "+96899200002"
    centre.check()


def test_more_records_than_a_batch_holds(centre: CentreAtWork) -> None:
    """And long ones, over a line that cuts every other request."""
    a, b = centre.counters["a"], centre.counters["b"]
    before = len(find_customers(b.desk, "Long Name"))
    for number in range(30):
        long = replace(a_customer(number), name=Words("ز" * 100, f"Long Name {number} " + "x" * 80))
        save_customer(a.desk, a.clerk, long)
    for _ in range(6):
        centre.sync("a", Fault.NONE, Fault.ANSWER_LOST, Fault.LOST)
    centre.drain()
    assert len(find_customers(b.desk, "Long Name")) == len(find_customers(a.desk, "Long Name")) > before
    centre.check()
