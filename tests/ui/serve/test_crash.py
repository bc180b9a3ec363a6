"""What was half typed when the power went is there again, on the same field."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from sanad_desk.bootstrap import open_desk
from sanad_desk.usecases.look_at_visit import look_at_visit
from sanad_ui.background import Background
from tests.ui.serve.bench import Bench, Key, open_bench
from tests.usecases.counter import Counter


def restarted(bench: Bench, tmp_path: Path, qtbot: QtBot) -> tuple[Bench, Background]:
    """The window gone without a word, the store opened again by another one."""
    bench.page.presenter.write_drafts()
    bench.page.presenter._background.drain()  # the last write is on disk, as within a second of every key
    old = bench.counter
    old.desk.close()
    desk = open_desk(tmp_path / "store", clock=old.clock)
    background = Background()
    return open_bench(Counter(desk, old.clock, old.clerk, old.manager), background, qtbot), background


def test_a_half_typed_reference_comes_back(bench: Bench, tmp_path: Path, qtbot: QtBot) -> None:
    bench.open()
    while bench.focus != "step_value":
        bench.press(Key.Key_Return)
    bench.type("ROP-12")
    again, background = restarted(bench, tmp_path, qtbot)
    again.wait_for_focus("step_value")
    widget = again.page.checklist.view.open_widget
    assert widget is not None
    assert widget.field.text() == "ROP-12"  # type: ignore[attr-defined]
    again.type("34")
    again.press(Key.Key_Return)
    state = again.view.cases[0].case.row("reference")
    assert state is not None
    assert state.value == "ROP-1234"
    background.drain()
    again.counter.desk.close()


def test_typing_is_written_within_a_second(bench: Bench) -> None:
    bench.open()
    while bench.focus != "step_value":
        bench.press(Key.Key_Return)
    bench.type("ROP")

    def is_stored() -> bool:
        return "ROP" in look_at_visit(bench.counter.desk, bench.view.visit.id).visit.typed.values()

    bench.qtbot.waitUntil(is_stored, timeout=1_000)


def test_a_half_filled_customer_comes_back(bench: Bench, tmp_path: Path, qtbot: QtBot) -> None:
    bench.type("99887766")
    bench.press(Key.Key_Return)
    bench.type("زبونة تج")
    again, background = restarted(bench, tmp_path, qtbot)
    again.wait_for_focus("customer_name_ar")
    form = again.page.customer.form
    assert form.isVisible()
    assert (form.name_ar.text(), form.phone.text()) == ("زبونة تج", "99887766")
    background.drain()
    again.counter.desk.close()


def test_money_and_fees_half_typed_come_back(bench: Bench, tmp_path: Path, qtbot: QtBot) -> None:
    bench.ready_to_pay()
    bench.page.payment.choose_tender("transfer")
    bench.type("TRX-5")
    again, background = restarted(bench, tmp_path, qtbot)
    again.wait_for_focus("transfer_code")
    assert again.page.payment.tender.value() == "transfer"
    assert again.page.payment.transfer.code.text() == "TRX-5"
    background.drain()
    again.counter.desk.close()


def test_a_price_half_typed_comes_back(bench: Bench, tmp_path: Path, qtbot: QtBot) -> None:
    bench.open()
    bench.page.open_action(0, 0)
    bench.type("3.2")
    again, background = restarted(bench, tmp_path, qtbot)
    again.wait_for_focus("price_amount")
    assert again.page.action.price.price.text() == "3.2"
    background.drain()
    again.counter.desk.close()
