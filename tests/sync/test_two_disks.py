"""One desk on two disks: a copy, or a store put back from a backup; whoever comes second goes on under a new number."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sanad_desk.ctl.main import main as sanadctl
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.server.judge import judge_waiting
from sanad_desk.store.replica_file import remove
from sanad_desk.store.store import FILE
from sanad_desk.usecases.back_up import back_up
from sanad_desk.usecases.go_on_spare import go_on_spare
from sanad_desk.usecases.look_at_receipt import ReceiptStory, look_at_receipt
from sanad_desk.usecases.set_customer import find_customers
from tests.sync.bad_line import Died, Fault
from tests.sync.centre_at_work import CentreAtWork, numbers_of, twins
from tests.usecases.counter import Counter, a_customer


def restore(centre: CentreAtWork, name: str, backup: Path, key_of: str = "") -> None:
    """`sanadctl restore` puts a backup into a new disk; the old one of that name is gone."""
    folder = centre.folder / name
    if not key_of:
        centre.shut(name)
        key_of = f"{name}-{len(list(centre.folder.iterdir()))}"
        folder.rename(centre.folder / key_of)
    options = ["restore", "--store", str(folder), "--from", str(backup), "--key-of", str(centre.folder / key_of)]
    assert sanadctl(options) == 0
    centre.open(name)


def put_old_file_back(centre: CentreAtWork, name: str, kept: Path) -> None:
    """Somebody copies yesterday's file over today's."""
    centre.shut(name)
    remove(centre.folder / name / FILE)
    shutil.copyfile(kept, centre.folder / name / FILE)
    centre.open(name)


def look_at(counter: Counter, number: str) -> ReceiptStory:
    return look_at_receipt(counter.desk, counter.manager, number)


def keep_file(centre: CentreAtWork, name: str, to: Path) -> Path:
    centre.counters[name].desk.store.checkpoint()
    shutil.copyfile(centre.folder / name / FILE, to)
    return to


def test_a_copied_disk_goes_on_under_a_number_of_its_own(centre: CentreAtWork) -> None:
    centre.counters["a"].sell()
    centre.drain()
    copied = centre.copy_disk("a", "copy")
    before = [centre.counters["a"].sell().number, copied.sell().number]
    assert before[0] == before[1]  # nobody could know
    centre.drain()
    assert centre.state("a").desk_number != centre.state("copy").desk_number
    assert {"chain_forked", "epoch_begun"} <= centre.incidents("a") & centre.incidents("copy") & centre.incidents("b")
    after = [centre.counters[name].sell(customer=a_customer(9)).number for name in ("a", "copy", "a", "copy")]
    assert twins(after + before[:1]) == set()
    centre.drain()
    centre.check()
    assert look_at(centre.counters["a"], after[3]).elsewhere == centre.state("copy").desk_number


def test_a_fork_that_is_cut_off_before_its_epoch_gives_no_receipts(centre: CentreAtWork) -> None:
    copied = centre.copy_disk("a", "copy")
    centre.counters["a"].sell()
    copied.sell()
    centre.sync("a")
    assert centre.sync("copy", Fault.NONE, Fault.LOST).code == "server_unreachable"
    assert centre.state("copy").needs_epoch
    with pytest.raises(Refused, match="epoch_needed"):
        copied.sell()
    centre.drain()
    assert not centre.state("copy").needs_epoch
    copied.sell()
    centre.drain()
    centre.check()


@pytest.mark.parametrize("silent", [False, True])
@pytest.mark.parametrize("fault", [Fault.NONE, Fault.LOST, Fault.DIES_AFTER])
def test_a_restored_desk_takes_back_what_it_lost(
    centre: CentreAtWork, tmp_path: Path, fault: Fault, silent: bool
) -> None:
    """By `sanadctl restore`, and by an old file over the new one; the line may break at each step of the way."""
    counter = centre.counters["a"]
    counter.sell()
    centre.drain()
    kept = keep_file(centre, "a", tmp_path / "kept.db") if silent else back_up(counter.desk, tmp_path)
    lost = counter.sell(customer=a_customer(7)).number
    shown = look_at(counter, lost)
    centre.drain()
    put_old_file_back(centre, "a", kept) if silent else restore(centre, "a", kept)
    counter = centre.counters["a"]
    assert centre.state("a").needs_epoch
    with pytest.raises(Refused, match="epoch_needed"):
        counter.sell()
    with pytest.raises(DomainError, match="receipt_unknown"):
        look_at(counter, lost)
    for place in range(7 if fault is not Fault.NONE else 0):
        try:
            centre.sync("a", *[Fault.NONE] * place, fault)
        except Died:
            centre.shut("a")
            centre.open("a")
    counter = centre.counters["a"]
    centre.drain()
    assert look_at(counter, lost) == shown
    assert [found.phone for found in find_customers(counter.desk, "Sample Customer 7")] == [a_customer(7).phone]
    new = counter.sell().number
    assert new not in numbers_of(centre.counters["b"].desk)
    assert centre.state("a").desk_number not in (2, centre.state("b").desk_number)
    centre.drain()
    centre.check()
    assert centre.incidents("b") == {"epoch_begun"}
    assert look_at(centre.counters["b"], lost).number == lost


def test_what_a_restored_desk_sold_since_stands_beside_what_it_lost(centre: CentreAtWork, tmp_path: Path) -> None:
    """A disk image without its mark: nothing in it knows that it is old."""
    counter = centre.counters["a"]
    centre.drain()
    backup = centre.folder / "image"
    shutil.copytree(centre.folder / "a", backup, ignore=shutil.ignore_patterns("desk.lock", "desk.mark"))
    lost = counter.sell(customer=a_customer(5)).number
    centre.drain()
    centre.shut("a")
    shutil.rmtree(centre.folder / "a")
    backup.rename(centre.folder / "a")
    counter = centre.open("a")
    assert counter.sell().number == lost  # nobody could know
    centre.drain()
    assert counter.sell().number != lost
    centre.drain()
    centre.check(lost=True)
    assert {"chain_forked", "epoch_begun"} <= centre.incidents("a")


def test_a_backup_may_be_restored_twice(centre: CentreAtWork, tmp_path: Path) -> None:
    backup = back_up(centre.counters["a"].desk, tmp_path)
    numbers = []
    for _ in range(2):
        restore(centre, "a", backup)
        centre.drain()
        numbers.append(centre.counters["a"].sell().number)
        centre.drain()
    assert twins(numbers) == set()
    centre.check(lost=True)


def test_an_offline_desk_goes_on_under_its_spare_number(centre: CentreAtWork, tmp_path: Path) -> None:
    counter = centre.counters["a"]
    backup = back_up(counter.desk, tmp_path)
    lost = counter.sell().number
    centre.drain()
    restore(centre, "a", backup)
    counter = centre.counters["a"]
    spare = centre.state("a").spare_number
    assert go_on_spare(counter.desk, counter.manager, "the line is down") == spare
    sold = counter.sell().number
    assert centre.sync("a", Fault.LOST).code == "server_unreachable"
    assert counter.sell().number != sold
    centre.drain()
    assert (centre.state("a").desk_number, centre.state("a").needs_epoch) == (spare, False)
    centre.check(lost=True)
    assert look_at(counter, lost).elsewhere not in (0, spare)
    centre.counters["a"].sell()
    centre.drain()
    centre.check(lost=True)


def test_two_restores_that_both_went_on_spare_part_once_they_are_heard(centre: CentreAtWork, tmp_path: Path) -> None:
    """Offline neither can know of the other; the server lets only one keep the number."""
    backup = back_up(centre.counters["a"].desk, tmp_path)
    restore(centre, "a", backup)
    restore(centre, "second", backup, key_of="a")
    for name in ("a", "second"):
        counter = centre.counters[name]
        go_on_spare(counter.desk, counter.manager, "the line is down")
        counter.sell()
    centre.drain()
    assert centre.state("a").desk_number != centre.state("second").desk_number
    assert twins([centre.counters[name].sell().number for name in ("a", "second")]) == set()
    centre.drain()
    centre.check()


def test_more_taken_back_between_two_claims_counts_once(centre: CentreAtWork, tmp_path: Path) -> None:
    """The claim's answer is lost, and the other disk sells on before it is claimed again."""
    backup = back_up(centre.counters["a"].desk, tmp_path)
    restore(centre, "second", backup, key_of="a")
    centre.sync("second", Fault.NONE, Fault.ANSWER_LOST)
    centre.counters["a"].sell()
    centre.sync("a")
    centre.drain()
    centre.check()


def test_replicas_that_are_deleted_come_back(centre: CentreAtWork) -> None:
    """Also what a copy of this very desk wrote, under the number that was its own once."""
    copied = centre.copy_disk("a", "copy")
    for counter in centre.counters.values():
        counter.sell()
    copied.sell()
    centre.drain()
    for name in list(centre.counters):
        centre.shut(name)
        shutil.rmtree(centre.folder / name / "replicas")
        centre.open(name)
    centre.drain()
    centre.check()
    assert all(centre.sync(name).received == 0 for name in centre.counters)


def test_what_a_backup_and_the_living_disk_both_have_is_counted_once(centre: CentreAtWork, tmp_path: Path) -> None:
    """Neither has told the server yet, and the restored one is heard first."""
    counter = centre.counters["a"]
    counter.sell()
    backup = back_up(counter.desk, tmp_path)
    counter.sell()
    restore(centre, "second", backup, key_of="a")
    for name in ("second", "a"):
        centre.sync(name)
    centre.drain()
    centre.check()
    assert twins([centre.counters[name].sell().number for name in ("a", "second")]) == set()
    centre.drain()
    centre.check()


def test_no_number_that_a_copy_gave_is_given_again(centre: CentreAtWork) -> None:
    """Also by the one that came first and kept its number, once it has heard how far the copy was."""
    copied = centre.copy_disk("a", "copy")
    given = {centre.counters["a"].sell().number} | {copied.sell().number for _ in range(3)}
    centre.drain()
    for name in ("a", "copy"):
        new = {centre.counters[name].sell().number for _ in range(4)}
        assert not new & given
        given |= new
    centre.drain()
    centre.check()


def test_three_disks_of_one_desk_count_what_two_of_them_share_once(centre: CentreAtWork) -> None:
    """Neither of the two had sent it when they parted, and the third was heard first."""
    second = centre.copy_disk("a", "second")
    second.sell()
    second.sell()
    centre.copy_disk("second", "third")
    for counter in centre.counters.values():
        counter.sell()
    centre.drain()
    centre.check()
    judge_waiting(centre.db, centre.server_clock.now())
    given = [number for counter in centre.counters.values() for number in set(numbers_of(counter.desk))]
    new = [counter.sell().number for counter in centre.counters.values()]
    assert twins(new) == set()
    assert not set(new) & set(given)
    centre.drain()
    centre.check()
