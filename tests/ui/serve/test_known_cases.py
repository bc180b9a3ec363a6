"""A visit for a case that is known already, and one with so many cases that their tabs are narrow."""

from __future__ import annotations

from sanad_desk.domain.case_life import Move
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.digits import strip_marks
from sanad_desk.usecases.begin_visit import begin_visit
from sanad_desk.usecases.follow_up import Bucket, FollowFilter, follow_up
from sanad_desk.usecases.move_case import MoveInput, move_case
from sanad_desk.usecases.open_case import open_case
from sanad_desk.usecases.serve_case import serve_case
from sanad_ui.serve.rows.row_words import title_of
from tests.ui.serve.bench import WORKERS, Bench
from tests.usecases.counter import a_customer


def test_a_later_payment_says_so_and_its_portal_row_speaks_of_it(bench: Bench) -> None:
    desk, who = bench.counter.desk, bench.counter.clerk
    bench.counter.sell(WORKERS, customer=a_customer())
    [row] = follow_up(desk, who, FollowFilter(Bucket.ALL)).rows
    move_case(desk, who, MoveInput(row.standing.case_id, Move.APPROVE, amount=201_000))
    visit = serve_case(desk, who, row.standing.case_id, Action.PAY).visit
    bench.page.resume(visit.id)
    bench.settle()
    about = strip_marks(bench.page.checklist.about.text())
    assert about.startswith(f"إجراء لاحق على {row.standing.reference} من ")
    [case] = bench.view.cases
    portal = case.checklist.row("portal")
    assert "دفع الرسم في بوابة" in strip_marks(title_of(portal, case)())
    assert len(portal.details) <= 1


def test_tabs_of_the_same_service_name_the_end_of_their_reference(bench: Bench) -> None:
    desk, who = bench.counter.desk, bench.counter.clerk
    view = begin_visit(desk, who)
    for _ in range(9):
        view = open_case(desk, who, view.visit.id, WORKERS)
    bench.page.resume(view.visit.id)
    bench.settle()
    tabs = [strip_marks(tab.text()) for tab in bench.page.checklist.tabs._tabs]
    assert [text.split()[0] for text in tabs] == [case.case.reference[-3:] for case in bench.view.cases]
