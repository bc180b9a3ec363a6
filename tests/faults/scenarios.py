"""Pieces of work that may die half-way, and what must be true of whatever they leave behind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.store import keys
from sanad_desk.store.backup import SUFFIX, back_up, restore
from sanad_desk.store.store import FILE, exists
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.begin_visit import list_visits
from sanad_desk.usecases.demo_centre import DEMO_CENTRE
from sanad_desk.usecases.first_run import FirstRun, first_run
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import current_shift, open_shift
from sanad_desk.usecases.reverse_transaction import reverse_transaction
from sanad_desk.usecases.sign_in import list_operators
from sanad_desk.usecases.take_payment import take_payment
from tests.conftest import MORNING
from tests.faults.closing_scenarios import CLOSING_SCENARIOS
from tests.faults.killed import Announce, Arm, Scenario
from tests.faults.upgrade_scenario import UPGRADE

LATER = MORNING + 12 * 3_600_000
FORM = FirstRun(DEMO_CENTRE, 2, Words("مدير تجريبي", ""), "864202")


def _clerk(desk: OpenDesk) -> SignedIn:
    found = next(o for o in list_operators(desk) if Role.MANAGER not in o.roles)
    return SignedIn(found.id, found.name, found.roles)


def _numbers(desk: OpenDesk) -> list[str]:
    with desk.store.reading() as connection:
        return list(connection.exec_driver_sql("SELECT number FROM transactions ORDER BY seq").scalars())


def _pay(desk: OpenDesk) -> str:
    (view,) = list_visits(desk)
    total = view.bill.total
    return take_payment(desk, _clerk(desk), view.visit.id, [TenderInput(Tender.CASH, total)], total).number


def _save(folder: Path, arm: Arm, announce: Announce) -> None:
    desk = open_desk(folder, clock=SetClock(LATER))
    arm()
    announce(_pay(desk))
    desk.close()


def _check_save(folder: Path, announced: list[str]) -> Iterator[str]:
    desk = open_desk(folder, clock=SetClock(LATER))
    stored = _numbers(desk)
    drafts = len(list_visits(desk))
    if set(announced) - set(stored):
        yield f"told but not stored: {announced}"
    if len(stored) + drafts != 13:
        yield f"{len(stored)} sales and {drafts} visits"
    if drafts:
        _pay(desk)
    if [number[11:17] for number in _numbers(desk)] != [f"{n:06d}" for n in range(1, 14)]:
        yield f"numbers {_numbers(desk)}"
    desk.close()


def _open_shift(folder: Path, arm: Arm, announce: Announce) -> None:
    desk = open_desk(folder, clock=SetClock(LATER + 24 * 3_600_000))
    arm()
    announce(open_shift(desk, _clerk(desk), 5_000).id.hex)
    desk.close()


def _check_shift(folder: Path, announced: list[str]) -> Iterator[str]:
    desk = open_desk(folder, clock=SetClock(LATER + 24 * 3_600_000))
    found = current_shift(desk, _clerk(desk))
    if announced and (found is None or found.id.hex != announced[0]):
        yield "the shift that was told of is not there"
    if found is None:
        open_shift(desk, _clerk(desk), 5_000)
    desk.close()


def _found(folder: Path, arm: Arm, announce: Announce) -> None:
    arm()
    desk = open_desk(folder / "new", clock=SetClock(LATER), create=True)
    first_run(desk, FORM)
    announce("founded")
    desk.close()


def _check_found(folder: Path, announced: list[str]) -> Iterator[str]:
    new = folder / "new"
    desk = open_desk(new, clock=SetClock(LATER), create=True)
    if announced and not desk.is_founded:
        yield "founded, and not there"
    if not desk.is_founded:
        first_run(desk, FORM)
    if len(list_operators(desk)) != 1:
        yield "not one manager"
    desk.close()


def _back_up(folder: Path, arm: Arm, announce: Announce) -> None:
    key = keys.find_key(folder)
    arm()
    announce(back_up(folder / FILE, key, folder / "stick", "desk", LATER).name)


def _check_backup(folder: Path, announced: list[str]) -> Iterator[str]:
    key, stick = keys.find_key(folder), folder / "stick"
    whole = sorted(path.name for path in stick.glob(f"*{SUFFIX}")) if stick.exists() else []
    if not set(announced) <= set(whole):
        yield f"made {announced}, found {whole}"
    for half in stick.glob("*.unfinished*"):
        os.utime(half, (0, 0))
    back_up(folder / FILE, key, stick, "desk", LATER + 60_000)
    for place, path in enumerate(sorted(stick.glob(f"*{SUFFIX}"))):
        restore(path, folder / f"restored-{place}", key, FILE)
    if len(list(stick.glob("*.unfinished*"))):
        yield "half a backup stays behind"


def _restore(folder: Path, arm: Arm, announce: Announce) -> None:
    key = keys.find_key(folder)
    made = back_up(folder / FILE, key, folder / "stick", "desk", LATER)
    arm()
    restore(made, folder / "new", key, FILE)
    announce("restored")


def _check_restore(folder: Path, announced: list[str]) -> Iterator[str]:
    new, key = folder / "new", keys.find_key(folder)
    if not exists(new):
        if announced:
            yield "restored, and not there"
        restore(next((folder / "stick").glob(f"*{SUFFIX}")), new, key, FILE)
    desk = open_desk(new, clock=SetClock(LATER))
    if len(_numbers(desk)) != 12:
        yield "sales are missing"
    desk.close()


def _reversal(desk: OpenDesk) -> str:
    """The first sale that was paid in cash goes back."""
    with desk.store.reading() as connection:
        query = (
            "SELECT t.number, t.total FROM transactions t JOIN payment p ON p.transaction_id = t.id "
            "WHERE t.kind = 'sale' AND p.tender = 'cash' AND p.amount = t.total ORDER BY t.seq LIMIT 1"
        )
        sale = connection.exec_driver_sql(query).one()
    found = next(o for o in list_operators(desk) if Role.MANAGER in o.roles)
    approval = Approval(SignedIn(found.id, found.name, found.roles), "wrong_amount")
    cash = [TenderInput(Tender.CASH, sale.total)]
    return reverse_transaction(desk, _clerk(desk), sale.number, None, cash, "wrong_amount", approval).number


def _reverse(folder: Path, arm: Arm, announce: Announce) -> None:
    desk = open_desk(folder, clock=SetClock(LATER))
    arm()
    announce(_reversal(desk))
    desk.close()


def _check_reverse(folder: Path, announced: list[str]) -> Iterator[str]:
    desk = open_desk(folder, clock=SetClock(LATER))
    is_done = len(_numbers(desk)) == 13
    if announced and announced[0] not in _numbers(desk):
        yield f"told but not stored: {announced}"
    try:
        _reversal(desk)
        if is_done:
            yield "given back twice"
    except Refused:
        if not is_done:
            yield "not reversed, and refused"
    if len(_numbers(desk)) != 13:
        yield f"numbers {_numbers(desk)}"
    desk.close()


SCENARIOS = {
    "save": Scenario(_save, _check_save),
    "reverse": Scenario(_reverse, _check_reverse),
    "open_shift": Scenario(_open_shift, _check_shift),
    "first_run": Scenario(_found, _check_found),
    "backup": Scenario(_back_up, _check_backup),
    "restore": Scenario(_restore, _check_restore),
    **CLOSING_SCENARIOS,
    "upgrade": UPGRADE,
}
