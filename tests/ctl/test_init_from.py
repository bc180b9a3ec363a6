"""`sanadctl init --from`: one command makes a PC ready without a line, and what it refuses leaves no store."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sanad_desk.ctl.main import main
from sanad_desk.domain.catalogue import NO_WORDS, Words
from sanad_desk.domain.centre import Centre
from sanad_desk.domain.clock import SystemClock
from sanad_desk.store.store import exists
from sanad_desk.usecases.pin_hash import hash_pin
from sanad_desk.wire.provisioning import Provisioning, fingerprint, provisioning_bytes
from sanad_desk.wire.records import OperatorBody

CENTRE = Centre("0142", Words("مركز تجريبي", "Sample Centre"), NO_WORDS, "1234567", phone="26000000")
PIN = "48291377"


@pytest.fixture
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture
def file(tmp_path: Path, key: Ed25519PrivateKey) -> Path:
    now = SystemClock().now()
    said = Provisioning(
        server_key=key.public_key().public_bytes_raw(),
        address="https://sync.example.om",
        centre_id=bytes(16),
        desk_number=7,
        code="0142-K7QX-9MBD-T",
        profile=msgspec.json.encode(CENTRE),
        manager_id=bytes(16),
        manager=OperatorBody("مدير المركز", "Centre manager", hash_pin(PIN), ("manager", "operator"), True),
        releases=(b"of a later program",),
        made_at=now,
        valid_until=now + 60_000,
    )
    path = tmp_path / "0142-07.sanad-provision"
    path.write_bytes(provisioning_bytes(key, said))
    return path


def test_a_desk_is_founded_by_one_command(
    file: Path, key: Ed25519PrivateKey, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, signed_by = tmp_path / "store", fingerprint(key.public_key().public_bytes_raw())
    command = ["init", "--from", str(file), "--store", str(store)]
    assert main(command) == 1
    said = json.loads(capsys.readouterr().err)
    assert said["error"] == "provisioning_signer_missing"
    assert "--signed-by" in said["message"]
    assert main([*command, "--signed-by", fingerprint(bytes(32))]) == 1
    told = capsys.readouterr().err
    assert json.loads(told)["error"] == "provisioning_unknown_key"
    assert signed_by not in told + str(said)
    assert not exists(store)
    assert main([*command, "--signed-by", signed_by]) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["centre"], made["desk"], made["server"]) == ("0142", 7, "https://sync.example.om")
    assert main(["verify", "--store", str(store)]) == 0
    capsys.readouterr()
    assert main([*command, "--signed-by", signed_by]) == 1
    assert json.loads(capsys.readouterr().err)["error"] == "desk_founded_already"


def test_a_store_that_waits_for_its_first_run_is_founded_too(
    file: Path, key: Ed25519PrivateKey, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "store"
    assert main(["init", "--store", str(store)]) == 0
    hex_key = key.public_key().public_bytes_raw().hex()
    assert main(["init", "--from", str(file), "--store", str(store), "--signed-by", hex_key]) == 0
    assert json.loads(capsys.readouterr().out.partition("}\n")[2])["desk"] == 7


def test_a_signer_without_a_file_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["init", "--store", str(tmp_path / "store"), "--signed-by", "ABCD-EFGH-2345-WXYZ"])
    assert not (tmp_path / "store").exists()


def test_a_damaged_file_makes_no_store(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(file.read_bytes()[:-1])
    assert main(["init", "--from", str(file), "--store", str(tmp_path / "store")]) == 1
    assert json.loads(capsys.readouterr().err)["error"] == "provisioning_malformed"
    assert not (tmp_path / "store").exists()
