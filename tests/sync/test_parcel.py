"""Parcels on a stick, with real desks and a real server: nothing is lost, nothing twice, and every detour is said."""

from __future__ import annotations

import ctypes
import io
import json
import resource
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import select

from sanad_desk.ctl.main import main as sanadctl
from sanad_desk.domain.errors import DomainError, Refused, SanadError, StoreError
from sanad_desk.server import tables
from sanad_desk.server.cli import main as sanad_server
from sanad_desk.store import server_link
from sanad_desk.sync.parcel import ExportedParcel, write_parcel
from sanad_desk.usecases.go_on_spare import go_on_spare
from sanad_desk.usecases.open_desk import OpenDesk, append
from sanad_desk.usecases.parcel import acknowledge_parcel, carry_parcel, export_parcel
from sanad_desk.wire.entries import OverrideApproved
from sanad_desk.wire.messages import MOST_ENTRIES
from sanad_desk.wire.parcel import ParcelReader
from tests.sync.centre_at_work import CentreAtWork
from tests.usecases.counter import Counter

ROOM = 25_000  # bytes


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def position_of(desk: OpenDesk) -> tuple[int, int, int]:
    """What is acknowledged of the journal and of the records, and where the journal ends."""
    with desk.store.reading() as connection:
        link = server_link.load(connection)
        assert link is not None
        return server_link.acknowledged(connection), link.records_acknowledged, server_link.head(connection)[0]


def code_of(desk: OpenDesk, acknowledgement: Path) -> str:
    """With which the desk refuses it."""
    with pytest.raises(SanadError) as refused:
        acknowledge_parcel(desk, acknowledgement)
    return refused.value.code


def carried(by: Counter, parcel: Path) -> Path:
    """The acknowledgement, where the next one does not replace it."""
    return carry_parcel(by.desk, parcel).rename(parcel.with_suffix(f".{parcel.stem}-ack"))


def test_a_desk_without_a_line_is_in_step_by_a_stick(centre: CentreAtWork, stick: Path) -> None:
    a, b = centre.counters["a"], centre.counters["b"]
    sales = [a.sell() for _ in range(3)]
    before = position_of(a.desk)
    exported = export_parcel(a.desk, stick / "a.sanad-parcel")
    assert (exported.up_to, exported.whole) == (before[2], True)
    assert exported.records >= len(sales)  # pictures too, though no entry of theirs is acknowledged yet
    assert position_of(a.desk) == before
    acknowledgement = carry_parcel(b.desk, stick / "a.sanad-parcel")
    assert acknowledgement == stick / "a.sanad-ack"
    done = acknowledge_parcel(a.desk, acknowledgement)
    assert (done.entries, done.up_to) == (exported.entries, exported.up_to)
    assert position_of(a.desk)[0] == exported.up_to
    with centre.db.reading() as connection:
        held = connection.execute(select(tables.record.c.kind).filter_by(kind="receipt")).scalars().all()
        came_by = connection.execute(select(tables.batch.c.came_by).filter_by(head_seq=exported.up_to)).scalars().all()
    assert len(held) == len(sales)
    assert "parcel" in came_by
    assert centre.sync("a").sent == 0
    centre.drain()
    centre.check()


def test_parcels_that_overlap_may_come_in_any_order(centre: CentreAtWork, stick: Path) -> None:
    a, b = centre.counters["a"], centre.counters["b"]
    parcels = []
    for place in range(3):
        a.sell()
        parcels.append(stick / f"{place}.sanad-parcel")
        export_parcel(a.desk, parcels[-1])
    answers = [carried(b, parcels[place]) for place in (1, 0, 2, 1)]
    assert acknowledge_parcel(a.desk, answers[2]).up_to == position_of(a.desk)[2]
    moved = position_of(a.desk)
    assert {code_of(a.desk, answer) for answer in answers} == {"acknowledgement_old"}
    assert position_of(a.desk) == moved
    centre.drain()
    centre.check()


def test_a_parcel_whose_forerunner_is_missing_says_so(centre: CentreAtWork, stick: Path) -> None:
    a, b = centre.counters["a"], centre.counters["b"]
    a.sell()
    first = export_parcel(a.desk, stick / "1.sanad-parcel")
    a.sell()
    export_parcel(a.desk, stick / "2.sanad-parcel", after=first.up_to)
    before = position_of(a.desk)
    assert code_of(a.desk, carried(b, stick / "2.sanad-parcel")) == "parcel_gap"
    assert position_of(a.desk) == before
    for name in ("1", "2"):
        acknowledge_parcel(a.desk, carried(b, stick / f"{name}.sanad-parcel"))
    assert position_of(a.desk)[0] == position_of(a.desk)[2]
    centre.drain()
    centre.check()


def test_a_backlog_that_finds_no_room_in_one_goes_into_several(centre: CentreAtWork, stick: Path) -> None:
    a, b = centre.counters["a"], centre.counters["b"]
    a.sell()
    with a.desk.store.unit_of_work() as unit:
        for place in range(3 * MOST_ENTRIES):
            reason = Random(place).randbytes(20).hex()
            append(a.desk, unit, OverrideApproved("row", bytes(16), "", reason, bytes(16)), a.clerk, None)
        unit.commit()
    a.sell()
    before = position_of(a.desk)
    parcels = [export_part(a.desk, stick / "1.sanad-parcel", None)]
    while not parcels[-1].whole:
        assert parcels[-1].entries % MOST_ENTRIES == parcels[-1].records == 0
        parcels.append(export_part(a.desk, stick / f"{len(parcels) + 1}.sanad-parcel", parcels[-1].up_to))
    assert len(parcels) > 2
    assert parcels[-1].records
    assert position_of(a.desk) == before
    for place in range(1, len(parcels) + 1):
        acknowledge_parcel(a.desk, carried(b, stick / f"{place}.sanad-parcel"))
    assert centre.sync("a").sent == 0
    centre.drain()
    centre.check()


def export_part(desk: OpenDesk, path: Path, after: int | None) -> ExportedParcel:
    """On a stick for a few hundred entries."""
    with path.open("wb") as file:
        done = write_parcel(desk.store, file, 0, after=after, most=ROOM)
    assert path.stat().st_size <= ROOM
    return done


def test_the_line_came_while_the_stick_was_on_its_way(centre: CentreAtWork, stick: Path) -> None:
    a, b = centre.counters["a"], centre.counters["b"]
    a.sell()
    export_parcel(a.desk, stick / "a.sanad-parcel")
    a.sell()
    assert centre.sync("a").code == ""
    moved = position_of(a.desk)
    assert code_of(a.desk, carry_parcel(b.desk, stick / "a.sanad-parcel")) == "acknowledgement_old"
    assert position_of(a.desk) == moved
    centre.drain()
    centre.check()


def test_only_the_desk_s_own_whole_acknowledgement_is_believed(centre: CentreAtWork, stick: Path) -> None:
    a, b = centre.counters["a"], centre.counters["b"]
    a.sell()
    export_parcel(a.desk, stick / "a.sanad-parcel")
    acknowledgement = carry_parcel(b.desk, stick / "a.sanad-parcel")
    before = position_of(a.desk), position_of(b.desk)
    assert code_of(b.desk, acknowledgement) == "acknowledgement_foreign"
    raw = acknowledgement.read_bytes()
    wrong = stick / "wrong.sanad-ack"
    changed = [raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :] for place in range(len(raw))]
    for content in (*changed, raw[:-1], raw + b"\0", b"", (stick / "a.sanad-parcel").read_bytes()):
        wrong.write_bytes(content)
        assert code_of(a.desk, wrong) == "acknowledgement_malformed"
    assert (position_of(a.desk), position_of(b.desk)) == before
    acknowledge_parcel(a.desk, acknowledgement)


def test_a_parcel_that_was_damaged_is_refused_and_the_centre_is_told(centre: CentreAtWork, stick: Path) -> None:
    a, b = centre.counters["a"], centre.counters["b"]
    a.sell()
    parcel = stick / "a.sanad-parcel"
    export_parcel(a.desk, parcel)
    raw = parcel.read_bytes()
    with pytest.raises(DomainError, match="parcel_malformed"):
        next(ParcelReader(io.BytesIO(raw)).chunks(X25519PrivateKey.generate()))
    parcel.write_bytes(raw[:-100] + b"\0" + raw[-99:])
    with pytest.raises(DomainError, match="parcel_malformed"):
        carry_parcel(b.desk, parcel)
    assert not (stick / "a.sanad-ack").exists()
    centre.sync("b")
    assert centre.incidents("b") == {"parcel_refused"}


def test_a_server_that_lost_what_it_had_asks_by_the_stick_too(centre: CentreAtWork, stick: Path) -> None:
    a, b = centre.counters["a"], centre.counters["b"]
    centre.copy_server(stick / "backup")
    a.sell()
    export_parcel(a.desk, stick / "a.sanad-parcel")
    acknowledge_parcel(a.desk, carry_parcel(b.desk, stick / "a.sanad-parcel"))
    a.sell()
    centre.restore_server(stick / "backup")
    export_parcel(a.desk, stick / "a.sanad-parcel")
    lost = carried(b, stick / "a.sanad-parcel")
    assert code_of(a.desk, lost) == "parcel_gap"
    export_parcel(a.desk, stick / "a.sanad-parcel")
    acknowledge_parcel(a.desk, carry_parcel(b.desk, stick / "a.sanad-parcel"))
    moved = position_of(a.desk)
    assert moved[0] == moved[2]
    assert code_of(a.desk, lost) == "acknowledgement_old"
    assert position_of(a.desk) == moved
    centre.drain()
    assert "server_lost" in centre.incidents("a")
    centre.check()


def test_a_copied_desk_hears_of_it_by_the_stick(centre: CentreAtWork, stick: Path) -> None:
    a, b = centre.counters["a"], centre.counters["b"]
    copy = centre.copy_disk("a", "copy")
    a.sell()
    assert centre.sync("a").code == ""
    copy.sell()
    export_parcel(copy.desk, stick / "copy.sanad-parcel")
    assert code_of(copy.desk, carry_parcel(b.desk, stick / "copy.sanad-parcel")) == "parcel_fork"
    with pytest.raises(Refused, match="epoch_needed"):
        copy.sell()
    go_on_spare(copy.desk, copy.manager, "no line until Sunday")
    copy.sell()
    with pytest.raises(Refused, match="parcel_before_line"):
        export_parcel(copy.desk, stick / "copy.sanad-parcel")
    centre.drain()
    centre.check()


def test_an_old_disk_hears_of_it_by_the_stick(centre: CentreAtWork, stick: Path) -> None:
    a, b = centre.counters["a"], centre.counters["b"]
    centre.shut("a")
    shutil.copytree(centre.folder / "a", stick / "old")
    a = centre.open("a")
    a.sell()
    export_parcel(a.desk, stick / "a.sanad-parcel")
    acknowledgement = carry_parcel(b.desk, stick / "a.sanad-parcel")
    centre.shut("a")
    shutil.rmtree(centre.folder / "a")
    shutil.copytree(stick / "old", centre.folder / "a")
    a = centre.open("a")
    assert code_of(a.desk, acknowledgement) == "parcel_behind"
    assert centre.state("a").needs_epoch
    centre.drain()
    a.sell()
    centre.drain()
    centre.check()


def test_a_desk_that_never_joined_has_nobody_to_write_to(desk: OpenDesk, stick: Path) -> None:
    (stick / "x").write_bytes(b"x")
    for use in (export_parcel, carry_parcel, acknowledge_parcel):
        with pytest.raises(Refused, match="not_joined"):
            use(desk, stick / "x")
    assert [path.name for path in stick.iterdir()] == ["x"]
    assert (stick / "x").read_bytes() == b"x"


def test_a_full_stick_keeps_what_it_had(centre: CentreAtWork, stick: Path) -> None:
    a = centre.counters["a"]
    export_parcel(a.desk, stick / "a.sanad-parcel")
    kept = (stick / "a.sanad-parcel").read_bytes()
    a.sell()
    export_parcel(a.desk, stick / "whole.sanad-parcel")  # and the receipts are numbered: from here on it only reads
    _, unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(kept), unlimited))
    try:
        with pytest.raises(StoreError) as full:
            export_parcel(a.desk, stick / "a.sanad-parcel")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (unlimited, unlimited))
    assert full.value.code in {"disk_full", "disk_failing"}
    assert (stick / "a.sanad-parcel").read_bytes() == kept
    assert {path.name for path in stick.iterdir()} == {"a.sanad-parcel", "whole.sanad-parcel"}
    with pytest.raises(StoreError, match="place_unusable"):
        export_parcel(a.desk, stick / "no such folder" / "a.sanad-parcel")


@pytest.fixture
def locked_stick(stick: Path) -> Iterator[Path]:
    """Read-only by the system where it lets us mount one, else by the rights of its folder."""
    stick.chmod(0o500)
    libc = ctypes.CDLL(None, use_errno=True)
    read_only = 1
    mounted = libc.mount(b"none", str(stick).encode(), b"tmpfs", read_only, b"size=64k") == 0
    yield stick
    if mounted:
        libc.umount2(str(stick).encode(), 2)
    stick.chmod(0o700)


def test_a_stick_with_its_lock_on_is_named(centre: CentreAtWork, locked_stick: Path) -> None:
    with pytest.raises(StoreError, match="stick_read_only"):
        export_parcel(centre.counters["a"].desk, locked_stick / "a.sanad-parcel")
    assert list(locked_stick.iterdir()) == []


def test_a_stick_that_is_brought_to_the_office(
    centre: CentreAtWork, stick: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = centre.counters["a"].desk
    centre.counters["a"].sell()
    with desk.store.unit_of_work() as unit:
        link = server_link.load(unit.connection)
        assert link is not None
        server_link.save(unit.connection, replace(link, address=centre.server.url))
        unit.commit()
    centre.shut("a")
    monkeypatch.setenv("SANAD_SERVER_FOLDER", str(centre.folder / "server"))
    monkeypatch.delenv("SANAD_SERVER_DATABASE", raising=False)
    parcel, back, store = str(stick / "a.sanad-parcel"), str(stick / "back"), ("--store", str(centre.folder / "a"))
    assert sanadctl(["parcel", "export", parcel, *store]) == 0
    exported = json.loads(capsys.readouterr().out)
    assert sanad_server(["parcel", "take", parcel, "--ack", back]) == 0
    assert f"{exported['entries']} entries" in capsys.readouterr().out
    assert sanadctl(["parcel", "acknowledge", back, *store]) == 0
    assert json.loads(capsys.readouterr().out) == {"entries": exported["entries"], "up_to": exported["up_to"]}
    assert sanadctl(["parcel", "carry", parcel, *store]) == 0
    assert json.loads(capsys.readouterr().out)["acknowledgement"] == str(stick / "a.sanad-ack")
    for wrong, sentence in ((back, "This is no whole parcel:"), (str(stick / "none"), str(stick / "none"))):
        assert sanad_server(["parcel", "take", wrong]) == 1
        assert capsys.readouterr().err.startswith(sentence)
    centre.open("a")
    centre.drain()
    centre.check()
