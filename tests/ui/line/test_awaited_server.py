"""A desk that was founded by a file joins by itself once the server answers, and says so until then."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from sanad_desk.domain.clock import SetClock
from sanad_desk.server.centres import add_centre
from sanad_desk.server.keys import load_keys
from sanad_desk.server.provision import Order, provision
from sanad_desk.usecases.found_from_file import found_from_file, look_at_file
from sanad_desk.usecases.line_state import line_state
from sanad_desk.usecases.sync_now import SyncOutcome
from sanad_desk.wire.provisioning import fingerprint
from sanad_ui.background import Background
from sanad_ui.desk_door import open_door
from sanad_ui.line.watch import LineWatch
from sanad_ui.texts import t
from tests.conftest import MORNING
from tests.server.live_server import live_server, settings_in
from tests.ui.line.conftest import LineBench
from tests.ui.line.states import STATES


def test_the_page_says_that_it_joins_by_itself(bench: LineBench) -> None:
    page, (shown, is_online) = bench.page, STATES["awaited"]
    assert is_online is False
    page.show_line(shown)
    assert page.state.sentence.text() == t("line.state.awaited.title")
    assert page.state.facts["server"].text().strip("\u2066\u2069") == "https://sync.example.om"
    assert page.state.sync_button.isVisible()
    assert not page.state.parcel_button.isVisible()
    assert not page.join.isVisible()


def test_a_code_that_is_refused_is_typed_anew(bench: LineBench) -> None:
    page, (shown, _) = bench.page, STATES["awaited"]
    bench.watch.outcome = SyncOutcome(False, "enrol_code_expired", 0)
    page.show_line(shown)
    assert page.state.why.label.text() == t("error.enrol_code_expired")
    assert not page.state.sync_button.isVisible()
    assert page.join.address.value() == "https://sync.example.om"
    assert page.join.code.isVisible()


def test_it_joins_with_the_first_round(qtbot: QtBot, background: Background, tmp_path: Path) -> None:
    clock = SetClock(MORNING)
    with live_server(settings_in(tmp_path / "server"), clock) as server:
        add_centre(server.db, "0142", "مركز تجريبي", "Sample Centre", MORNING)
        keys = load_keys(tmp_path / "server")
        order = Order("0142", 1, server.url, 30, cr_number="1234567", phone="26000000")
        path = tmp_path / "one.sanad-provision"
        path.write_bytes(next(iter(provision(server.db, keys, order, MORNING).files.values())))
        door = open_door(tmp_path / "store")
        door.desk.clock = clock
        found_from_file(door.desk, look_at_file(path, MORNING), fingerprint(keys.signing_public))
        watch = LineWatch(background, door)
        watch.start()
        qtbot.waitUntil(lambda: watch.is_online)
        assert line_state(door.desk).is_joined
        watch.stop()
        background.drain(door.close)
