"""Provisioning files: numbers that nobody else gets, one manager for all desks of a centre, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sanad_desk.catalogue.release import open_release, shipped_version
from sanad_desk.domain.centre import Centre
from sanad_desk.domain.errors import DomainError
from sanad_desk.resources_path import resource_path
from sanad_desk.server.centres import CentreRefused, new_enrolment_code
from sanad_desk.server.cli import main
from sanad_desk.server.database import Database
from sanad_desk.server.enrol import enrol
from sanad_desk.server.incidents import list_incidents
from sanad_desk.server.keys import ServerKeys
from sanad_desk.server.provision import DAY_MS, Order, Provisioned, provision
from sanad_desk.server.records import take_records
from sanad_desk.server.releases import approve, publish, recall
from sanad_desk.server.signers import Signer
from sanad_desk.wire.messages import Enrolled, EnrolRequest, RecordBatch
from sanad_desk.wire.provisioning import (
    Provisioning,
    fingerprint,
    is_named,
    provisioning_bytes,
    read_provisioning,
)
from sanad_desk.wire.records import Record, body_bytes
from tests.server.conftest import Join
from tests.server.pretend_desk import CENTRE_CODE, MORNING, PretendDesk

ORDER = Order(CENTRE_CODE, 2, "https://sync.example.om", 30, cr_number="1234567", phone="26000000")


class Office:
    """Where files are made, and what comes of them."""

    def __init__(self, db: Database, keys: ServerKeys, centre_id: bytes) -> None:
        self.db, self.keys, self.centre_id = db, keys, centre_id

    def make(self, order: Order = ORDER, now: int = MORNING) -> Provisioned:
        return provision(self.db, self.keys, order, now)

    def read(self, order: Order = ORDER, now: int = MORNING) -> list[Provisioning]:
        return [read_provisioning(raw) for raw in self.make(order, now).files.values()]

    def join(self, code: str, number: int | None, now: int = MORNING) -> Enrolled:
        """A desk that was founded offline under that number."""
        desk = PretendDesk(self.centre_id)
        request = EnrolRequest(code, desk.public_key, self.centre_id, desk.desk_id, number)
        return enrol(self.db, self.keys, request, now)

    def plain_code(self, now: int = MORNING) -> str:
        return new_enrolment_code(self.db, CENTRE_CODE, now)


@pytest.fixture
def office(server_db: Database, keys: ServerKeys, centre_id: bytes) -> Office:
    return Office(server_db, keys, centre_id)


def test_each_pc_has_a_file_of_its_own_and_all_have_one_manager(office: Office) -> None:
    made = office.make()
    assert list(made.files) == [f"{CENTRE_CODE}-01.sanad-provision", f"{CENTRE_CODE}-02.sanad-provision"]
    first, second = (read_provisioning(raw) for raw in made.files.values())
    assert (first.desk_number, second.desk_number) == (1, 2)
    assert first.code != second.code
    assert (first.manager_id, first.manager) == (second.manager_id, second.manager)
    assert PasswordHasher().verify(first.manager.pin_hash, made.pin)
    assert (first.server_key, first.address, first.centre_id) == (
        office.keys.signing_public,
        ORDER.address,
        office.centre_id,
    )
    assert first.valid_until == made.valid_until == MORNING + 30 * DAY_MS
    profile = msgspec.json.decode(first.profile, type=Centre)
    assert (profile.code, profile.name.en, profile.cr_number) == (CENTRE_CODE, "Sample Centre", "1234567")
    assert office.join(first.code, 1).profile == first.profile  # the server knows it from now on


def test_a_number_on_a_file_is_nobody_elses(office: Office) -> None:
    first, second = office.read()
    assert office.join(office.plain_code(), None).desk_number == 3
    assert office.join(office.plain_code(), 2).desk_number == 4
    assert [one.desk_number for one in office.read()] == [5, 6]
    assert office.join(second.code, 2).desk_number == 2
    assert office.join(first.code, None).desk_number == 1  # also where somebody typed the code
    (incident,) = list_incidents(office.db, office.centre_id)
    assert (incident.code, incident.params) == ("desk_renumbered", {"old_number": 2, "new_number": 4})


def test_a_desk_whose_code_ran_out_keeps_its_number_with_another(office: Office) -> None:
    (file,) = office.read(replace(ORDER, desks=1))
    late = MORNING + 31 * DAY_MS
    assert office.join(office.plain_code(late), None, late).desk_number == 2
    assert office.join(office.plain_code(late), file.desk_number, late).desk_number == 1


def test_a_known_manager_keeps_the_pin_that_is_known(office: Office, join: Join) -> None:
    made = office.make()
    file = read_provisioning(next(iter(made.files.values())))
    assert made.is_new_manager
    again = office.make()
    assert again.is_new_manager
    newer = read_provisioning(next(iter(again.files.values())))
    assert newer.manager_id == file.manager_id
    desk = join(9)
    signer = Signer(desk.centre_id, desk.desk_id, 1, desk.public_key, False)
    chosen = body_bytes(msgspec.structs.replace(file.manager, name_ar="مدير تجريبي", pin_hash="chosen"))
    batch = RecordBatch((Record("operator", file.manager_id, 1, 1, chosen),))
    assert take_records(office.db, signer, batch, MORNING).revision == 1
    assert not list_incidents(office.db, office.centre_id)  # the same manager, whoever speaks of him
    last = office.make()
    assert not last.is_new_manager
    assert last.manager.ar == "مدير تجريبي"
    known = read_provisioning(next(iter(last.files.values())))
    assert known.manager_id == file.manager_id
    assert PasswordHasher().verify(known.manager.pin_hash, last.pin)


def test_the_catalogue_in_force_travels_along(office: Office, tmp_path: Path) -> None:
    source = resource_path("catalogue")
    assert office.read()[0].releases == ()
    publish(office.db, source, "One", MORNING)
    approve(office.db, office.keys, shipped_version(), "Two", MORNING)
    (raw,) = office.read()[0].releases
    assert open_release(raw, office.keys.signing_public).version == shipped_version()
    recall(office.db, shipped_version(), "One", "a wrong fee", MORNING)
    assert office.read()[0].releases == ()


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (replace(ORDER, centre_code="9999"), "centre_unknown"),
        (replace(ORDER, phone=""), "profile_missing"),
        (replace(ORDER, cr_number="12"), "cr_number_malformed"),
        (replace(ORDER, address="http://sync.example.om"), "address_malformed"),
        (replace(ORDER, address="https://sync.example.om/desk"), "address_malformed"),
        (replace(ORDER, address="https://sync.example.om:x"), "address_malformed"),
        (replace(ORDER, desks=100), "desk_numbers_used_up"),
    ],
)
def test_what_cannot_be_leaves_nothing_behind(office: Office, order: Order, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        office.make(order)
    assert refused.value.code == code
    with pytest.raises(CentreRefused, match="profile_missing"):
        office.make(replace(ORDER, cr_number=""))
    assert office.read()[0].desk_number == 1


def test_a_file_that_was_touched_is_none(office: Office) -> None:
    raw = next(iter(office.make().files.values()))
    for broken in (b"", raw[:-1], raw[:200] + bytes([raw[200] ^ 1]) + raw[201:], raw + b"\0", b"SNDV" * 40):
        with pytest.raises(DomainError, match="provisioning_malformed"):
            read_provisioning(broken)
    other = Ed25519PrivateKey.generate()
    with pytest.raises(DomainError, match="provisioning_malformed"):
        read_provisioning(provisioning_bytes(other, read_provisioning(raw)))
    with pytest.raises(DomainError, match="provisioning_newer"):
        read_provisioning(b"SNDV2" + raw[5:])


def test_a_key_is_named_as_people_type_it() -> None:
    key = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    shown = fingerprint(key)
    assert len(shown.split("-")) == 4
    mistaken = shown.lower().replace("o", "0").replace("i", "1").replace("b", "8").replace("-", " ")
    assert all(is_named(key, text) for text in (shown, mistaken, key.hex(), key.hex().upper()))
    assert not any(is_named(key, text) for text in ("", shown[:-1], shown[:-1] + "?", key.hex()[:-1]))


def test_the_command_prints_the_slip_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SANAD_SERVER_FOLDER", str(tmp_path / "server"))
    monkeypatch.delenv("SANAD_SERVER_DATABASE", raising=False)
    assert main(["migrate"]) == main(["centre", "add", "0142", "--name-ar", "مركز الواحة", "--name-en", "Waha"]) == 0
    capsys.readouterr()
    given = ["provision", "--centre", "0142", "--address", "https://sync.example.om/", "--out", str(tmp_path / "out")]
    assert main(given) == 1
    assert "--cr-number and --phone" in capsys.readouterr().err
    given += ["--cr-number", "1234567", "--phone", "26000000", "--manager-ar", "مدير تجريبي"]
    assert main([*given, "--wilayat", "XX-1"]) == 1
    assert "MA-01 Muscat, ZU-01 Salalah" in capsys.readouterr().err
    assert main([*given, "--json", "--desks", "2", "--wilayat", "MA-05"]) == 0
    said = json.loads(capsys.readouterr().out)
    files = [Path(name) for name in said["files"]]
    assert [file.name for file in files] == ["0142-01.sanad-provision", "0142-02.sanad-provision"]
    assert {file.stat().st_mode & 0o077 for file in files} == {0}
    file = read_provisioning(files[0].read_bytes())
    assert is_named(file.server_key, said["signed_by"])
    assert said["server_key"] == file.server_key.hex()
    assert msgspec.json.decode(file.profile, type=Centre).wilayat == "MA-05"
    assert said["pin"].encode() not in files[0].read_bytes()
    assert main(given) == 0
    slip = capsys.readouterr().out
    assert main(["key", "--hex"]) == 0
    assert capsys.readouterr().out == f"{said['server_key']}\n"
    assert main(["key"]) == 0
    assert said["signed_by"] in capsys.readouterr().out
    assert "0142-03.sanad-provision" in slip
    assert "a later slip of this centre replaces it" in slip
    assert "مدير تجريبي" in slip
    files[0].unlink()
    (tmp_path / "out" / "0142-04.sanad-provision").write_bytes(b"kept")
    assert main(given) == 1
    assert (tmp_path / "out" / "0142-04.sanad-provision").read_bytes() == b"kept"
