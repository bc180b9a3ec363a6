"""Releases on the server: published by one, approved by another, never changed, recalled for good, signed for desks."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import msgspec
import pytest

from sanad_desk.catalogue.installed import newest_catalogue, note_release, take_release, wanted_releases
from sanad_desk.catalogue.release import open_release, shipped_version
from sanad_desk.domain.clock import SystemClock
from sanad_desk.domain.shift import business_date_at
from sanad_desk.resources_path import resource_path
from sanad_desk.server import releases
from sanad_desk.server.cli import main
from sanad_desk.server.cli.sentences import sentence_of
from sanad_desk.server.database import Database
from sanad_desk.server.feed import feed_page
from sanad_desk.server.keys import ServerKeys, load_keys
from sanad_desk.server.releases import (
    CatalogueFaulty,
    Proposal,
    ReleaseRefused,
    approve,
    list_releases,
    look_at_release,
    publish,
    recall,
    release_bytes,
)
from sanad_desk.wire.messages import FeedPage, ReleaseItem, read_item
from tests.catalogue.conftest import FILES, rewrite
from tests.server.live_server import Desk, LiveServer, live_server, send, settings_in, two_centres
from tests.server.pretend_desk import MORNING, TODAY, PretendDesk

PUBLISHER, APPROVER = "Salim Al Habsi", "Muna Al Rashdi"
FIRST = "2026.12.1"

Propose = Callable[..., Proposal]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A small catalogue."""
    root = tmp_path / "catalogue"
    (root / "services").mkdir(parents=True)
    for name, text in FILES.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


def name_version(files: Path, version: str) -> None:
    (files / "release.toml").write_text(f'version = "{version}"\ntariff_date = 2026-01-01\n', encoding="utf-8")


@pytest.fixture
def propose(server_db: Database, files: Path) -> Propose:
    def proposed(version: str = FIRST, days: int = 0) -> Proposal:
        name_version(files, version)
        return publish(server_db, files, PUBLISHER, MORNING, TODAY + timedelta(days))

    return proposed


@pytest.fixture
def let_out(server_db: Database, keys: ServerKeys, propose: Propose) -> Callable[..., Proposal]:
    """Published and approved."""

    def out(version: str = FIRST, days: int = 0) -> Proposal:
        proposal = propose(version, days)
        approve(server_db, keys, version, APPROVER, MORNING)
        return proposal

    return out


def told(page: FeedPage) -> list[tuple[str, bool]]:
    found = [item for item in map(read_item, page.items) if isinstance(item, ReleaseItem)]
    return [(item.version, item.is_recalled) for item in found]


def stored(db: Database) -> list[str]:
    return [row.version for row in list_releases(db)]


def test_the_first_release_differs_from_the_programs_own_catalogue(propose: Propose) -> None:
    kinds = {change.kind for change in propose().changes}
    assert {"service_added", "service_removed", "price_added", "entity_removed"} <= kinds


def test_the_next_release_differs_from_the_one_before(
    let_out: Callable[..., Proposal], propose: Propose, files: Path
) -> None:
    let_out()
    rewrite(files, 'fee = "2.500"', 'fee = "2.700"')
    proposal = propose("2026.12.2", 9)
    (change,) = proposal.changes
    assert (proposal.base_version, proposal.valid_from) == (FIRST, TODAY + timedelta(9))
    assert (change.kind, change.old, change.new, change.valid_from) == ("price_changed", "2.500", "2.700", TODAY)


def test_a_desk_hears_of_a_release_when_it_is_approved_and_when_it_is_recalled(
    server_db: Database, keys: ServerKeys, desk: PretendDesk, propose: Propose
) -> None:
    propose()
    page = feed_page(server_db, desk.signer(), "", MORNING)
    assert told(page) == []
    approve(server_db, keys, FIRST, APPROVER, MORNING)
    page = feed_page(server_db, desk.signer(), page.cursor, MORNING)
    assert told(page) == [(FIRST, False)]
    recall(server_db, FIRST, PUBLISHER, "the wrong list", MORNING)
    page = feed_page(server_db, desk.signer(), page.cursor, MORNING)
    assert told(page) == told(feed_page(server_db, desk.signer(), "", MORNING)) == [(FIRST, True)]
    assert told(feed_page(server_db, desk.signer(), page.cursor, MORNING)) == []


def test_a_release_is_signed_by_the_server(
    server_db: Database, keys: ServerKeys, let_out: Callable[..., Proposal]
) -> None:
    let_out(days=3)
    release = open_release(release_bytes(server_db, FIRST), keys.signing_public)
    assert (release.version, release.valid_from) == (FIRST, (TODAY + timedelta(3)).isoformat())


def test_who_did_what_is_kept(server_db: Database, let_out: Callable[..., Proposal]) -> None:
    let_out()
    recall(server_db, FIRST, "Said  Al Amri ", " the wrong list ", MORNING + 1)
    (row,) = list_releases(server_db)
    assert (row.proposed_by, row.approved_by, row.recalled_by) == (PUBLISHER, APPROVER, "Said Al Amri")
    assert (row.recall_reason, row.recalled_at) == ("the wrong list", MORNING + 1)


@pytest.mark.parametrize("name", [PUBLISHER, "  salim   AL habsi ", " "])
def test_nobody_approves_what_he_published(server_db: Database, keys: ServerKeys, propose: Propose, name: str) -> None:
    propose()
    with pytest.raises(ReleaseRefused, match=r"approver_published|name_missing"):
        approve(server_db, keys, FIRST, name, MORNING)
    with pytest.raises(ReleaseRefused, match="release_unknown"):
        release_bytes(server_db, FIRST)


def test_a_release_with_a_fault_is_not_published(server_db: Database, propose: Propose, files: Path) -> None:
    rewrite(files, 'fee = "2.500"', 'fee = "two"')
    with pytest.raises(CatalogueFaulty) as refused:
        propose()
    assert [(fault.code, fault.service) for fault in refused.value.faults] == [("amount_wrong", "rop-card")]
    assert stored(server_db) == []


def test_a_release_is_never_changed(server_db: Database, let_out: Callable[..., Proposal], files: Path) -> None:
    let_out()
    before = release_bytes(server_db, FIRST)
    with pytest.raises(ReleaseRefused, match="release_published"):
        let_out()
    rewrite(files, 'fee = "2.500"', 'fee = "2.700"')
    with pytest.raises(ReleaseRefused, match="release_version_taken"):
        let_out()
    assert release_bytes(server_db, FIRST) == before


def test_the_programs_own_catalogue_is_not_published_under_its_version_with_other_content(
    server_db: Database, propose: Propose
) -> None:
    for version in (shipped_version(), "2025.1"):
        with pytest.raises(ReleaseRefused, match="release_version_not_newer"):
            propose(version)
    with pytest.raises(ReleaseRefused, match="release_version_malformed"):
        propose("next")
    assert stored(server_db) == []


def test_the_programs_own_catalogue_can_be_the_first_release(server_db: Database) -> None:
    proposal = publish(server_db, resource_path("catalogue"), PUBLISHER, MORNING)
    assert (proposal.version, proposal.valid_from, proposal.changes) == (shipped_version(), TODAY, [])


def test_versions_only_rise_also_after_a_recall(
    server_db: Database, let_out: Callable[..., Proposal], propose: Propose
) -> None:
    let_out("2026.12.2")
    recall(server_db, "2026.12.2", APPROVER, "the wrong list", MORNING)
    with pytest.raises(ReleaseRefused, match="release_version_not_newer"):
        propose("2026.12.1")
    assert propose("2026.12.10").base_version == shipped_version()


def test_one_after_the_other(server_db: Database, keys: ServerKeys, propose: Propose) -> None:
    propose("2026.12.1", 20)
    with pytest.raises(ReleaseRefused, match="release_waiting"):
        propose("2026.12.2", 20)
    approve(server_db, keys, "2026.12.1", APPROVER, MORNING)
    with pytest.raises(ReleaseRefused, match="release_date_before"):
        propose("2026.12.2", 10)
    with pytest.raises(ReleaseRefused, match="release_date_past"):
        propose("2026.12.2", -1)
    propose("2026.12.2", 20)
    assert stored(server_db) == ["2026.12.2", "2026.12.1"]


def test_a_withdrawn_proposal_is_never_approved_and_never_told(
    server_db: Database, keys: ServerKeys, desk: PretendDesk, propose: Propose
) -> None:
    propose()
    recall(server_db, FIRST, PUBLISHER, "a typing error", MORNING)
    for act in (
        lambda: approve(server_db, keys, FIRST, APPROVER, MORNING),
        lambda: recall(server_db, FIRST, PUBLISHER, "again", MORNING),
    ):
        with pytest.raises(ReleaseRefused, match="release_recalled"):
            act()
    assert told(feed_page(server_db, desk.signer(), "", MORNING)) == []


def test_what_cannot_be_done(server_db: Database, keys: ServerKeys, let_out: Callable[..., Proposal]) -> None:
    let_out()
    with pytest.raises(ReleaseRefused, match="release_approved"):
        approve(server_db, keys, FIRST, "Said Al Amri", MORNING)
    with pytest.raises(ReleaseRefused, match="reason_missing"):
        recall(server_db, FIRST, PUBLISHER, " ", MORNING)
    for unknown in (
        lambda: look_at_release(server_db, "2030.1"),
        lambda: approve(server_db, keys, "2030.1", APPROVER, MORNING),
    ):
        with pytest.raises(ReleaseRefused, match="release_unknown"):
            unknown()


def test_two_who_approve_at_once_are_one_approval(
    server_db: Database, keys: ServerKeys, desk: PretendDesk, propose: Propose
) -> None:
    propose()
    outcomes: list[str] = []

    def approving(name: str) -> None:
        try:
            approve(server_db, keys, FIRST, name, MORNING)
            outcomes.append("done")
        except ReleaseRefused as error:
            outcomes.append(error.code)

    threads = [Thread(target=approving, args=(f"{APPROVER} {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", *["release_approved"] * 3]
    assert told(feed_page(server_db, desk.signer(), "", MORNING)) == [(FIRST, False)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with live_server(settings_in(tmp_path_factory.mktemp("server"))) as running:
        yield running


def test_every_desk_gets_a_release_over_http_until_it_is_recalled(
    server: LiveServer, files: Path, tmp_path: Path
) -> None:
    now, store = SystemClock().now(), tmp_path / "store"
    today, keys = business_date_at(now), load_keys(server.app.state.server.settings.folder)
    own, _, foreign = two_centres(server)
    name_version(files, "2099.1.1")
    publish(server.db, files, PUBLISHER, now)
    assert get(own, "2099.1.1") == (404, b"")
    approve(server.db, keys, "2099.1.1", APPROVER, now)
    assert get(foreign, "2099.1.1") == get(own, "2099.1.1")
    hear(own, store, keys.signing_public)
    (item,) = wanted_releases(store, keys.signing_public, today)
    take_release(store, item, get(own, item.version)[1], keys.signing_public)
    assert newest_catalogue(store, keys.signing_public, today).catalogue.version == "2099.1.1"
    recall(server.db, "2099.1.1", PUBLISHER, "the wrong list", now)
    assert get(own, "2099.1.1") == (404, b"")
    hear(own, store, keys.signing_public)
    assert newest_catalogue(store, keys.signing_public, today).catalogue.version == shipped_version()


def test_only_a_desk_gets_a_release(server: LiveServer) -> None:
    assert send(server.line, "GET", "/v1/catalogue/2099.1.1", b"", {}).status == 401


def get(desk: Desk, version: str) -> tuple[int, bytes]:
    answer = desk.ask("GET", f"/v1/catalogue/{version}")
    if answer.status != 200:
        assert answer.refusal.code == "release_unknown"
    return answer.status, answer.content if answer.status == 200 else b""


def hear(desk: Desk, store: Path, server_key: bytes) -> None:
    page = desk.ask("GET", "/v1/feed?after=")
    items = map(read_item, msgspec.msgpack.decode(page.content, type=FeedPage).items)
    for item in items:
        if isinstance(item, ReleaseItem):
            note_release(store, item, server_key)


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """`sanad-server` with a database of its own; what it printed, or its refusal where one is expected."""
    monkeypatch.setenv("SANAD_SERVER_FOLDER", str(tmp_path / "keys"))
    monkeypatch.delenv("SANAD_SERVER_DATABASE", raising=False)

    def run(*arguments: str, refused: bool = False) -> str:
        code = main(arguments)
        printed = capsys.readouterr()
        assert code == int(refused), printed.err
        return printed.err if refused else printed.out

    run("migrate")
    return run


def test_the_verbs_of_a_release(command: Callable[..., str], files: Path) -> None:
    name_version(files, FIRST)
    proposed = command("publish", str(files), "--by", PUBLISHER)
    assert "rop-card  Card · بطاقة\n  service added\n  price added: submit: 2.000 from 2026-01-01 until" in proposed
    assert "somebody else" in command("approve", FIRST, "--by", PUBLISHER, refused=True)
    assert "signed" in command("approve", FIRST, "--by", APPROVER)
    rewrite(files, 'fee = "2.500"', 'fee = "2.700"')
    name_version(files, "2026.12.2")
    shown = json.loads(command("publish", str(files), "--by", APPROVER, "--json"))
    assert [(change["kind"], change["old"], change["new"]) for change in shown["changes"]] == [
        ("price_changed", "2.500", "2.700")
    ]
    assert "  price changed: submit: 2.500 → 2.700 from 2026-11-22\n" in command("releases", "show", "2026.12.2")
    assert "recalled" in command("recall", "2026.12.2", "--by", PUBLISHER, "--reason", "too early")
    listed = json.loads(command("releases", "list", "--json"))
    assert [(row["version"], bool(row["approved"]), bool(row["recalled"])) for row in listed] == [
        ("2026.12.2", False, True),
        (FIRST, True, False),
    ]


def test_a_faulty_folder_is_refused_with_every_fault(command: Callable[..., str], files: Path) -> None:
    rewrite(files, 'fee = "2.500"', 'fee = "two"')
    said = command("publish", str(files), "--by", PUBLISHER, refused=True)
    assert "services/rop.toml, rop-card, prices[2].fee" in said
    assert "Correct them and publish again." in said


def test_every_refusal_is_a_sentence() -> None:
    codes = set(re.findall(r'ReleaseRefused\(\s*"(\w+)"', Path(releases.__file__).read_text(encoding="utf-8")))
    assert len(codes) > 5
    params = dict.fromkeys(("version", "by", "valid_from", "newest"), "x")
    for code in codes:
        assert not sentence_of(ReleaseRefused(code, **params)).startswith("Refused: "), code
