"""The page of the line: every state in a sentence, joining in place, what is wrong and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from sanad_desk.domain.digits import strip_marks
from sanad_desk.domain.errors import Refused
from sanad_desk.store import server_link
from sanad_desk.store.server_link import ServerLink
from sanad_desk.usecases.demo_centre import MANAGER_PIN
from sanad_desk.usecases.join_server import join_server
from sanad_desk.usecases.line_state import DeskNews, IncidentRow, LineState
from sanad_ui.error_text import error_text
from sanad_ui.language import LANGUAGES, language
from sanad_ui.line.door import ShownLine
from sanad_ui.texts import all_keys, t
from tests.ui.line.conftest import LineBench, Server
from tests.ui.line.states import a_state
from tests.ui.line.twin_line import cut_the_line
from tests.ui.test_shell import assert_named

Typing = Callable[[QWidget, str], None]
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
JOINED = a_state(desks=())


def press(part: QWidget, key: Qt.Key) -> None:
    handle = part.window().windowHandle()
    assert handle is not None
    QTest.keyClick(handle, key)


def focus() -> str:
    focused = QApplication.focusWidget()
    return focused.objectName() if focused is not None else ""


def show(bench: LineBench, state: LineState, *, receipts: int = 0) -> None:
    bench.page.show_line(ShownLine(state, receipts, receipts * 1_000, 6 * DAY_MS if receipts else 0))


def test_a_desk_without_a_server_says_what_joining_would_bring(bench: LineBench) -> None:
    page = bench.page
    assert page.state.sentence.text() == t("line.state.alone.title")
    assert page.join.isVisible()
    assert not page.desks.isVisible()
    assert QApplication.focusWidget() is page.join.address.edit
    assert page.incidents.nothing.title.text() == t("line.incidents.unwatched")
    page.begin(bench.counter.clerk)
    assert not page.join.address.isVisible()
    assert page.join.managers_only.isVisible()


def test_joining_by_keyboard_with_a_code(bench: LineBench, server: Server, type_text: Typing) -> None:
    sale = bench.counter.sell()
    page = bench.page
    type_text(page.join.address.edit, server.url)
    press(page, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.join.code.edit
    type_text(page.join.code.edit, server.code().lower())
    press(page, Qt.Key.Key_Return)
    bench.wait_for(t("line.state.all_sent.title"))
    assert not page.join.isVisible()
    assert page.state.facts["server"].text().strip("\u2066\u2069") == server.url
    assert [row.title for row in page.desks.list.rows()] == [t("line.desk.this", number=2)]
    assert bench.watch.is_online
    assert sale.number
    language.use("en")
    assert page.state.sentence.text() == "Everything is on the server"


def test_a_desk_that_the_server_forgot_joins_again(bench: LineBench, server: Server, type_text: Typing) -> None:
    page = bench.page
    page.join.fill_in(server.url, server.code())
    page.join.join()
    bench.wait_for(t("line.state.all_sent.title"))
    with server.live.db.writing() as connection:
        for table in ("chain", "desk", "entry", "batch", "transaction_row", "day_sum", "record", "feed"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    page.sync_now()
    bench.qtbot.waitUntil(page.join.isVisible, timeout=20_000)
    assert page.state.why.label.text() == t("error.desk_unknown")
    assert page.join.address.value() == server.url
    assert not page.desks.isVisible()
    type_text(page.join.code.edit, server.code())
    page.join.join()
    bench.wait_for(t("line.state.all_sent.title"))
    assert not page.join.isVisible()


@pytest.mark.parametrize(
    ("address", "code", "field"),
    [("sync.example.om", "KSB1-AAAA-AAAA-A", "address"), ("", "KSB1-AAAA-AAAA-A", "address"), ("here", "x", "code")],
)
def test_what_cannot_be_joined_is_said_at_its_field(
    bench: LineBench, server: Server, address: str, code: str, field: str
) -> None:
    join = bench.page.join
    join.fill_in(server.url if address == "here" else address, code)
    join.join()
    part = {"address": join.address, "code": join.code}[field]
    bench.qtbot.waitUntil(lambda: part.note.isVisible() and join.button.isEnabled(), timeout=20_000)
    bench.qtbot.waitUntil(lambda: part.note.property("tone") == "bad")
    assert join.code.text() == code
    assert not bench.watch.is_joined


def test_a_server_that_does_not_answer_is_said_in_place(bench: LineBench) -> None:
    cut_the_line(bench.counter.desk)
    bench.page.join.fill_in("https://sync.example.om", "KSB1-AAAA-AAAA-A")
    bench.page.join.join()
    bench.qtbot.waitUntil(lambda: bench.page.join.banner.isVisible())
    assert bench.page.join.banner.label.text() == t("error.server_unreachable")
    assert bench.page.join.button.isEnabled()


def test_a_code_that_came_with_the_start_and_failed_waits_on_the_page(bench: LineBench, server: Server) -> None:
    bench.watch.start((server.url, "KSB1-AAAA-AAAA-A"))
    page = bench.page
    bench.qtbot.waitUntil(lambda: page.state.why.isVisible(), timeout=20_000)
    assert page.state.why.label.text() == t("error.enrol_code_mistyped")
    assert page.state.sentence.text() == t("line.state.alone.title")
    page.begin(bench.counter.manager)
    assert page.join.address.text() == server.url


@pytest.mark.parametrize("code", ["epoch_needed", "desk_revoked"])
def test_a_sale_that_may_not_be_says_where_to_look(bench: LineBench, code: str) -> None:
    desk, page = bench.counter.desk, bench.page
    with desk.store.unit_of_work() as unit:
        if code == "epoch_needed":
            server_link.note_restored(unit.connection)
        else:
            server_link.save(unit.connection, ServerLink("https://sync.example.om", bytes(16), 1, is_revoked=True))
        unit.commit()
    with pytest.raises(Refused) as refused:
        bench.counter.sell()
    assert refused.value.code == code
    assert error_text(refused.value) == t(f"error.{code}")
    page.look()
    if code == "desk_revoked":
        bench.wait_for(t("line.state.revoked.title"))


def test_offline_says_how_much_is_only_here_and_how_old_it_is(bench: LineBench) -> None:
    show(bench, JOINED, receipts=12)
    assert strip_marks(bench.page.state.facts["here"].text()) == "12 إيصالًا · 12.000 ر.ع. · أقدمها منذ 6 أيام"
    assert bench.page.state.sentence.text() == t("line.state.trying.title")


@pytest.mark.parametrize(
    ("changed", "key"),
    [({"is_revoked": True}, "revoked"), ({"needs_epoch": True}, "restored"), ({"is_joined": False}, "alone")],
)
def test_each_state_has_its_sentence(bench: LineBench, changed: dict[str, bool], key: str) -> None:
    show(bench, replace(JOINED, **changed))  # type: ignore[arg-type]
    assert bench.page.state.sentence.text() == t(f"line.state.{key}.title")
    assert bench.page.restored.isVisible() is (key == "restored")


def test_open_incidents_come_with_what_to_do_and_closed_ones_stay_readable(bench: LineBench) -> None:
    now = bench.counter.clock.now()
    incidents = (
        IncidentRow(b"a" * 16, "chain_forked", 3, 12, {}, now - HOUR_MS, 0),
        IncidentRow(b"b" * 16, "of_another_age", None, 0, {}, now - DAY_MS, now),
    )
    show(bench, replace(JOINED, incidents=incidents, open_incidents=1))
    card = bench.page.incidents
    assert [(row.icon, row.tone) for row in card.list.rows()] == [("triangle-alert", "ink"), ("circle-check", "ink2")]
    assert strip_marks(card.open_count.text()) == "عارض واحد مفتوح"
    assert card.remedy.text() == t("incident.chain_forked.remedy")
    card.list.setFocus()
    press(bench.page, Qt.Key.Key_Down)
    assert "of_another_age" in card.remedy.text()  # a code this program does not know
    assert t("line.incident.server") in card.place.text()


def test_an_incident_without_what_its_sentence_needs_is_still_told(bench: LineBench) -> None:
    code = next(
        key.split(".")[1] for key, text in all_keys("incident")["ar"].items() if isinstance(text, str) and "{" in text
    )
    incident = IncidentRow(b"a" * 16, code, 2, 1, {}, 1, 0)
    show(bench, replace(JOINED, incidents=(incident,), open_incidents=1))
    assert bench.page.incidents.name.text()
    assert bench.page.incidents.remedy.text()


def test_nothing_wrong_says_what_that_means(bench: LineBench) -> None:
    show(bench, JOINED)
    assert bench.page.incidents.nothing.title.text() == t("line.incidents.none")


def test_each_desk_says_how_fresh_it_is(bench: LineBench) -> None:
    now = bench.counter.clock.now()
    desks = (
        DeskNews(1, 1, False, 120, 100, now - 2 * DAY_MS, False),
        DeskNews(2, 1, True, 20, 20, now, False),
        DeskNews(3, 2, False, 9, 9, 0, True),
    )
    show(bench, replace(JOINED, desks=desks))
    rows = bench.page.desks.list.rows()
    assert [row.id for row in rows] == [(2, 1), (1, 1), (3, 2)]
    assert strip_marks(rows[1].subtitle).startswith("20 قيدًا لم تصل بعد · آخر اتصال 19/11/2026")
    assert t("line.desk.revoked") in rows[2].subtitle


def test_a_restored_desk_goes_on_under_its_spare_number_with_a_managers_word(
    bench: LineBench, server: Server, type_text: Typing
) -> None:
    desk, page = bench.counter.desk, bench.page
    join_server(desk, bench.counter.manager, server.url, server.code())
    with desk.store.unit_of_work() as unit:
        server_link.note_restored(unit.connection)
        unit.commit()
    cut_the_line(desk)
    page.look()
    bench.wait_for(t("line.state.restored.title"))
    assert QApplication.focusWidget() is page.restored.try_button
    page.begin(bench.counter.clerk)
    spare = page.shown.state.spare_number if page.shown is not None else 0
    page.restored.spare_button.click()
    bench.qtbot.waitUntil(lambda: page.approvals.sheet is not None and page.approvals.sheet.is_open)
    sheet = page.approvals.sheet
    assert sheet is not None
    assert str(spare) in sheet.lead.text()
    type_text(sheet.reason.edit, "no line")
    press(page, Qt.Key.Key_Return)
    type_text(sheet.pin, MANAGER_PIN)
    press(page, Qt.Key.Key_Return)
    bench.qtbot.waitUntil(lambda: not page.restored.isVisible(), timeout=20_000)
    assert desk.identity()[1].number == spare


def test_a_parcel_is_written_brought_and_acknowledged_on_the_sheet(
    bench: LineBench, server: Server, type_text: Typing, tmp_path: Path
) -> None:
    desk, page = bench.counter.desk, bench.page
    join_server(desk, bench.counter.manager, server.url, server.code())
    cut_the_line(desk)
    bench.counter.sell()
    page.look()
    bench.qtbot.waitUntil(lambda: page.shown is not None and page.shown.state.is_joined)
    page.state.parcel_button.click()
    bench.qtbot.waitUntil(lambda: page.parcels is not None and page.parcels.sheet.is_open)
    assert page.parcels is not None
    sheet = page.parcels.sheet
    assert sheet.path.text().endswith("KSB1-02.sanad-parcel")
    sheet.path.set_text(str(tmp_path / "stick" / "none.sanad-parcel"))
    press(page, Qt.Key.Key_Return)
    bench.qtbot.waitUntil(lambda: sheet.banner.property("tone") == "bad" and sheet.banner.isVisible())
    desk.line = None  # whoever carries it has a line
    written = tmp_path / "KSB1-02.sanad-parcel"
    for way, file in (("write", written), ("carry", written), ("acknowledge", written.with_suffix(".sanad-ack"))):
        sheet.way.set_value(way)
        sheet.way.chosen.emit(way)
        sheet.path.set_text(str(file))
        press(page, Qt.Key.Key_Return)
        bench.qtbot.waitUntil(lambda: sheet.banner.isVisible() and sheet.confirm_button.isEnabled(), timeout=20_000)
        assert sheet.banner.property("tone") == "brand", sheet.banner.label.text()
    bench.qtbot.waitUntil(lambda: page.shown is not None and page.shown.receipts == 0)


def test_a_round_takes_the_keyboard_from_nobody(bench: LineBench, server: Server) -> None:
    join_server(bench.counter.desk, bench.counter.manager, server.url, server.code())
    bench.watch.start()
    bench.wait_for(t("line.state.all_sent.title"))
    bench.page.state.sync_button.setFocus()
    focused: list[str] = []
    bench.watch.began.connect(lambda: focused.append(focus()))
    bench.watch.ended.connect(lambda: focused.append(focus()))
    press(bench.page, Qt.Key.Key_Return)
    bench.qtbot.waitUntil(lambda: len(focused) == 2 and not bench.watch.is_running, timeout=20_000)
    assert focused == ["line_sync", "line_sync"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_control_is_named_and_reached_by_tab(bench: LineBench, code: str) -> None:
    language.use(code)  # type: ignore[arg-type]
    incident = IncidentRow(b"a" * 16, "chain_forked", 3, 12, {}, 1, 0)
    desks = (DeskNews(2, 1, True, 20, 20, 1, False),)
    show(bench, replace(JOINED, incidents=(incident,), open_incidents=1, desks=desks))
    assert_named(bench.page)
    bench.page.state.sync_button.setFocus()
    seen = []
    for _ in range(4):
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused.objectName())
        press(bench.page, Qt.Key.Key_Tab)
    assert seen == ["line_sync", "line_parcel", "desks_list", "incidents_list"]


def test_messages_that_were_not_sent_are_named_by_their_cases(bench: LineBench) -> None:
    fact = bench.page.state.facts["messages"]
    show(bench, JOINED)
    assert not fact.isVisible()
    show(bench, replace(JOINED, messages_waiting=2))
    assert fact.isVisible()
    assert fact.text() == t("line.fact.messages_waiting", n=2)
    show(bench, replace(JOINED, messages_waiting=2, messages_unsent=("KSB1-02-000012", "KSB1-01-000009")))
    assert "KSB1-02-000012" in fact.text()
    assert "KSB1-01-000009" in fact.text()
