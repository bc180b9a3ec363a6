"""Closing a shift and reading reports without the window."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.ctl.main import main
from sanad_desk.domain.clock import SetClock, SystemClock
from sanad_desk.domain.operators import SignedIn
from sanad_desk.usecases.demo_centre import MANAGER_PIN, OPERATOR_PINS, demo_centre
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.sign_in import list_operators
from tests.receipts.reading import pypdf_text

HOUR_MS = 3_600_000
CLOSE = ("close-shift", "--operator", "Sample Operator One", "--pin-stdin")


class Doors:
    """Runs a command in this process, with the PINs on its standard input; `error` holds what it refused with."""

    def __init__(self, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str], store: Path) -> None:
        self._patch, self._capture, self._store = patch, capture, store
        self.error: dict[str, Any] = {}

    def __call__(self, command: str, *arguments: object, pins: tuple[str, ...] = ()) -> tuple[int, Any]:
        self._patch.setattr("sys.stdin", io.StringIO("\n".join(pins) + "\n"))
        code = main([command, "--store", str(self._store), *(str(argument) for argument in arguments)])
        out, err = self._capture.readouterr()
        self.error = json.loads(err) if err else {}
        return code, json.loads(out) if out else None


@pytest.fixture
def today_folder(tmp_path: Path) -> Path:
    """A demo centre of this very day, as the doors go by the system's clock; a shift with 20 rials is open."""
    folder = tmp_path / "store"
    desk = open_desk(folder, clock=SetClock(SystemClock().now() - HOUR_MS // 60), create=True)
    demo_centre(desk)
    clerk = list_operators(desk)[1]
    open_shift(desk, SignedIn(clerk.id, clerk.name, clerk.roles), 20_000)
    desk.close()
    return folder


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], today_folder: Path) -> Doors:
    return Doors(monkeypatch, capsys, today_folder)


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], closed_store: Path) -> Doors:
    """A day with a bit of everything, closed; it is only read."""
    return Doors(monkeypatch, capsys, closed_store)


def test_a_shift_is_closed_by_its_operator(today: Doors) -> None:
    code, closed = today(*CLOSE, "--count", "5000x2,10000x1", "--terminal-total", 0, pins=OPERATOR_PINS[:1])
    assert (code, closed["z_number"], closed["variance"], closed["counted"]) == (0, 1, 0, 20_000)
    assert today("verify")[1]["ok"] is True
    assert today(*CLOSE, pins=OPERATOR_PINS[:1])[0] == 1
    assert today.error["error"] == "shift_not_open"


def test_an_interrupted_closing_is_finished_by_the_same_command(today: Doors, tmp_path: Path) -> None:
    pin = tmp_path / "pin"
    pin.write_text(OPERATOR_PINS[0])
    by_file = ("close-shift", "--operator", "موظف تجريبي أول", "--pin-file", pin, "--count", "5000x3")
    assert today(*by_file)[0] == 1
    assert today.error["error"] == "reason_missing"
    assert today(*by_file, "--reason", "wrong change")[0] == 1
    assert today.error["error"] == "variance_needs_manager"
    code, closed = today(*by_file, "--reason", "wrong change", "--approve-later")
    assert (code, closed["variance"], closed["waits_for_manager"]) == (0, -5_000, True)


def test_a_closing_refused_after_the_count_says_that_the_count_stands(today: Doors) -> None:
    pin = OPERATOR_PINS[:1]
    for count in (("--count", "5000x3,1000x4,500x1"), ("--count", "1000x4,500x1,5000x3"), ()):
        assert today(*CLOSE, *count, pins=pin)[0] == 1
        assert today.error.items() >= {"error": "reason_missing", "field": "reason", "count_locked": True}.items()
    assert today(*CLOSE, "--count", "5000x4", "--reason", "found it", pins=pin)[0] == 1
    assert today.error.items() >= {"error": "recount_needs_manager", "count_locked": True}.items()
    code, closed = today(*CLOSE, "--reason", "wrong change", pins=pin)
    assert (code, closed["variance"]) == (0, -500)


def test_the_manager_approves_with_a_pin_of_his_own(today: Doors) -> None:
    short = (*CLOSE, "--count", "10000x1", "--reason", "lost a note", "--manager", "Sample Manager")
    assert today(*short, pins=(OPERATOR_PINS[0], "000111"))[0] == 1
    assert today.error["error"] == "pin_wrong"
    code, closed = today(*short, pins=(OPERATOR_PINS[0], MANAGER_PIN))
    assert (code, closed["waits_for_manager"]) == (0, False)


def test_who_is_not_known_or_knows_no_pin_closes_nothing(today: Doors) -> None:
    for operator, pins, error in (
        ("Nobody", OPERATOR_PINS[:1], "operator_unknown"),
        ("Sample Operator One", ("000111",), "pin_wrong"),
        ("Sample Operator One", (), "pin_wrong"),
    ):
        assert today("close-shift", "--operator", operator, "--pin-stdin", "--count", "0", pins=pins)[0] == 1
        assert today.error["error"] == error
    assert today("report", "x")[0] == 0


@pytest.mark.parametrize("wrong", [("--count", "5000"), ("--count", "axb"), ("--pin-file", "x"), ("--pin", "135790")])
def test_a_wrong_command_line_is_2(wrong: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([*CLOSE, *wrong])
    assert end.value.code == 2
    capsys.readouterr()


def test_the_z_report_as_json_carries_the_stored_closing(odd: Doors) -> None:
    code, report = odd("report", "z", "--z", 1)
    closing = report["closing"]
    assert (code, closing["z_number"], closing["variance"], closing["is_signed"]) == (0, 1, -2_000, True)
    lines = {table["code"]: table for table in report["tables"]}
    assert lines["government"]["sums"]["amount"] == closing["manifest"]["government"]
    assert sum(closing["manifest"]["buckets"].values()) == 0
    day = odd("totals", "--date", "2026-11-22")[1]
    assert {name: day[name] for name in ("government", "centre", "tenders", "entities")} == {
        name: closing["manifest"][name] for name in ("government", "centre", "tenders", "entities")
    }
    by_date = odd("report", "z", "--date", "2026-11-22")[1]
    assert by_date["closing"] == closing


def test_the_prices_of_one_entity_are_a_list_of_their_own(odd: Doors) -> None:
    alone, everything = odd("report", "prices", "--entity", "mol")[1], odd("report", "prices")[1]
    assert 0 < len(alone["tables"][0]["rows"]) < len(everything["tables"][0]["rows"])
    assert odd("report", "prices", "--entity", "nowhere")[0] == 1


@pytest.mark.parametrize("kind", ["day", "week", "month", "lessons", "z", "x", "prices"])
@pytest.mark.parametrize("made", ["pdf", "xlsx", "json"])
def test_every_report_is_written_in_every_format(odd: Doors, tmp_path: Path, kind: str, made: str) -> None:
    out = tmp_path / f"report.{made}"
    day = "2026-11-23" if kind == "x" else "2026-11-22"
    code, said = odd("report", kind, "--date", day, "--format", made, "--language", "en", "--out", out)
    assert (code, said["file"], said["bytes"]) == (0, str(out), out.stat().st_size)
    if made == "pdf":
        assert "Sanad Demo Centre" in pypdf_text(out.read_bytes())
    elif made == "xlsx":
        assert ZipFile(out).testzip() is None
    else:
        assert json.loads(out.read_bytes())["tables"]


def test_papers_of_a_shift_come_on_the_roll_too(odd: Doors, tmp_path: Path) -> None:
    out = tmp_path / "z.pdf"
    assert odd("report", "z", "--z", 1, "--format", "pdf", "--paper", "80mm", "--out", out)[0] == 0
    assert "Z report no. 1" in pypdf_text(out.read_bytes())


def test_which_shift_is_meant_must_be_clear(odd: Doors) -> None:
    for arguments, error in (
        (("z", "--z", 99), "z_report_unknown"),
        (("z", "--date", "2026-11-23"), "shift_unknown"),
        (("z", "--date", "2026-11-23", "--shift", 1), "shift_not_closed"),
        (("x", "--date", "2026-11-22", "--shift", 1), "shift_closed"),
        (("x", "--date", "2026-11-22", "--shift", 7), "shift_unknown"),
    ):
        assert odd("report", *arguments)[0] == 1, arguments
        assert odd.error["error"] == error


@pytest.mark.parametrize(("kind", "day"), [("day", "0001-01-01"), ("month", "0001-01-01"), ("week", "9999-12-31")])
def test_a_date_beyond_the_calendar_is_an_error_like_others(odd: Doors, kind: str, day: str) -> None:
    assert odd("report", kind, "--date", day)[0] == 1
    assert odd.error == {
        "error": "report_date_beyond",
        "message": "Reports are made of the years 2025 to 2099. Check the date.",
        "first": 2025,
        "last": 2099,
    }
