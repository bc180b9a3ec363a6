"""Cases that live through weeks: the books stay true, and the follow-up list is a fold of the journal."""

from __future__ import annotations

import os
import shutil
from collections import Counter as Tally
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store.verify import verify
from sanad_desk.usecases.follow_up import Bucket, FollowFilter, follow_up
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.sign_in import list_operators
from sanad_desk.usecases.simulate import simulate
from sanad_desk.wire import follow_facts
from sanad_desk.wire.entries import TransactionCompleted, read_entry
from tests.conftest import MORNING, TODAY

FULL = os.environ.get("SANAD_FAULT_DOSE") == "full"
SEEDS, DAYS = (range(8), 21) if FULL else ((3, 4), 12)
PER_DAY = 9
OPEN = {"ready", "submitted", "in_review", "returned", "approved", "paid", "issued", "on_hold", "refund_due"}
UNSETTLED = {"asked", "unknown", "deducted", "refund_asked"}


@pytest.fixture(scope="module", params=SEEDS)
def lived(
    request: pytest.FixtureRequest, demo_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OpenDesk]:
    """Some weeks of a centre, odd in every way; the tests only look at it."""
    folder, clock = tmp_path_factory.mktemp("lived") / "store", SetClock(MORNING)
    desk = open_desk(Path(shutil.copytree(demo_store, folder)), clock=clock)
    days = {"first_day": TODAY, "days": DAYS, "per_day": PER_DAY, "seed": request.param}
    list(simulate(desk, clock, **days, odd=True, follow=True))
    yield desk
    desk.close()


@pytest.fixture
def manager(lived: OpenDesk) -> SignedIn:
    found = next(operator for operator in list_operators(lived) if Role.MANAGER in operator.roles)
    return SignedIn(found.id, found.name, found.roles)


def _facts(desk: OpenDesk) -> list[tuple[int, Any]]:
    with desk.store.reading() as connection:
        raws = connection.exec_driver_sql("SELECT entry FROM journal ORDER BY seq").scalars().all()
    return [(entry.at, entry.read()) for entry in map(read_entry, raws)]


def _fold(facts: list[tuple[int, Any]]) -> dict[bytes, dict[str, Any]]:
    """How each case stands, by nothing but the facts in their order."""
    cases: dict[bytes, dict[str, Any]] = {}
    for at, fact in facts:
        if isinstance(fact, TransactionCompleted):
            for case in (case for case in fact.cases if case.state):
                reason = "taken_back" if fact.original_id else ""
                since = {"state": case.state, "reason": reason, "since": at, "turn": case.turn, "amount": case.amount}
                cases[case.case_id] = {**since, "promised": case.expected_date, "remind_on": ""}
        if isinstance(fact, follow_facts.CaseMoved):
            now = fact.standing
            names = ("state", "reason", "since", "turn", "amount", "promised", "remind_on")
            cases[now.case_id] = {name: getattr(now, name) for name in names}
    return {case_id: case for case_id, case in cases.items() if case["state"] in OPEN}


def _bucket(case: dict[str, Any], today: str, *, has_payment: bool, is_down: bool) -> str:
    """Whom it waits for, said a second time, in the words of the issue."""
    state, reason = case["state"], case["reason"]
    if has_payment or state in ("approved", "refund_due"):
        return "money"
    if state == "on_hold":
        if reason == "portal_down":
            return "entity" if is_down else "us"
        return {"no_line": "us", "waiting_entity": "entity", "payment_uncertain": "money"}.get(reason, "customer")
    if state == "ready":
        return "entity" if is_down else "us"
    if state == "returned":
        return "customer" if reason in ("paper_missing", "paper_unclear") else "us"
    if state == "issued":
        return "handover"
    longest_review = business_date_at(case["since"]) + timedelta(days=14)
    return "us" if (case["promised"] or longest_review.isoformat()) < today else "entity"


def test_the_follow_up_list_is_a_fold_of_the_journal(lived: OpenDesk, manager: SignedIn) -> None:
    facts = _facts(lived)
    expected = _fold(facts)
    whole = follow_up(lived, manager, FollowFilter(Bucket.ALL))
    shown = {row.standing.case_id.bytes: row for row in whole.rows}
    assert {
        case_id: (row.standing.state, row.standing.turn, row.standing.amount) for case_id, row in shown.items()
    } == {case_id: (case["state"], case["turn"], case["amount"]) for case_id, case in expected.items()}
    moves = [fact for _, fact in facts if isinstance(fact, follow_facts.PortalPaymentMoved)]
    payments = {fact.payment_id: fact for fact in moves}
    unsettled = {fact.case_id: fact.amount for fact in payments.values() if fact.state in UNSETTLED}
    begun = {fact.outage_id: fact.entity for _, fact in facts if isinstance(fact, follow_facts.OutageBegan)}
    ended = {fact.outage_id for _, fact in facts if isinstance(fact, follow_facts.OutageEnded)}
    down = {entity for outage_id, entity in begun.items() if outage_id not in ended}
    today = business_date_at(lived.clock.now()).isoformat()
    buckets = {
        case_id: _bucket(case, today, has_payment=case_id in unsettled, is_down=shown[case_id].standing.entity in down)
        for case_id, case in expected.items()
    }
    assert {case_id: row.waits_for.value for case_id, row in shown.items()} == buckets
    due = sum(bool(case["remind_on"]) and case["remind_on"] <= today for case in expected.values())
    assert dict(whole.counts) == {
        **dict.fromkeys(Bucket, 0),
        **Tally(buckets.values()),
        Bucket.DUE: due,
        Bucket.ALL: len(expected),
    }
    amounts = {case_id: unsettled.get(case_id, case["amount"]) for case_id, case in expected.items()}
    told = {case_id: row.amount for case_id, row in shown.items()}
    # A case that is still to be done in the portal shows what lies here for it.
    assert {key: told[key] for key in told if expected[key]["state"] != "ready" or amounts[key]} == {
        key: amounts[key] for key in told if expected[key]["state"] != "ready" or amounts[key]
    }
    days = [(-row.waits_days, -row.amount) for row in whole.rows]
    assert days == sorted(days)


def test_weeks_of_returns_outages_and_lost_money_leave_the_books_true(lived: OpenDesk, manager: SignedIn) -> None:
    kinds = Tally(type(fact) for _, fact in _facts(lived))
    for kind in (follow_facts.CaseMoved, follow_facts.PortalPaymentMoved, follow_facts.OutageBegan):
        assert kinds[kind] > 0
    later = [f for _, f in _facts(lived) if isinstance(f, TransactionCompleted) and any(c.before for c in f.cases)]
    assert later
    with lived.store.reading() as connection:
        assert verify(connection).faults == []
        assert connection.exec_driver_sql("SELECT sum(amount) FROM balance").scalar() == 0
        claims = "SELECT coalesce(sum(amount), 0) FROM {} {}"
        claimed = connection.exec_driver_sql(claims.format("balance", "WHERE account = 'portal_claims'")).scalar()
        where = "WHERE state IN ('deducted', 'refund_asked') AND channel = 'centre_card'"
        assert claimed == connection.exec_driver_sql(claims.format("portal_payment_standing", where)).scalar()
