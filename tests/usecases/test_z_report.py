"""The Z report: what stands on paper is what the closing signed, for every way a shift can end."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.ctl.report import READER
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.money import format_amount
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.receipts.sheet import Paper
from sanad_desk.receipts.shift_paper import render_shift_paper
from sanad_desk.receipts.shift_report import as_report
from sanad_desk.receipts.z_report import fingerprint
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.approve_variance import approve_variance
from sanad_desk.usecases.close_shift import close_shift
from sanad_desk.usecases.count_drawer import lock_count
from sanad_desk.usecases.hand_over import hand_over
from sanad_desk.usecases.look_at_shift import look_at_shift
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.reverse_transaction import reverse_transaction
from sanad_desk.usecases.x_report import prepare_x_report, x_report
from sanad_desk.usecases.z_report import closed_shift, shift_of_z, z_report
from tests.conftest import MORNING
from tests.receipts.reading import poppler_amount, pypdf_text
from tests.usecases.played import sold

DAY_MS = 24 * 3_600_000
papers = pytest.mark.parametrize("paper", list(Paper))


@pytest.fixture
def odd_desk(closed_store: Path, tmp_path: Path) -> Iterator[OpenDesk]:
    """A day with a bit of everything, closed two rials short; the manager accepted it afterwards."""
    desk = open_desk(Path(shutil.copytree(closed_store, tmp_path / "closed")), clock=SetClock(MORNING + DAY_MS))
    yield desk
    desk.close()


def _paper(desk: OpenDesk, shift_id: UUID, paper: Paper = Paper.ROLL) -> bytes:
    return render_shift_paper(z_report(desk, READER, shift_id), paper=paper)


@papers
def test_every_figure_of_the_closing_stands_on_the_paper(odd_desk: OpenDesk, paper: Paper) -> None:
    shift = closed_shift(odd_desk, READER, shift_of_z(odd_desk, 1))
    manifest = shift.closed.manifest
    text = pypdf_text(_paper(odd_desk, shift_of_z(odd_desk, 1), paper))
    sums = [manifest.government, manifest.centre, shift.closed.expected, shift.closed.counted, -2_000, 20_000]
    for pairs in (manifest.tenders, manifest.entities, manifest.movements, manifest.buckets):
        sums += [amount for _, amount in pairs]
    numbers = (manifest.first_number, manifest.last_number, fingerprint(manifest.chain_head))
    (correction,) = shift.corrections
    sums.append(correction.amount)
    said = ("signature holds", "wrong change given", "Sample Manager", "D-1", correction.number, "From Cash to Card")
    assert [format_amount(each) for each in sums if format_amount(each) not in text] == []
    for words in (*numbers, *said):
        assert words in text, words


def test_figures_stand_beside_their_words(odd_desk: OpenDesk) -> None:
    shift = closed_shift(odd_desk, READER, shift_of_z(odd_desk, 1))
    told = {
        "Cash takings": dict(shift.closed.manifest.tenders)["cash"],
        "Opening float": shift.opened.opening_float,
        "Expected in the drawer": shift.closed.expected,
        "Counted": shift.closed.counted,
        "Variance: short": -2_000,
        "Card clearing": dict(shift.closed.manifest.buckets)["card_clearing"],
        "Terminal total": 0,
    }
    pdf = _paper(odd_desk, shift_of_z(odd_desk, 1))
    assert {words: poppler_amount(pdf, words) for words in told} == {w: format_amount(a) for w, a in told.items()}


def test_rows_that_were_altered_change_nothing_on_the_paper(odd_desk: OpenDesk) -> None:
    shift_id = shift_of_z(odd_desk, 1)
    before = _paper(odd_desk, shift_id)
    with odd_desk.store.unit_of_work() as unit:
        for table, column in (("payment", "amount"), ("transactions", "government"), ("posting", "amount")):
            unit.connection.exec_driver_sql(f"UPDATE {table} SET {column} = {column} + 7")
        unit.connection.exec_driver_sql("UPDATE shift SET opening_float = 1")
        unit.commit()
    assert _paper(odd_desk, shift_id) == before


def test_a_closing_that_was_not_signed_so_is_called_out(odd_desk: OpenDesk) -> None:
    shift_id = shift_of_z(odd_desk, 1)
    signature = closed_shift(odd_desk, READER, shift_id).closed.signature
    with odd_desk.store.unit_of_work() as unit:
        query = "SELECT seq, entry FROM journal WHERE kind = 'shift_closed'"
        seq, raw = unit.connection.exec_driver_sql(query).one()
        forged = bytes(raw).replace(signature, bytes(len(signature)))
        unit.connection.exec_driver_sql("UPDATE journal SET entry = ? WHERE seq = ?", (forged, seq))
        unit.commit()
    assert "does not hold" in pypdf_text(_paper(odd_desk, shift_id))


@papers
def test_a_shift_without_sales(desk: OpenDesk, operator: SignedIn, shift: Shift, paper: Paper) -> None:
    lock_count(desk, operator, shift.id, {20_000: 1})
    assert close_shift(desk, operator, shift.id) == 1
    text = pypdf_text(_paper(desk, shift.id, paper))
    for words in ("Z report no. 1", "Variance: agrees", "OMR 20 × 1", "20.000", "Operator's signature"):
        assert words in text, words
    assert "Card terminal" not in text


def test_a_shift_that_only_gave_back(
    desk: OpenDesk, clock: SetClock, operator: SignedIn, manager: SignedIn, shift: Shift
) -> None:
    sale = sold(desk, operator)
    lock_count(desk, operator, shift.id, _pieces(desk, manager, shift.id))
    close_shift(desk, operator, shift.id)
    clock.move(DAY_MS)
    later = open_shift(desk, operator, 90_000)
    back = [TenderInput(Tender.CASH, sale.total)]
    reverse_transaction(desk, operator, sale.number, None, back, "wrong_service", Approval(manager, "wrong_service"))
    lock_count(desk, operator, later.id, _pieces(desk, manager, later.id))
    close_shift(desk, operator, later.id)
    pdf = _paper(desk, later.id)
    assert poppler_amount(pdf, "Cash takings") == format_amount(-sale.total)
    facts = {words.en: value for words, value in z_report(desk, operator, later.id).facts}
    assert (facts["Receipts"], facts["Voids, refunds"]) == ("0", "1")


def test_both_sign_a_handover(desk: OpenDesk, operator: SignedIn, colleague: SignedIn, shift: Shift) -> None:
    lock_count(desk, operator, shift.id, {10_000: 2})
    following = hand_over(desk, operator, shift.id, colleague, {10_000: 2})
    report = z_report(desk, operator, shift.id)
    (counts,) = (section for section in report.sections if section.code == "hand_over")
    assert [(line.words.en, line.amount) for line in counts.lines] == [
        ("Sample Operator One", 20_000),
        ("Sample Operator Two", 20_000),
    ]
    assert [words.en for words in report.signatures] == [
        "Operator's signature: Sample Operator One",
        "Next operator's signature: Sample Operator Two",
        "Manager's signature",
    ]
    lock_count(desk, colleague, following.id, {10_000: 2})
    close_shift(desk, colleague, following.id)
    facts = {words.en: value for words, value in z_report(desk, colleague, following.id).facts}
    assert facts["Drawer taken over from"] == counts.lines[0].words


def test_a_manager_says_why_he_lets_something_pass(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift
) -> None:
    lock_count(desk, operator, shift.id, {10_000: 1})
    lock_count(desk, operator, shift.id, {10_000: 1, 5_000: 1}, approval=Approval(manager, "note under the tray"))
    agreed = Approval(manager, "known to the owner")
    close_shift(desk, operator, shift.id, reason="wrong change given", approval=agreed)
    text = pypdf_text(_paper(desk, shift.id))
    for words in ("note under the tray", "wrong change given", "known to the owner"):
        assert words in text, words


def test_a_forgotten_shift_names_who_closed_it_and_what_waits(
    desk: OpenDesk, clock: SetClock, operator: SignedIn, colleague: SignedIn, manager: SignedIn, shift: Shift
) -> None:
    clock.move(2 * DAY_MS)
    lock_count(desk, manager, shift.id, {10_000: 1})
    close_shift(desk, manager, shift.id, reason="float was wrong", approve_later=True)
    text = pypdf_text(_paper(desk, shift.id))
    for words in ("2026-11-22", "2026-11-24 08:00", "Closed by", "Sample Manager", "waits for the manager"):
        assert words in text, words
    approve_variance(desk, manager, shift.id, "seen")
    text = pypdf_text(_paper(desk, shift.id))
    assert "waits for the manager" not in text
    assert "Approved by: Sample Manager" in text


def test_the_report_of_tables_has_the_same_figures(odd_desk: OpenDesk) -> None:
    shift_id = shift_of_z(odd_desk, 1)
    manifest = closed_shift(odd_desk, READER, shift_id).closed.manifest
    tables = {table.code: table for table in as_report(z_report(odd_desk, READER, shift_id)).tables}
    assert tables["government"].sums is not None
    assert tables["government"].sums[1] == manifest.government
    assert [row[1] for row in tables["ledger"].rows if row[1] is not None] == [sum_ for _, sum_ in manifest.buckets]


def test_what_is_not_closed_has_no_z_report(desk: OpenDesk, shift: Shift) -> None:
    with pytest.raises(DomainError, match="shift_not_closed"):
        z_report(desk, READER, shift.id)
    with pytest.raises(DomainError, match="z_report_unknown"):
        shift_of_z(desk, 1)


def test_an_operator_reads_his_x_report_blind(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift
) -> None:
    sale = sold(desk, operator)
    blind = pypdf_text(prepare_x_report(desk, operator).job.pdf)
    assert "Blind count" in blind
    assert "Cash takings" not in blind.replace("Cash takings and", "")
    assert format_amount(20_000 + sale.total) not in blind
    told = render_shift_paper(x_report(desk, manager, shift.id), paper=Paper.ROLL)
    assert poppler_amount(told, "Expected in the drawer") == format_amount(20_000 + sale.total)


def test_a_closed_or_missing_shift_has_no_x_report(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    lock_count(desk, operator, shift.id, {20_000: 1})
    close_shift(desk, operator, shift.id)
    with pytest.raises(Refused, match="shift_closed"):
        x_report(desk, operator, shift.id)
    with pytest.raises(Refused, match="shift_not_open"):
        x_report(desk, operator)


def _pieces(desk: OpenDesk, manager: SignedIn, shift_id: UUID) -> dict[int, int]:
    """Exactly what the drawer ought to hold, in the smallest coins."""
    view = look_at_shift(desk, manager, shift_id)
    assert view is not None
    assert view.expected is not None
    return {1_000: view.expected // 1_000, 5: view.expected % 1_000 // 5}
