"""Everything that can be changed of the bill, and what it looks like."""

from __future__ import annotations

import pytest

from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.shift import business_date_at
from sanad_desk.usecases.demo_centre import MANAGER_PIN
from sanad_ui.language import language
from tests.ui.serve.bench import PINNED_PRICE, VEHICLE, Bench, Key


def amount_edges(bench: Bench) -> set[int]:
    """Where the digits of every amount end, measured in the window."""
    window, edges = bench.window, set()
    for row in bench.page.bill.rows():
        corner = row.mapTo(window, row.rect().topLeft())
        edges.add(corner.x() + (round(row.column) if language.is_rtl else row.width()))
    total = bench.page.bill.total
    edges.add(total.mapTo(window, total.rect().topRight()).x() + 1)
    return edges


@pytest.mark.parametrize("code", ["ar", "en"])
def test_amounts_end_on_the_same_digit_in_both_languages(bench: Bench, code: str) -> None:
    bench.ready_to_pay()
    language.use(code, "western")  # type: ignore[arg-type]
    bench.qtbot.waitUntil(lambda: max(amount_edges(bench)) - min(amount_edges(bench)) <= 2)


def test_a_fee_is_chosen_with_its_source(bench: Bench) -> None:
    bench.open(VEHICLE)
    bench.page.open_action(0, 1, "government_fee_missing")
    option = bench.part("fee_choice_2")
    assert "2026" in option.accessibleName()
    option.click()  # type: ignore[attr-defined]
    bench.settle()
    part = bench.view.cases[0].case.actions[1].government[0]
    assert part.amount == 23_000
    assert part.label.ar in bench.page.bill.rows()[1].line.remark()  # type: ignore[misc]


def test_a_fee_paid_direct_is_shown_but_not_summed(bench: Bench) -> None:
    bench.ready_to_pay()
    total = bench.view.bill.total
    bench.page.open_action(0, 1, "government_fee_missing")
    bench.page.action.government.direct.click()
    bench.settle()
    assert bench.view.bill.total == total - 21_000
    assert bench.view.bill.paid_direct == 21_000
    assert bench.page.bill.buckets.isVisible()


def test_quantities_multiply(bench: Bench) -> None:
    bench.ready_to_pay()
    bench.page.open_action(0, 0)
    quantity = bench.page.action.price.quantity
    quantity.more.click()
    bench.settle()
    assert bench.view.bill.total == 25_000
    quantity.more.setFocus()
    bench.type("-")
    assert bench.view.bill.total == 23_000
    quantity.fewer.click()
    bench.settle()
    assert bench.view.cases[0].case.actions[0].quantity == 1


def test_above_the_official_price_is_a_warning(bench: Bench) -> None:
    bench.open("mol-work-permit-renew")
    bench.page.open_action(0, 0)
    price = bench.page.action.price.price
    price.setFocus()
    price.edit.selectAll()
    bench.type("9")
    bench.press(Key.Key_Return)
    assert bench.view.bill.warnings
    assert bench.note("price_amount")
    assert bench.page.bill.rows()[0].line.tone == "warn" or bench.page.bill.rows()[1].line.tone == "warn"


def test_sizes_have_their_own_price(bench: Bench) -> None:
    bench.open(PINNED_PRICE)
    bench.page.open_action(0, 0)
    before = bench.view.bill.total
    variant = bench.page.action.price.variant
    assert variant.isVisible()
    variant.box.setCurrentIndex(2)
    variant.box.activated.emit(2)
    bench.settle()
    assert bench.view.cases[0].case.actions[0].variant == "11-15 vehicles"
    assert bench.view.bill.total != before


def test_an_action_is_added_and_removed(bench: Bench) -> None:
    bench.open("mol-work-permit-renew")
    count = len(bench.view.cases[0].case.actions)
    bench.page.open_action(0, 0)
    bench.part("action_add_resend").click()  # type: ignore[attr-defined]
    bench.settle()
    actions = bench.view.cases[0].case.actions
    assert len(actions) == count + 1
    assert actions[-1].action is Action.RESEND
    bench.page.action.drop.click()
    bench.press(Key.Key_Delete)
    assert len(bench.view.cases[0].case.actions) == count
    assert bench.page.places.lower is bench.page.payment


def test_giving_up_a_fee_needs_a_manager(bench: Bench) -> None:
    bench.ready_to_pay()
    bench.page.open_action(0, 0)
    waiver = bench.page.action.price.waiver
    waiver.setFocus()
    bench.type("9")
    bench.press(Key.Key_Return)
    assert "2.000" in bench.note("price_waiver")
    waiver.edit.selectAll()
    bench.type("0.5")
    bench.press(Key.Key_Return)
    bench.press(Key.Key_6)
    bench.type(MANAGER_PIN)
    bench.press(Key.Key_Return)
    draft = bench.view.cases[0].case.actions[0]
    assert (draft.waived, draft.waiver_reason) == (500, "goodwill")
    assert bench.view.bill.total == 22_500


def test_an_extra_fee_is_counted(bench: Bench) -> None:
    bench.open("rop-resident-card")
    case, today = bench.view.cases[0], business_date_at(bench.counter.clock.now())
    extras = [any(fee.part == "extra" for fee in case.service.fees(a.action, today)) for a in case.case.actions]
    place = extras.index(True)
    bench.page.open_action(0, place, "government_fee_missing")
    bench.part("fee_extra_1_more").click()  # type: ignore[attr-defined]
    bench.settle()
    bench.part("fee_extra_1_more").click()  # type: ignore[attr-defined]
    bench.settle()
    chosen = [p for p in bench.view.cases[0].case.actions[place].government if p.part == "extra"]
    assert [part.quantity for part in chosen] == [2]


def test_the_cards_never_move(bench: Bench) -> None:
    places = {bench.page.bill.geometry().getRect(), bench.page.places.middle.geometry().getRect()}
    bench.open()
    bench.open("mol-work-permit-renew")
    bench.page.open_action(0, 0)
    assert bench.page.bill.geometry().getRect() in places
    assert bench.page.places.middle.geometry().getRect() in places
