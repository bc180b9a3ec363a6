"""Damage to the encrypted file: every byte turned over is found and named, and nothing ends in a traceback."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sanad_desk.ctl.main import main
from sanad_desk.domain.errors import StoreError
from sanad_desk.store.keys import KEY_FILE
from sanad_desk.store.store import FILE, open_store
from tests.store.tampering import flip_in_file

PAGE = 4096
FLIPS = 5_000 if os.environ.get("SANAD_FAULT_DOSE") == "full" else 150
# What the first page's seal says when it is broken: the file no longer opens at all.
NAMED = {"page_damaged", "store_damaged", "table_damaged", "file_damaged", "structure_damaged"}


def _verify(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, str]]]:
    code = main(["verify", "--store", str(folder)])
    return code, json.loads(capsys.readouterr().out)["faults"]


@pytest.fixture(scope="module")
def damaged(sold_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy for all flips: each is turned back afterwards."""
    return Path(shutil.copytree(sold_store, tmp_path_factory.mktemp("damaged") / "store"))


def _places(size: int) -> list[int]:
    """The ends, the salt, the ends of pages with their seals, and anywhere."""
    dice = random.Random(3)
    edges = [0, 15, 16, 17, PAGE - 1, PAGE, 2 * PAGE - 80, size - 1]
    return edges + [dice.randrange(size) for _ in range(FLIPS)]


def test_a_bit_turned_over_anywhere_in_the_file_is_found(damaged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for place in _places((damaged / FILE).stat().st_size):
        flip_in_file(damaged, place)
        code, faults = _verify(damaged, capsys)
        flip_in_file(damaged, place)
        assert code == 1, place
        assert {fault["code"] for fault in faults} & NAMED, (place, faults)
        named = [fault["detail"].split() for fault in faults if fault["code"] == "page_damaged"]
        assert any(str(place // PAGE + 1) in words for words in named), (place, faults)
    assert _verify(damaged, capsys) == (0, [])


def test_a_damaged_file_opens_for_nobody_or_says_where_it_is_damaged(damaged: Path) -> None:
    """The desk itself: opening or reading raises a named fault, never a raw one, and the file stays as it was."""
    before = (damaged / FILE).read_bytes()
    for page in range(len(before) // PAGE):
        flip_in_file(damaged, page * PAGE + 100)
        assert _read_all(damaged) in ("", "store_damaged")
        flip_in_file(damaged, page * PAGE + 100)
        assert (damaged / FILE).read_bytes() == before


def _swapped(size: int) -> list[int]:
    pages = list(range(size // PAGE))
    pages[5], pages[6] = pages[6], pages[5]
    return pages


def _read_all(folder: Path) -> str:
    """The code of the fault that reading meets; a page of an index or of no use at all meets none."""
    try:
        with open_store(folder) as store, store.reading() as connection:
            for name in ("journal", "receipt", "transactions", "charge", "posting"):
                connection.exec_driver_sql(f"SELECT * FROM {name}").all()
    except StoreError as error:
        return error.code
    return ""


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("cut in the middle of a page", lambda raw: raw[: len(raw) // 2 + 100]),
        ("cut between pages", lambda raw: raw[: len(raw) // PAGE // 2 * PAGE]),
        ("last page cut off", lambda raw: raw[:-PAGE]),
        ("first page only", lambda raw: raw[:PAGE]),
        ("a page zeroed", lambda raw: raw[: 5 * PAGE] + bytes(PAGE) + raw[6 * PAGE :]),
        ("two pages changed places", lambda raw: b"".join(raw[n * PAGE : (n + 1) * PAGE] for n in _swapped(len(raw)))),
        ("a page put in again", lambda raw: raw + raw[-PAGE:]),
        ("something added", lambda raw: raw + b"more"),
        ("empty", lambda raw: b""),
        ("a few bytes", lambda raw: raw[:100]),
        ("all zero", lambda raw: bytes(len(raw))),
        ("another kind of file", lambda raw: b"PK\x03\x04" * 5000),
        ("an unencrypted database", lambda raw: b"SQLite format 3\x00" + raw[16:]),
    ],
)
def test_a_file_that_is_not_whole_is_found(
    sold_folder: Path, name: str, change: object, capsys: pytest.CaptureFixture[str]
) -> None:
    file = sold_folder / FILE
    file.write_bytes(change(file.read_bytes()))  # type: ignore[operator]
    before = file.read_bytes()
    code, faults = _verify(sold_folder, capsys)
    assert code == 1, name
    assert {fault["code"] for fault in faults} & NAMED, (name, faults)
    assert file.read_bytes() == before


def test_the_key_of_another_store_opens_nothing(sold_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (sold_folder / KEY_FILE).write_text("ab" * 32 + "\n")
    code, faults = _verify(sold_folder, capsys)
    assert code == 1
    assert faults[0] == {"code": "store_damaged", "where": "store", "detail": str(sold_folder / FILE)}
    assert len(faults) < 30, "a file that is damaged all over needs no list of all"


@pytest.mark.parametrize("content", ["", "zz" * 32, "ab" * 31, "\x00\xff"])
def test_a_damaged_key_is_a_missing_key(sold_folder: Path, content: str, capsys: pytest.CaptureFixture[str]) -> None:
    (sold_folder / KEY_FILE).write_bytes(content.encode("latin-1"))
    assert [fault["code"] for fault in _verify(sold_folder, capsys)[1]] == ["store_key_missing"]


def test_the_command_itself_exits_1_with_json_and_no_traceback(sold_folder: Path) -> None:
    for place, clean in ((None, True), (7 * PAGE + 11, False)):
        if place is not None:
            flip_in_file(sold_folder, place)
        command = [sys.executable, "-m", "sanad_desk.ctl.main", "verify", "--store", str(sold_folder)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert done.returncode == (0 if clean else 1)
        assert done.stderr == ""
        assert json.loads(done.stdout)["ok"] is clean
