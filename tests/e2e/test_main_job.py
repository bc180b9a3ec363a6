"""The main job through the real window, in a process of its own as `./sanad run` starts it without a display."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parents[2]
PAPERS = (
    "receipt-80mm.pdf",
    "receipt-a4.pdf",
    "z-report-80mm.pdf",
    "z-report-a4.pdf",
    "day-report.pdf",
    "day-report.xlsx",
)
pytestmark = pytest.mark.timeout(300)
# The offscreen platform says this of every window with a smallest size.
HARMLESS = "This plugin does not support propagateSizeHints()"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    out = tmp_path_factory.mktemp("main-job") / "out"
    return out, run("--out", str(out))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'ui'}",
        "SANAD_DESK_KEYS": "file",
    }
    command = [sys.executable, "-m", "sanad_ui.main_job", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=280)


def test_it_ends_well_and_without_a_word_of_warning(played: tuple[Path, subprocess.CompletedProcess[str]]):
    _, ran = played
    complaints = [line for line in ran.stderr.splitlines() if line.strip() != HARMLESS]
    assert (ran.returncode, complaints) == (0, []), ran.stdout


def test_it_says_number_and_folder_and_that_the_store_is_clean(
    played: tuple[Path, subprocess.CompletedProcess[str]],
):
    out, ran = played
    number, folder, rest = ran.stdout.split("\n", 2)
    left, verdict = rest.split("{", 1)
    assert number.startswith("Receipt KSB1-02-")
    assert folder == f"Papers and pictures: {out}"
    assert all(paper in left and (out / paper).exists() for paper in PAPERS)
    told = json.loads("{" + verdict)
    assert (told["ok"], told["transactions"]) == (True, 2)


def test_the_papers_are_those_of_the_receipt(played: tuple[Path, subprocess.CompletedProcess[str]]):
    out, ran = played
    number = ran.stdout.splitlines()[0].removeprefix("Receipt ")
    first, copy = (PdfReader(out / name).pages[0].extract_text() for name in ("receipt-80mm.pdf", "receipt-a4.pdf"))
    assert number in first
    assert number in copy
    assert "COPY 1" in copy
    assert "COPY" not in first


def test_the_closing_tells_what_is_missing_and_why(played: tuple[Path, subprocess.CompletedProcess[str]]):
    out, _ = played
    texts = [PdfReader(out / f"z-report-{paper}.pdf").pages[0].extract_text() for paper in ("80mm", "a4")]
    for text in texts:
        assert "-0.100" in text
        assert "Wrong change given" in text


def test_the_manager_reads_of_both_customers(played: tuple[Path, subprocess.CompletedProcess[str]]):
    out, ran = played
    day = PdfReader(out / "day-report.pdf").pages[0].extract_text()
    assert ran.stdout.splitlines()[0].removeprefix("Receipt ") in day
    assert zipfile.is_zipfile(out / "day-report.xlsx")


MOMENTS = (
    *("sign-in", "open", "serve", "pay", "paid", "pay-card", "find", "drop", "till"),
    *("count", "counted", "closed", "day", "day-closed", "performance", "settings"),
)


@pytest.mark.parametrize("moment", MOMENTS)
def test_each_moment_is_kept_in_both_languages_and_themes(
    played: tuple[Path, subprocess.CompletedProcess[str]], moment: str
):
    out, _ = played
    pictures = [out / f"{moment}-{look}.png" for look in ("ar-light", "ar-dark", "en-light")]
    assert all(picture.stat().st_size > 10_000 for picture in pictures)
    assert len({picture.read_bytes() for picture in pictures}) == 3


def test_a_server_that_does_not_answer_ends_it_before_the_first_customer(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as freed:
        address = f"http://127.0.0.1:{freed.getsockname()[1]}"
    ran = run("--out", str(tmp_path), "--server", address, "--code", "KSB1-0000-0000-0")
    said = [line for line in ran.stderr.splitlines() if line.strip() != HARMLESS]
    assert (ran.returncode, ran.stdout, len(said)) == (1, "", 1)
    assert said[0].startswith(f"Not joined to {address}: The server does not answer.")


def test_a_server_without_its_code_is_a_wrong_command_line(tmp_path: Path):
    assert run("--out", str(tmp_path), "--server", "http://127.0.0.1:9").returncode == 2
