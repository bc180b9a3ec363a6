"""The headless doors: JSON out, 0 when done, 1 when refused or a fault was found, 2 for a wrong command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.ctl.main import main
from sanad_desk.domain.money import format_amount
from sanad_desk.store.store import FILE


class Doors:
    """Runs a command in this process; `error` holds what it refused with."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture
        self.error: dict[str, Any] = {}

    def __call__(self, *arguments: object) -> tuple[int, Any]:
        code = main([str(argument) for argument in arguments])
        out, err = self._capture.readouterr()
        self.error = json.loads(err) if err else {}
        return code, json.loads(out) if out.startswith("{") and out.count("\n{") == 0 else out.splitlines()


@pytest.fixture
def doors(capsys: pytest.CaptureFixture[str]) -> Doors:
    return Doors(capsys)


def test_a_store_is_made_once(doors: Doors, tmp_path: Path) -> None:
    assert doors("init", "--store", tmp_path / "new") == (0, {"store": str(tmp_path / "new"), "centre": None})
    assert doors("init", "--store", tmp_path / "new")[0] == 1
    assert doors.error["error"] == "store_exists"
    assert doors("verify", "--store", tmp_path / "new")[1]["ok"] is True


def test_a_demo_is_made_and_played_on(doors: Doors, tmp_path: Path) -> None:
    store = tmp_path / "new"
    assert doors("init", "--demo", "--store", store)[1]["centre"] == "KSB1"
    code, numbers = doors("simulate", "--store", store, "--per-day", 4, "--days", 2, "--print-receipts")
    assert (code, len(numbers)) == (0, 8)
    assert [number[11:17] for number in numbers] == [f"{n:06d}" for n in range(1, 9)]
    assert doors("verify", "--store", store)[1]["transactions"] == 8


def test_totals_are_those_of_the_rows(doors: Doors, sold_folder: Path) -> None:
    everything = doors("totals", "--store", sold_folder)[1]
    day = doors("totals", "--store", sold_folder, "--date", "2026-11-22")[1]
    assert everything["count"] == day["count"] == 12
    assert day["total"] == day["government"] + day["centre"] + day["vat"] == sum(day["tenders"].values())
    assert doors("totals", "--store", sold_folder, "--date", "2026-11-23")[1]["count"] == 0


def test_the_journal_is_shown_as_json_lines(doors: Doors, sold_folder: Path) -> None:
    code, lines = doors("journal", "--store", sold_folder)
    facts = [json.loads(line) for line in lines]
    assert code == 0
    assert [fact["seq"] for fact in facts] == list(range(1, len(facts) + 1))
    assert facts[0]["kind"] == "desk_founded"
    sale = next(fact for fact in facts if fact["kind"] == "transaction_completed")
    assert sale["fact"]["number"] == "KSB1-02-26-000001-" + sale["fact"]["number"][-1]
    assert {"case_id", "service_code", "rows"} <= sale["fact"]["cases"][0].keys()
    _, tail = doors("journal", "--store", sold_folder, "--after", len(facts) - 2)
    assert [json.loads(line)["seq"] for line in tail] == [len(facts) - 1, len(facts)]


@pytest.mark.parametrize("paper", ["80mm", "a4"])
def test_a_receipt_is_written_to_a_file_and_says_its_total(
    doors: Doors, sold_folder: Path, tmp_path: Path, paper: str
) -> None:
    totals = doors("totals", "--store", sold_folder)[1]
    out = tmp_path / "receipt.pdf"
    number = totals["last_number"]
    code, made = doors("receipt", "--store", sold_folder, number, "--paper", paper, "--out", out)
    assert (code, made["number"], made["bytes"]) == (0, number, out.stat().st_size)
    lines = doors("journal", "--store", sold_folder)[1]
    (sale,) = [json.loads(line)["fact"] for line in lines if f'"number": "{number}"' in line and '"payments"' in line]
    text = subprocess.run(["pdftotext", "-layout", str(out), "-"], capture_output=True, text=True, check=True).stdout
    assert format_amount(sum(payment["amount"] for payment in sale["payments"])) in text
    assert number in text


def test_a_receipt_that_cannot_be_written_or_was_never_given(doors: Doors, sold_folder: Path, tmp_path: Path) -> None:
    number = doors("totals", "--store", sold_folder)[1]["last_number"]
    assert doors("receipt", "--store", sold_folder, number, "--out", tmp_path / "no" / "x.pdf")[0] == 1
    assert doors.error["error"] == "place_unusable"
    assert str(tmp_path / "no") in doors.error["message"]
    assert doors("receipt", "--store", sold_folder, "KSB1", "--out", tmp_path / "x.pdf")[0] == 1
    assert doors.error["error"] == "receipt_number_malformed"


def test_a_code_is_checked_with_and_without_a_store(doors: Doors, sold_folder: Path, tmp_path: Path) -> None:
    desk = open_desk(sold_folder, read_only=True)
    with desk.store.reading() as connection:
        code = str(connection.exec_driver_sql("SELECT code FROM receipt LIMIT 1").scalar_one())
    desk.close()
    here = doors("verify-receipt", code, "--store", sold_folder)
    elsewhere = doors("verify-receipt", code, "--store", tmp_path / "none")
    assert (here[0], here[1]["issuer"], elsewhere[0], elsewhere[1]["issuer"]) == (0, "this_desk", 0, "unknown")
    parts = code.split(":")
    altered = doors(
        "verify-receipt", ":".join([*parts[:3], str(int(parts[3]) + 1), *parts[4:]]), "--store", sold_folder
    )
    assert (altered[0], altered[1]["whole"]) == (1, False)
    assert doors("verify-receipt", "hello", "--store", tmp_path / "none")[0] == 1
    assert doors.error.keys() == {"error", "message"}
    assert doors.error["error"] == "receipt_code_malformed"


def test_no_door_makes_a_store_where_there_is_none(doors: Doors, tmp_path: Path) -> None:
    for command in (["verify"], ["totals"], ["journal"], ["recovery-code"], ["backup", "--to", tmp_path / "stick"]):
        assert doors(command[0], "--store", tmp_path / "none", *command[1:])[0] == 1, command
    assert not (tmp_path / "none").exists()


def test_restore_wants_a_key_that_fits(doors: Doors, sold_folder: Path, tmp_path: Path) -> None:
    made = doors("backup", "--store", sold_folder, "--to", tmp_path / "stick")[1]["file"]
    for option, value, code in (
        ("--recovery-code", "nonsense", "recovery_code_malformed"),
        ("--key-of", tmp_path, "store_key_missing"),
    ):
        assert doors("restore", "--store", tmp_path / "new", "--from", made, option, value)[0] == 1
        assert doors.error["error"] == code
    assert not (tmp_path / "new" / FILE).exists()


@pytest.mark.parametrize(
    "arguments", [[], ["unheard-of"], ["simulate", "--days", "x"], ["totals", "--date", "today"], ["receipt"]]
)
def test_a_wrong_command_line_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    capsys.readouterr()


def test_a_reader_that_has_seen_enough_is_no_fault(sold_folder: Path) -> None:
    command = f"{sys.executable} -m sanad_desk.ctl.main journal --store {sold_folder} | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)
    assert (len(done.stdout.splitlines()), done.stderr) == (1, "")


def test_arabic_goes_through_a_pipe_of_any_console() -> None:
    command = [sys.executable, "-m", "sanad_desk.ctl.main", "search", "تجديد"]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"}, timeout=60)
    assert done.returncode == 0
    assert "تجديد" in done.stdout.decode("utf-8")


def test_the_headless_doors_load_no_window_and_no_paper_for_a_check(sold_folder: Path) -> None:
    code = (
        "import sys; from sanad_desk.ctl.main import main\n"
        "main(['verify', '--store', sys.argv[1]])\n"
        "print([name for name in ('PySide6', 'reportlab', 'uharfbuzz', 'alembic', 'httpx') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(sold_folder)], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"
