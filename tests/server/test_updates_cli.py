"""`sanad-server updates`: from the first key to a stick, and the word that a version is required."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from sanad_desk.server.cli import main
from sanad_desk.server.cli.sentences import sentence_of
from sanad_desk.server.database import Database
from sanad_desk.server.migrate import migrate
from sanad_desk.server.programs import program_said
from sanad_desk.server.updates.refused import UpdateRefused
from sanad_desk.wire.messages import ProgramWanted
from tests.server.test_updates import LINUX, make_program


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Begun by the command, with a phrase for the keys that lie offline."""
    monkeypatch.setenv("SANAD_UPDATE_PASSPHRASE", "a sample phrase")
    assert said("init", tmp_path / "site", "--keys", tmp_path / "keys") == 0
    return tmp_path / "site"


def said(verb: str, site: Path, *others: object) -> int:
    return main(["updates", verb, "--site", str(site), *map(str, others)])


def add(site: Path, tmp_path: Path, version: str) -> int:
    program = tmp_path / "program"
    if not program.exists():
        make_program(program)
    return said("add", site, "--keys", tmp_path / "keys", program, "--version", version, "--platform", LINUX)


def test_from_the_first_key_to_a_stick(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(site, tmp_path, "0.6.1") == 0
    for verb in ("refresh", "renew"):
        assert said(verb, site, "--keys", tmp_path / "keys") == 0
    for role in ("online", "targets", "root"):
        assert said("rotate", site, "--keys", tmp_path / "keys", "--role", role) == 0
    assert said("copy", site, "--to", tmp_path / "stick") == 0
    capsys.readouterr()
    assert said("check", tmp_path / "stick", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert [(row["version"], row["platform"]) for row in report["programs"]] == [("0.6.1", LINUX)]
    assert set(report["expires"]) == {"root", "targets", "snapshot", "timestamp"}
    assert said("check", site) == 0
    assert "timestamp is good until" in capsys.readouterr().out


def test_a_small_release_is_told_in_kib(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(site, tmp_path, "0.6.1")
    (tmp_path / "program" / "changed.py").write_text("one more", encoding="utf-8")
    capsys.readouterr()
    assert add(site, tmp_path, "0.6.2") == 0
    assert "New since what was there: 1 piece, 0.0 KiB." in capsys.readouterr().out


def test_what_is_refused_is_said_in_a_sentence(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(site, tmp_path, "0.6.1")
    capsys.readouterr()
    assert add(site, tmp_path, "0.6.0") == 1
    assert "0.6.0 is not newer than 0.6.1" in capsys.readouterr().err
    assert said("check", tmp_path / "nothing") == 1
    assert "There is no update site" in capsys.readouterr().err
    assert said("init", site, "--keys", tmp_path / "more-keys") == 1
    assert "not empty" in capsys.readouterr().err
    (tmp_path / "a file").touch()
    assert said("copy", site, "--to", tmp_path / "a file") == 1
    assert "cannot be used" in capsys.readouterr().err


def test_keys_without_a_phrase_are_said_to_lie_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("SANAD_UPDATE_PASSPHRASE", raising=False)
    assert said("init", tmp_path / "site", "--keys", tmp_path / "keys") == 0
    assert "SANAD_UPDATE_PASSPHRASE is not set" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("code", "params"),
    [
        ("update_key_locked", ("path",)),
        ("update_key_missing", ("path", "role", "found", "needed")),
        ("update_key_unreadable", ("path",)),
        ("update_keys_there", ("path",)),
        ("update_program_changed", ("path",)),
        ("update_program_empty", ("path",)),
        ("update_program_unnamed", ("path",)),
        ("update_site_faulty", ("path", "reason")),
        ("update_site_newer", ("path", "site")),
        ("update_version_malformed", ("version",)),
    ],
)
def test_every_refusal_has_a_sentence(code: str, params: tuple[str, ...]) -> None:
    sentence = sentence_of(UpdateRefused(code, **{name: f"<{name}>" for name in params}))
    assert not sentence.startswith("Refused")
    assert all(f"<{name}>" in sentence for name in params)


def test_a_version_is_required_and_taken_back(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path}/server.db"
    monkeypatch.setenv("SANAD_SERVER_DATABASE", url)
    migrate(url)
    by = ["--by", "Muna Al Rashdi"]
    require = ["updates", "require"]
    assert main([*require, "0.6.1", "--from", "2027-01-01", *by, "--site", str(site)]) == 0
    assert "0.6.1 is not there for every platform" in capsys.readouterr().err
    assert last_word(url) == ProgramWanted("0.6.1", date(2027, 1, 1))
    assert main([*require, "--take-back", *by]) == 0
    word = last_word(url)
    assert word is not None
    assert word.version == ""
    assert main([*require, "soon", "--from", "2027-01-01", *by]) == 1
    assert "is no version" in capsys.readouterr().err
    for wrong in (["0.6.1", *by], by, ["0.6.1", "--take-back", *by]):
        with pytest.raises(SystemExit):
            main([*require, *wrong])


def last_word(url: str) -> ProgramWanted | None:
    db = Database(url)
    try:
        with db.reading() as connection:
            said = program_said(connection, 0)
    finally:
        db.close()
    return said[1] if said else None
