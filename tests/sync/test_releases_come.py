"""A catalogue release on its way: published, fetched by the line, in force between two customers, recalled."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sanad_desk.server.keys import load_keys
from sanad_desk.server.releases import approve, publish, recall
from sanad_desk.usecases.begin_visit import begin_visit, hold_visit
from sanad_desk.usecases.sync_now import sync_now
from sanad_desk.usecases.take_new_catalogue import take_new_catalogue
from tests.catalogue.conftest import FILES
from tests.conftest import TODAY
from tests.sync.centre_at_work import CentreAtWork

VERSION = "2027.1.1"


def let_out(centre: CentreAtWork, folder: Path, valid_from: date = TODAY) -> None:
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "release.toml").write_text(f'version = "{VERSION}"\ntariff_date = 2026-01-01\n', encoding="utf-8")
    now = centre.server_clock.now()
    publish(centre.db, folder, "Salim Al Habsi", now, valid_from)
    approve(centre.db, load_keys(centre.folder / "server"), VERSION, "Muna Al Rashdi", now)


def test_a_release_comes_into_force_between_two_customers(centre: CentreAtWork, tmp_path: Path) -> None:
    counter = centre.counters["a"]
    before = counter.desk.catalogue.version
    counter.open_new_shift()
    let_out(centre, tmp_path / "files")
    visit = begin_visit(counter.desk, counter.clerk).visit.id
    assert sync_now(counter.desk).is_online
    assert not take_new_catalogue(counter.desk)
    assert counter.desk.catalogue.version == before
    hold_visit(counter.desk, counter.clerk, visit)
    assert take_new_catalogue(counter.desk)
    assert counter.desk.catalogue.version == VERSION


def test_a_recalled_release_goes_again(centre: CentreAtWork, tmp_path: Path) -> None:
    counter = centre.counters["a"]
    before = counter.desk.catalogue.version
    let_out(centre, tmp_path / "files")
    sync_now(counter.desk)
    assert take_new_catalogue(counter.desk)
    recall(centre.db, VERSION, "Muna Al Rashdi", "a wrong price", centre.server_clock.now())
    sync_now(counter.desk)
    assert take_new_catalogue(counter.desk)
    assert counter.desk.catalogue.version == before


def test_a_release_waits_for_its_day(centre: CentreAtWork, tmp_path: Path) -> None:
    counter = centre.counters["a"]
    let_out(centre, tmp_path / "files", date.fromordinal(TODAY.toordinal() + 2))
    sync_now(counter.desk)
    assert not take_new_catalogue(counter.desk)
    centre.clock.move(2 * 86_400_000)
    assert take_new_catalogue(counter.desk)
    assert counter.desk.catalogue.version == VERSION
