"""Claims of an epoch that meet something else: a backup from their middle, a manager in a hurry, a revocation."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from sanad_desk.domain.errors import Refused
from sanad_desk.server.centres import revoke_desk
from sanad_desk.server.tables import record
from sanad_desk.sync.line import Answer, Request
from sanad_desk.usecases.back_up import back_up
from sanad_desk.usecases.go_on_spare import go_on_spare
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.set_customer import save_customer
from tests.sync.bad_line import Fault
from tests.sync.centre_at_work import CentreAtWork, numbers_of
from tests.sync.test_two_disks import restore
from tests.usecases.counter import a_customer


def test_a_backup_from_a_spare_number_gives_none_of_its_numbers_again(centre: CentreAtWork, tmp_path: Path) -> None:
    early = back_up(centre.counters["a"].desk, tmp_path / "early")
    centre.drain()
    restore(centre, "a", early)
    counter = centre.counters["a"]
    go_on_spare(counter.desk, counter.manager, "the line is down")
    counter.sell()
    on_spare = back_up(counter.desk, tmp_path / "on-spare")
    centre.drain()
    lost = counter.sell().number
    centre.drain()
    restore(centre, "a", on_spare)
    counter = centre.counters["a"]
    centre.sync("a", *[Fault.NONE] * 2, *[Fault.LOST] * 20)  # dies in the middle of claiming
    with pytest.raises(Refused, match="epoch_needed"):
        counter.sell()
    centre.drain()
    assert lost in numbers_of(counter.desk)  # it came back
    assert counter.sell().number != lost
    centre.drain()
    centre.check()


def test_a_manager_may_go_on_while_an_epoch_is_being_claimed(
    centre: CentreAtWork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = back_up(centre.counters["a"].desk, tmp_path)
    centre.counters["a"].sell()
    centre.drain()
    restore(centre, "a", backup)
    counter, line = centre.counters["a"], centre.lines["a"]
    send = line.send
    hurried: list[int] = []

    def meanwhile(request: Request) -> Answer:
        answer = send(request)
        if request.target.endswith("/epochs") and not hurried:
            hurried.append(go_on_spare(counter.desk, counter.manager, "a slow line"))
        return answer

    monkeypatch.setattr(line, "send", meanwhile)
    centre.sync("a")
    assert hurried
    counter.sell()
    centre.drain()
    assert centre.sync("a").code == ""
    centre.check()


def test_a_restored_desk_opens_no_shift_before_it_has_back_what_it_lost(centre: CentreAtWork, tmp_path: Path) -> None:
    backup = back_up(centre.counters["a"].desk, tmp_path)
    lost = centre.counters["a"].sell().number
    centre.drain()
    restore(centre, "a", backup)
    counter = centre.counters["a"]
    with pytest.raises(Refused, match="epoch_needed"):
        open_shift(counter.desk, counter.clerk, 50_000)
    centre.drain()
    assert lost in numbers_of(counter.desk)
    assert "chain_forked" not in centre.incidents("a")


def test_a_copy_on_the_spare_number_leaves_the_original_its_own(centre: CentreAtWork, tmp_path: Path) -> None:
    backup = back_up(centre.counters["a"].desk, tmp_path)
    restore(centre, "second", backup, key_of="a")
    copy, number = centre.counters["second"], centre.state("a").desk_number
    go_on_spare(copy.desk, copy.manager, "the line is down")
    copy.sell()
    centre.sync("second")
    centre.counters["a"].sell()
    centre.drain()
    assert centre.state("a").desk_number == number
    centre.check()


def test_a_revoked_desk_that_is_restored_sends_its_money_and_sells_no_more(
    centre: CentreAtWork, tmp_path: Path
) -> None:
    backup = back_up(centre.counters["a"].desk, tmp_path)
    centre.drain()
    restore(centre, "a", backup)
    counter = centre.counters["a"]
    go_on_spare(counter.desk, counter.manager, "the line is down")
    sold = counter.sell().number
    identity = counter.desk.identity()[1]
    now = centre.server_clock.now()
    revoke_desk(centre.db, identity.centre_id, identity.desk_id, revoked_by="Muna Al Rashdi", now=now)
    for _ in range(3):
        centre.sync("a")
    assert any(sold.encode() in entry for _, _, entry in centre.entries())
    with pytest.raises(Refused, match="desk_revoked"):
        counter.sell()


def test_two_disks_that_differ_in_records_alone_are_told_apart(centre: CentreAtWork) -> None:
    copied, original = centre.copy_disk("a", "copy"), centre.counters["a"]
    for number in range(20, 30):
        save_customer(original.desk, original.clerk, a_customer(number))
    centre.sync("a")
    save_customer(copied.desk, copied.clerk, a_customer(40))
    centre.sync("copy")
    sold = copied.sell(customer=a_customer(41)).number
    centre.drain()
    with centre.db.reading() as connection:
        bodies = [row.body for row in connection.execute(select(record.c.body)) if row.body]
    assert any(a_customer(40).civil_number.encode() in body for body in bodies)
    assert any(sold.encode() in body for body in bodies)
    centre.check()
