"""The command `sanad-server`: from an empty folder to a desk that is served, and what it says when it cannot."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sanad_desk.server.cli import main
from sanad_desk.wire.messages import Acknowledged
from tests.server.live_server import Desk, enrol_with

NAMES = ["--name-ar", "مركز الواحة", "--name-en", "Al Waha Centre"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SANAD_SERVER_FOLDER", str(tmp_path / "server"))
    monkeypatch.delenv("SANAD_SERVER_DATABASE", raising=False)
    return tmp_path / "server"


@pytest.fixture
def ready(folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["migrate"]) == 0
    assert main(["centre", "add", "0142", *NAMES]) == 0
    capsys.readouterr()
    return folder


@contextmanager
def serving(*options: str) -> Iterator[tuple[httpx.Client, list[dict[str, Any]]]]:
    """A server of its own, stopped by SIGTERM, and the lines it logged, complete at the end."""
    command = [sys.executable, "-c", "from sanad_desk.server.cli import main; raise SystemExit(main())"]
    with subprocess.Popen([*command, "serve", "--port", "0", *options], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines: list[dict[str, Any]] = [json.loads(process.stdout.readline())]
        # It logs every request: a pipe nobody empties is full after some hundred, and the server waits on it for ever.
        reader = threading.Thread(target=lambda: lines.extend(map(json.loads, process.stdout or ())))
        reader.start()
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{lines[0]['port']}", timeout=60) as line:
                yield line, lines
        finally:
            process.send_signal(signal.SIGTERM)
            reader.join(timeout=60)
        assert process.wait(timeout=60) in (0, -signal.SIGTERM)


def rows(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    assert main([*arguments, "--json"]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def test_an_empty_folder_becomes_a_server_that_desks_join(ready: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["enrol-code", "--centre", "0142"]) == 0
    code = capsys.readouterr().out.strip()
    assert re.fullmatch(r"0142-\w{4}-\w{4}-\w", code)
    with serving("--workers", "2", "--metrics") as (line, lines):
        port = lines[0]["port"]
        assert [main(["health", "--port", str(port)]) for _ in range(8)] == [0] * 8
        desk = Desk(line, Ed25519PrivateKey.generate())
        enrol_with(desk, code)
        assert desk.push(b"nobody can read this").status == 200
        # The judge runs beside it, soon after.
        agreed = 0
        while not agreed:
            agreed = msgspec.msgpack.decode(desk.push().content, type=Acknowledged).agreed_seq
        # Whichever of the two is asked, it has counted for both.
        told = line.get("/metrics").text
        assert "sanad_journal_entries_total 1.0" in told
        assert re.search(r'sanad_requests_total\{[^}]*"/health/ready"[^}]*\} 8.0', told)
    assert main(["health", "--port", str(port)]) == 1
    asked = [(line["method"], line["status"]) for line in lines if line.get("route") == "/health/ready"]
    assert asked == [("GET", 200)] * 8
    capsys.readouterr()
    (listed,) = rows(capsys, "desk", "list", "--centre", "0142")
    assert (listed["desk"], listed["number"], listed["head"], listed["agreed"]) == (desk.desk_id.hex(), 1, 1, 1)
    (incident,) = rows(capsys, "incidents", "list", "--centre", "0142")
    assert (incident["code"], incident["desk"], incident["seq"]) == ("entry_unread", desk.desk_id.hex(), 1)
    assert main(["incidents", "list"]) == 0
    title, remedy = capsys.readouterr().out.splitlines()[1:]
    assert title.startswith("0142  ")
    assert title.endswith(incident["title"])
    assert (incident["title"], incident["remedy"]) == ("The server cannot read something a desk wrote", remedy.strip())
    assert main(["totals", "--centre", "0142", "--date", "2199-12-31"]) == 0
    (chain,) = json.loads(capsys.readouterr().out)["chains"]
    assert (chain["desk_id"], chain["why_behind"]) == (desk.desk_id.hex(), "not_heard_since")
    settle_and_revoke(capsys, incident["incident"], desk.desk_id.hex())


def settle_and_revoke(capsys: pytest.CaptureFixture[str], incident: str, desk: str) -> None:
    centre = ("--centre", "0142", "--by", "Fatma")
    assert main(["incidents", "close", incident, *centre, "--remark", "the PC was replaced"]) == 0
    assert main(["desk", "revoke", desk, *centre]) == 0
    capsys.readouterr()
    assert rows(capsys, "incidents", "list", "--centre", "0142") == []
    (closed,) = rows(capsys, "incidents", "list", "--centre", "0142", "--all")
    assert closed["closed"]
    (listed,) = rows(capsys, "desk", "list", "--centre", "0142")
    assert listed["revoked"]


def test_what_is_listed_is_for_people_too(ready: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rows(capsys, "centre", "list") == [{"code": "0142", "name_ar": NAMES[1], "name_en": NAMES[3]}]
    assert main(["centre", "list"]) == 0
    assert capsys.readouterr().out.splitlines()[1].split("  ")[0] == "0142"
    assert main(["incidents", "list", "--centre", "0142"]) == 0
    assert capsys.readouterr().out == "none\n"
    assert main(["totals", "--centre", "0142", "--date", "2026-11-22"]) == 0
    assert json.loads(capsys.readouterr().out)["business_date"] == "2026-11-22"


@pytest.mark.parametrize(
    "verb", [["judge"], ["verify"], ["reproject"], ["restored"], ["partitions", "add"], ["migrate"]]
)
def test_a_verb_without_anything_to_do_says_so(
    ready: Path, capsys: pytest.CaptureFixture[str], verb: list[str]
) -> None:
    assert main(verb) == 0
    assert capsys.readouterr().out.endswith(".\n")


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        (["centre", "add", "0142", *NAMES], "There is a centre with the code 0142 already."),
        (["centre", "add", "x", *NAMES], "A centre's code is four letters or digits, such as 0142."),
        (["centre", "add", "0143", "--name-ar", "a", "--name-en", "b"], "`a` is no name of a centre"),
        (["centre", "add", "0143", "--name-ar", "", "--name-en", "b"], "The Arabic name is empty."),
        (["enrol-code", "--centre", "0999"], "There is no centre with the code 0999;"),
        (["desk", "list", "--centre", "0999"], "There is no centre with the code 0999;"),
        (["desk", "revoke", "00", "--centre", "0142", "--by", "Fatma"], "This centre has no such desk;"),
        (
            ["incidents", "close", "00", "--centre", "0142", "--by", "Fatma", "--remark", "settled"],
            "This centre has no such incident;",
        ),
        (["publish", "no-such-folder", "--by", "Fatma"], "no-such-folder cannot be used: there is no such folder."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    ready: Path, capsys: pytest.CaptureFixture[str], verb: list[str], sentence: str
) -> None:
    assert main(verb) == 1
    assert capsys.readouterr().err.startswith(sentence)


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        (["totals", "--centre", "0142", "--date", "x"], "`x` is no date; write it as 2026-11-22"),
        (["totals", "--centre", "0142", "--date", "9999-12-31"], "nothing is known of 9999-12-31"),
        (["enrol-code", "--centre", "0142", "--hours", "-1"], "a code is good for 1 to 720 hours, not -1"),
    ],
)
def test_a_value_that_cannot_be_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], verb: list[str], sentence: str
) -> None:
    with pytest.raises(SystemExit) as end:
        main(verb)
    assert end.value.code == 2
    assert sentence in capsys.readouterr().err


def test_a_reader_that_has_seen_enough_is_no_fault(ready: Path) -> None:
    command = f"{sys.executable} -m sanad_desk.server.cli centre list | true"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)
    assert done.stderr == ""


def test_a_server_that_was_not_made_ready_says_how(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve"]) == 1
    assert "sanad-server migrate" in capsys.readouterr().err
    assert main(["centre", "list"]) == 1
    assert "sanad-server migrate" in capsys.readouterr().err


def test_keys_are_never_written_over(ready: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (ready / "box.key").unlink()
    kept = (ready / "signing.key").read_bytes()
    assert main(["migrate"]) == 1
    assert "There are no whole keys" in capsys.readouterr().err
    assert (ready / "signing.key").read_bytes() == kept


def test_a_postgres_gets_partitions_and_a_role(
    folder: Path, database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SANAD_SERVER_DATABASE", database)
    assert main(["migrate", "--app-role", "sanad_cli_app"]) == 0
    assert main(["partitions", "add", "--months", "30"]) == 0
    assert "30" in capsys.readouterr().out
    assert main(["centre", "add", "0142", *NAMES]) == 0
    capsys.readouterr()
    assert [row["code"] for row in rows(capsys, "centre", "list")] == ["0142"]
