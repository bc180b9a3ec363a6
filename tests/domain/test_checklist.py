"""The checklist: which rows open, what each accepts, and what still holds back payment."""

from __future__ import annotations

import pytest

from sanad_desk.domain.catalogue import (
    Action,
    Answer,
    Condition,
    Paper,
    PaperNeed,
    Question,
    Service,
    ServiceStep,
    StepKind,
    TypedField,
    Words,
)
from sanad_desk.domain.checklist import Checklist, RowKind, build_checklist, check_outcome
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.visit import Case, RowState
from tests.domain.services import SOURCE, case, catalogue, draft, service

YES_NO = (Answer("yes", Words("نعم", "Yes")), Answer("no", Words("لا", "No")))
WORKERS = Condition("has_workers", ("yes",))
STEPS = (
    ServiceStep(StepKind.LOGIN, Words("دخول", "Log in"), SOURCE),
    ServiceStep(StepKind.FILL, Words("عمال", "Workers"), SOURCE, when=WORKERS),
    ServiceStep(StepKind.CONSENT, Words("موافقة", "Consent"), SOURCE),
    ServiceStep(StepKind.REVIEW, Words("مراجعة", "Review"), SOURCE, typical_days=3),
    ServiceStep(StepKind.DELIVER, Words("تسليم", "Deliver"), SOURCE, typical_days=1),
)
PAPERS = (Paper("id", Words("بطاقة", "Card"), has_validity=True), Paper("lease", Words("عقد", "Lease")))
FULL = service(
    questions=(
        Question("has_workers", Words("؟", "?"), YES_NO),
        Question("many", Words("؟", "?"), YES_NO, when=WORKERS),
    ),
    papers=(
        PaperNeed(("id", "lease"), SOURCE),
        PaperNeed(("lease",), SOURCE, when=WORKERS),
        PaperNeed(("lease",), SOURCE, required=False),
    ),
    fields=(
        TypedField("phone", Words("هاتف", "Phone"), "phone"),
        TypedField("note", Words("ملاحظة", "Note"), "text", required=False, when=WORKERS),
    ),
    steps=STEPS,
)
CATALOGUE = catalogue(FULL, papers=PAPERS)


def _checklist(*rows: tuple[str, str], of: Service = FULL, actions: tuple[Action, ...] = (Action.SUBMIT,)) -> Checklist:
    return build_checklist(catalogue(of, papers=PAPERS), _case(*rows, actions=actions))


def _case(*rows: tuple[str, str], actions: tuple[Action, ...] = (Action.SUBMIT,)) -> Case:
    return case(*map(draft, actions), rows=tuple(RowState(key, outcome) for key, outcome in rows))


def _keys(checklist: Checklist) -> list[str]:
    return [row.key for row in checklist.rows]


def test_rows_come_in_the_order_of_the_work() -> None:
    assert _keys(_checklist()) == [
        "question:has_workers",
        "paper:0:id|lease",
        "paper:2:lease",
        "field:phone",
        "consent",
        "portal",
        "reference",
        "handover",
    ]


def test_an_answer_opens_its_rows_and_another_closes_them() -> None:
    opened = _checklist(("question:has_workers", "yes"))
    assert {"question:many", "paper:1:lease", "field:note"} <= set(_keys(opened))
    closed = _checklist(("question:has_workers", "no"), ("paper:1:lease", "seen"))
    assert not {"question:many", "paper:1:lease", "field:note"} & set(_keys(closed))


def test_a_step_behind_an_answer_joins_the_portal_row() -> None:
    assert len(_checklist().row("portal").details) == 1
    assert len(_checklist(("question:has_workers", "yes")).row("portal").details) == 2


def test_payment_alone_asks_for_no_papers() -> None:
    assert _keys(_checklist(actions=(Action.PAY,))) == ["consent", "portal", "reference", "handover"]


def test_any_one_of_several_papers_will_do() -> None:
    row = _checklist().row("paper:0:id|lease")
    assert (row.text.ar, row.text.en) == ("بطاقة أو عقد", "Card or Lease")
    assert row.has_validity


def test_the_promise_is_the_longest_step() -> None:
    assert _checklist().row("handover").typical_days == 3


def test_a_signature_that_may_come_tomorrow_is_promised_for_tomorrow() -> None:
    signed = ServiceStep(StepKind.SIGN, Words("توقيع المشتري", "Buyer signs"), SOURCE, typical_days=1)
    handed = ServiceStep(StepKind.DELIVER, Words("تسليم", "Deliver"), SOURCE)
    handover = _checklist(of=service(steps=(signed, handed))).row("handover")
    assert (handover.typical_days, handover.details) == (1, (handed.note,))


def test_an_open_required_row_holds_back_payment_and_a_wish_does_not() -> None:
    settled = [
        ("question:has_workers", "no"),
        ("paper:0:id|lease", "seen"),
        ("field:phone", "typed"),
        ("consent", "spoken"),
        ("portal", "done"),
        ("reference", "typed"),
        ("handover", "printed"),
    ]
    whole = _checklist(*settled)
    assert whole.missing == ()
    assert whole.current is not None
    assert whole.current.key == "paper:2:lease"
    for key, outcome in settled:
        without = _checklist(*(row for row in settled if row != (key, outcome)))
        assert [row.key for row in without.missing] == [key]


@pytest.mark.parametrize(("portal", "required"), [("done", True), ("deferred", False), ("overridden", False)])
def test_work_put_off_has_no_number_yet(portal: str, required: bool) -> None:
    assert _checklist(("portal", portal)).row("reference").required is required


@pytest.mark.parametrize(
    ("key", "outcome", "value", "stored"),
    [
        ("question:has_workers", "yes", "", ("yes", "")),
        ("paper:0:id|lease", "copied", "", ("copied", "")),
        ("field:phone", "whatever", "99 12 34 56", ("typed", "+96899123456")),
        ("reference", "typed", "R ١٢", ("typed", "R 12")),
        ("reference", "none_given", "ignored", ("none_given", "")),
        ("handover", "collect", "1/12/2026", ("collect", "2026-12-01")),
        ("question:has_workers", "no", "free text", ("no", "")),
    ],
)
def test_what_a_row_stores(key: str, outcome: str, value: str, stored: tuple[str, str]) -> None:
    checked = check_outcome(_checklist(), RowState(key, outcome, value, at=5, seconds=7))
    assert (checked.outcome, checked.value, checked.at, checked.seconds) == (*stored, 5, 7)


@pytest.mark.parametrize(
    ("key", "outcome", "value", "code"),
    [
        ("question:has_workers", "perhaps", "", "outcome_unknown"),
        ("paper:0:id|lease", "typed", "", "outcome_unknown"),
        ("paper:0:id|lease", "overridden", "", "outcome_unknown"),
        ("field:phone", "typed", "12", "phone_length"),
        ("reference", "typed", " ", "value_missing"),
        ("handover", "collect", "soon", "date_malformed"),
        ("question:many", "yes", "", "row_closed"),
        ("nothing", "yes", "", "row_closed"),
    ],
)
def test_what_a_row_refuses(key: str, outcome: str, value: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        check_outcome(_checklist(), RowState(key, outcome, value))
    assert refused.value.code == code


def test_a_papers_validity_is_a_date() -> None:
    state = RowState("paper:0:id|lease", "seen", valid_until="٣١/١٢/٢٠٢٦")
    assert check_outcome(_checklist(), state).valid_until == "2026-12-31"
    with pytest.raises(DomainError):
        check_outcome(_checklist(), RowState("paper:0:id|lease", "seen", valid_until="next year"))


def test_a_sensitive_service_takes_no_free_text() -> None:
    fields = (TypedField("note", Words("", ""), "text"), TypedField("number", Words("", ""), "number"))
    checklist = _checklist(of=service(sensitive=True, fields=fields))
    with pytest.raises(Refused) as refused:
        check_outcome(checklist, RowState("field:note", "typed", "anything"))
    assert refused.value.code == "no_free_text_here"
    assert check_outcome(checklist, RowState("field:number", "typed", "12")).value == "12"
    for row in checklist.rows:
        if row.kind not in (RowKind.FIELD, RowKind.REFERENCE):
            kept = check_outcome(checklist, RowState(row.key, row.choices[0].code, "1/1/2027"))
            assert kept.value in ("", "2027-01-01")


def test_a_withdrawn_service_still_has_a_checklist() -> None:
    gone = build_checklist(CATALOGUE, case(code="gone"))
    assert _keys(gone) == ["consent", "portal", "reference", "handover"]
