"""`sanadctl catalogue` and `sanadctl search`, through their parsers."""

import argparse
import json
from pathlib import Path

import pytest

from sanad_desk.ctl import catalogue, search
from tests.catalogue.conftest import rewrite


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    subparsers = parser.add_subparsers(required=True)
    for door in (catalogue, search):
        door.add_parser(subparsers)
    options = parser.parse_args(arguments)
    return int(options.run(options))


def test_check_of_the_shipped_files_is_clean(capsys: pytest.CaptureFixture[str]):
    assert run("catalogue", "check") == 0
    assert json.loads(capsys.readouterr().out)["faults"] == []


def test_check_names_file_service_and_field_in_one_sentence(folder: Path, capsys: pytest.CaptureFixture[str]):
    rewrite(folder, 'fee = "2.000"', 'fee = "2,0"')
    assert run("catalogue", "check", "--folder", str(folder)) == 1
    (fault,) = json.loads(capsys.readouterr().out)["faults"]
    assert (fault["file"], fault["service"], fault["field"]) == ("services/rop.toml", "rop-card", "prices[1].fee")
    assert fault["message"].startswith("services/rop.toml, rop-card, prices[1].fee: 2,0 is no amount.")


def test_stats_count_what_is_there_and_what_is_missing(capsys: pytest.CaptureFixture[str]):
    assert run("catalogue", "stats") == 0
    stats = json.loads(capsys.readouterr().out)
    assert (stats["entities"], stats["services"], stats["prices"], stats["fees"]) == (33, 468, 325, 236)
    assert sum(stats["services_by_entity"].values()) == 468
    assert stats["without_price"] == 468 - 197
    assert stats["oldest_figures"][0]["as_of"] == ""


def test_search_prints_the_best_hits(capsys: pytest.CaptureFixture[str]):
    assert run("search", "mulkiya", "renewal", "--limit", "3") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["query"] == "mulkiya renewal"
    assert len(found["hits"]) == 3
    assert found["hits"][0]["service_code"] == "rop-vehicle-registration-renewal"
    assert found["hits"][0]["marked_ar"] == ["تجديد", "سجل المركبة"]
