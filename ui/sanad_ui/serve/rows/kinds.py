"""Which widget a kind of row is worked on with."""

from __future__ import annotations

from sanad_desk.domain.checklist import RowKind
from sanad_ui.serve.rows.consent_row import ConsentRow
from sanad_ui.serve.rows.field_row import FieldRow
from sanad_ui.serve.rows.handover_row import HandoverRow
from sanad_ui.serve.rows.open_row import OpenRow
from sanad_ui.serve.rows.paper_row import PaperRow
from sanad_ui.serve.rows.portal_row import PortalRow
from sanad_ui.serve.rows.question_row import QuestionRow
from sanad_ui.serve.rows.reference_row import ReferenceRow
from sanad_ui.serve.rows.row_item import RowItem, RowTools

_KINDS: dict[RowKind, type[OpenRow]] = {
    RowKind.QUESTION: QuestionRow,
    RowKind.PAPER: PaperRow,
    RowKind.FIELD: FieldRow,
    RowKind.CONSENT: ConsentRow,
    RowKind.PORTAL: PortalRow,
    RowKind.REFERENCE: ReferenceRow,
    RowKind.HANDOVER: HandoverRow,
}


def open_row(item: RowItem, tools: RowTools) -> OpenRow:
    return _KINDS[item.row.kind](item, tools)
