"""The support bundle: whatever a store holds of persons, words and amounts stays there, and any store gives one."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import Text

from sanad_desk.bootstrap import open_desk
from sanad_desk.ctl.main import main
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import StoreError
from sanad_desk.store import desk_book, server_link, tables
from sanad_desk.store.server_link import ServerLink
from sanad_desk.store.store import FILE
from sanad_desk.usecases.simulate import simulate
from sanad_desk.usecases.support_bundle import support_bundle
from sanad_desk.wire.entries import Envelope, read_entry
from tests.conftest import MORNING, TODAY
from tests.store.tampering import forging
from tests.store.test_verify import follow_facts_of

MARK = "ZQMARK"
# Codes of the program, days, and which desk it is: all that a text of the store may have in common with a bundle.
HARMLESS = re.compile(r"[a-z0-9_]+|\d{4}-\d\d-\d\d|KSB1|\d+(\.\d+)+|")
NAMED = {
    "customer": ("name_ar", "name_en", "civil_number", "cr_number", "phone"),
    "operator": ("name_ar", "name_en", "pin_hash"),
    "case_detail": ("value",),
}


@pytest.fixture(scope="module")
def marked(closed_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every kind of fact, a server, and marked words wherever a person's could stand."""
    folder = Path(shutil.copytree(closed_store, tmp_path_factory.mktemp("marked") / "store"))
    clock = SetClock(MORNING + 48 * 3_600_000)
    desk = open_desk(folder, clock=clock)
    day = date.fromordinal(TODAY.toordinal() + 2)
    assert list(simulate(desk, clock, first_day=day, days=1, per_day=8, seed=5, odd=True, follow=True))
    with desk.store.unit_of_work() as unit:
        for fact in follow_facts_of(unit.head()[0]):
            unit.append(_marked(fact), Envelope(clock.now(), day, None, b"\x07" * 16))
        server_link.save(unit.connection, ServerLink("https://sync.example.om:8443", b"e" * 16, 1))
        for name, value in (
            ("printing", {"roll_printer": f"{MARK} printer", "folder": f"/home/{MARK}/papers"}),
            ("backup", {"folder": f"/media/{MARK}", "last_at": 7, "last_fault": "disk_full"}),
        ):
            desk_book.save_setting(unit.connection, name, msgspec.json.encode(value))
        unit.commit()
    desk.close()
    with forging(folder) as connection:
        for table, columns in NAMED.items():
            for column in columns:
                connection.exec_driver_sql(f"UPDATE {table} SET {column} = '{MARK}' || hex(randomblob(4))")
        connection.commit()
    (folder / f"{MARK}.txt").write_text(MARK)
    (folder / "papers").mkdir(exist_ok=True)
    (folder / "papers" / f"{MARK}.pdf").write_bytes(b"%PDF")
    (folder / "window.json").write_text(
        json.dumps({"language": "ar", "theme": MARK, "note": MARK, "digits": [MARK], "idle_minutes": 10})
    )
    return folder


def _marked(value: Any) -> Any:
    """A fact with marked words where it had free ones."""
    free = {name: f"{MARK} {name}" for name in ("remark", "words", "reference") if hasattr(value, name)}
    return msgspec.structs.replace(value, **free) if free else value


def bundle_of(folder: Path, target: Path, **options: Any) -> tuple[str, dict[str, Any]]:
    path = support_bundle(folder, target, MORNING, **options)
    with zipfile.ZipFile(path) as bundle:
        texts = {name: bundle.read(name).decode() for name in bundle.namelist()}
    assert sorted(texts) == ["README.txt", "facts.json"]
    assert "حزمة الدعم" in texts["README.txt"]
    return texts["facts.json"], json.loads(texts["facts.json"])


def texts_of(folder: Path) -> set[str]:
    """Every text of every table and every fact."""
    found: set[str] = set()
    with forging(folder) as connection:
        for table in tables.metadata.tables.values():
            for column in table.columns:
                if isinstance(column.type, Text):
                    found |= set(connection.exec_driver_sql(f'SELECT "{column.name}" FROM "{table.name}"').scalars())
        for raw in connection.exec_driver_sql("SELECT entry FROM journal").scalars():
            found |= set(_strings(msgspec.to_builtins(read_entry(raw).read())))
    return {text for text in found if text}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def test_nothing_of_a_person_and_no_word_is_in_it(marked: Path, tmp_path: Path) -> None:
    text, facts = bundle_of(marked, tmp_path)
    assert MARK not in text
    known = texts_of(marked)
    assert any(MARK in one for one in known)
    shown = {one for one in known if len(one) > 2 and one in text and not HARMLESS.fullmatch(one)}
    assert shown == set()
    assert str(Path.home()) not in text
    assert set(facts["line"]) & {"total", "amount"} == set()
    assert '"error"' not in text


def test_it_says_how_everything_stands(marked: Path, tmp_path: Path) -> None:
    _, facts = bundle_of(marked, tmp_path, qt="6.9.9")
    assert facts["program"]["qt"] == "6.9.9"
    assert facts["store"]["schema"] == "0004"
    assert facts["desk"]["centre"] == "KSB1"
    assert facts["desk"]["may_sign_in"] == {"manager": 1, "operator": 3}
    assert facts["journal"]["kinds_by_day"]["2026-11-22"]["transaction_completed"] >= 12
    assert facts["line"]["server"] == "sync.example.om"
    assert facts["line"]["receipts_here"] > 0
    assert (facts["printing"]["has_roll_printer"], facts["printing"]["has_a4_printer"]) == (True, False)
    assert (facts["backup"]["is_elsewhere"], facts["backup"]["last_fault"]) == (True, "disk_full")
    assert facts["window"] == {"language": "ar", "theme": "odd", "digits": "odd", "idle_minutes": 10}
    assert facts["catalogue"]["faults"] == []
    assert facts["verify"]["is_finished"]
    assert facts["files"]["sizes"][FILE] > 0


def test_a_store_in_use_gives_one_and_a_long_check_is_broken_off(marked: Path, tmp_path: Path) -> None:
    desk = open_desk(marked)
    try:
        _, facts = bundle_of(marked, tmp_path / "one.zip", verify_s=0)
        assert not facts["verify"]["is_finished"]
        assert facts["journal"]["entries"] > 0
    finally:
        desk.close()


def test_a_damaged_store_and_none_give_one_too(marked: Path, tmp_path: Path) -> None:
    damaged = Path(shutil.copytree(marked, tmp_path / "damaged"))
    with (damaged / FILE).open("r+b") as file:
        file.write(bytes(4096))
    text, facts = bundle_of(damaged, tmp_path)
    assert facts["store"] == {"error": "store_damaged"}
    assert MARK not in text
    _, facts = bundle_of(tmp_path / "none", tmp_path / "none.zip")
    assert facts["store"] == {"error": "store_missing"}
    assert facts["disk"]["free_bytes"] > 0
    with pytest.raises(StoreError, match="place_unusable"):
        support_bundle(damaged, tmp_path / "no" / "folder.zip", MORNING)


def test_the_command_writes_it(marked: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["support-bundle", "--store", str(marked), "--out", str(tmp_path)]) == 0
    made = json.loads(capsys.readouterr().out)
    assert Path(made["file"]).name.startswith("sanad-support-KSB1-02-")
    assert Path(made["file"]).stat().st_size == made["bytes"]
    assert main(["support-bundle", "--store", str(marked), "--out", made["file"]]) == 1
    assert json.loads(capsys.readouterr().err)["error"] == "file_there"
    assert Path(made["file"]).stat().st_size == made["bytes"]
    with pytest.raises(SystemExit, match="2"):
        main(["support-bundle", "--store", str(marked), "--out", ""])
