"""The JSON of a report holds both languages and whole baisa."""

from __future__ import annotations

import json

from sanad_desk.reports.report_json import report_json
from tests.reports.reports import MADE_AT, TENDERS, receipts, report


def test_rows_are_objects_with_whole_amounts() -> None:
    found = json.loads(json.dumps(report_json(report(TENDERS, receipts(2)))))
    assert (found["code"], found["made_at"]) == ("day", MADE_AT)
    assert found["facts"][0] == {"label": {"ar": "يوم العمل", "en": "Business date"}, "value": "2026-11-22"}
    tenders, sold = found["tables"]
    assert tenders["rows"][1] == {"tender": {"ar": "بطاقة", "en": "Card"}, "receipts": 1204, "amount": 1234567}
    assert tenders["sums"]["amount"] == 2046867
    assert tenders["columns"][2] == {"code": "amount", "label": {"ar": "المبلغ", "en": "Amount"}, "kind": "baisa"}
    assert sold["rows"][0]["government"] is None
    assert json.loads(json.dumps(report_json(report(receipts(0)))))["tables"][0]["rows"] == []
