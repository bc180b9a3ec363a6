"""Whether every receipt is the one its transaction signed, and says what the transaction says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection

from sanad_desk.domain.charges import ChargeKind
from sanad_desk.domain.totals import Totals
from sanad_desk.store import tables
from sanad_desk.store.verdict import Verdict, scan
from sanad_desk.wire.entries import Entry, TransactionCompleted
from sanad_desk.wire.picture import ActionLine, CustomerBlock, PaymentLine, Picture, read_picture
from sanad_desk.wire.postings import settled_of
from sanad_desk.wire.receipt_code import ReceiptCode, is_signed_by_its_key

_COLUMNS = (ChargeKind.GOVERNMENT_FEE, ChargeKind.CENTRE_FEE, ChargeKind.VAT)


class ReceiptCheck:
    """Walks the receipts beside the chain: they were written in its order, so that none is looked up in vain."""

    def __init__(self, connection: Connection, verdict: Verdict) -> None:
        self._connection = connection
        self._verdict = verdict
        self._beside: Iterator[tuple[Any, ...]] = scan(connection, tables.receipt, verdict, "ORDER BY rowid")
        self._known: set[str] = set()
        self._erased: list[set[bytes | None]] = []

    def check(self, entry: Entry, fact: TransactionCompleted, unsigned: bytes, public_key: bytes) -> None:
        """The receipt of one transaction; `unsigned` is the chain's hash with its entry before it was signed."""
        where = f"receipt:{fact.number}"
        self._known.add(fact.number)
        total = settled_of(fact).total
        code = ReceiptCode(fact.number, entry.at // 1000, total, fact.picture_digest[:16], public_key, fact.signature)
        if not public_key or not is_signed_by_its_key(code):
            self._verdict.blame("signature_wrong", f"journal:{entry.seq}", fact.number)
        row = self._row(fact.number)
        if row is None:
            self._verdict.blame("row_missing", where)
            return
        self._verdict.receipts += 1
        _, transaction_id, raw, block, text = row
        if transaction_id != fact.transaction_id:
            self._verdict.blame("row_differs", where, "transaction_id")
        if text != code.text:
            self._verdict.blame("row_differs", where, "code")
        if hashlib.sha256(raw).digest() != fact.picture_digest:
            self._verdict.blame("row_differs", where, "picture")
            return
        self._check_picture(raw, block, entry, fact, unsigned, where)

    def finish(self, erased: set[bytes]) -> None:
        """Blames receipts that no transaction gave; `erased` are the persons who were, by the journal."""
        self._verdict.erased_customers = len(self._erased)
        self._verdict.erased_unexplained = sum(people.isdisjoint(erased) for people in self._erased)
        for row in scan(self._connection, tables.receipt, Verdict()):
            if row[0] not in self._known:
                self._verdict.blame("row_unknown", f"receipt:{row[0]}")

    def _row(self, number: str) -> tuple[Any, ...] | None:
        row = next(self._beside, None)
        if row is not None and row[0] == number:
            return row
        # Out of step: somebody moved rows. From here on each is looked up by its number.
        self._beside = iter(())
        return next(scan(self._connection, tables.receipt, self._verdict, "WHERE number = ?", (number,)), None)

    def _check_picture(
        self,
        raw: bytes,
        block: bytes | None,
        entry: Entry,
        fact: TransactionCompleted,
        unsigned: bytes,
        where: str,
    ) -> None:
        try:
            picture = read_picture(raw)
        except msgspec.MsgspecError as error:
            self._verdict.blame("picture_unreadable", where, error)
            return
        wrong = disagreements(picture, entry, fact)
        if wrong:
            self._verdict.blame("picture_disagrees", where, ", ".join(wrong))
        if picture.chain_head != unsigned:
            self._verdict.blame("history_differs", f"journal:{entry.seq}", fact.number)
        if block is None and picture.customer_digest:
            self._erased.append({fact.customer_id, fact.representative_id})
        elif block is not None:
            self._check_customer(block, picture, where)

    def _check_customer(self, block: bytes, picture: Picture, where: str) -> None:
        if hashlib.sha256(block).digest() != picture.customer_digest:
            self._verdict.blame("row_differs", where, "customer_block")
        else:
            try:
                msgspec.msgpack.decode(block, type=CustomerBlock)
            except msgspec.MsgspecError as error:
                self._verdict.blame("customer_unreadable", where, error)


def disagreements(picture: Picture, entry: Entry, fact: TransactionCompleted) -> list[str]:
    """The fields in which picture and transaction differ: the signature holds the picture, and so the money."""
    totals = Totals().plus(settled_of(fact))
    wanted: dict[str, object] = {
        "number": fact.number,
        "issued_at": entry.at,
        "business_date": entry.business_date,
        "government_total": totals.government,
        "paid_direct_total": totals.paid_direct,
        "centre_total": totals.centre,
        "vat_total": totals.vat,
        "account_total": totals.account,
        "refund_due_total": totals.refund_due,
        "vat_rate_ppm": fact.vat_rate_ppm,
        "total": totals.total,
        "payments": _payments(fact),
        "tariff_date": fact.tariff_date,
        "catalogue_version": fact.catalogue_version,
    }
    wrong = [name for name, value in wanted.items() if getattr(picture, name) != value]
    if [(c.reference, c.portal_reference) for c in picture.cases] != [
        (c.reference, c.portal_reference) for c in fact.cases
    ]:
        wrong.append("cases")
    lines = {(n, place): _money(line) for n, c in enumerate(picture.cases) for place, line in enumerate(c.lines)}
    if lines != {**dict.fromkeys(lines, (0, 0, 0, 0, 0)), **_money_of_actions(fact)}:
        wrong.append("lines")
    return wrong


def _payments(fact: TransactionCompleted) -> tuple[PaymentLine, ...]:
    return tuple(PaymentLine(p.tender, p.amount, p.received, p.change, p.approval_code) for p in fact.payments)


def _money(line: ActionLine) -> tuple[int, int, int, int, int]:
    held = 0 if line.government_paid_direct else line.government_fee
    return held, line.centre_fee, line.vat, line.waived, line.refund_due


def _money_of_actions(fact: TransactionCompleted) -> dict[tuple[int, int], tuple[int, int, int, int, int]]:
    sums: dict[tuple[int, int], list[int]] = {}
    for charge in fact.charges:
        if charge.kind not in _COLUMNS:
            continue
        money = sums.setdefault((charge.case_position, charge.action_position), [0, 0, 0, 0, 0])
        money[3] += charge.waived
        money[4] += charge.refund_due
        if not charge.paid_direct:
            money[_COLUMNS.index(charge.kind)] += charge.amount
    return {key: (held, centre, vat, waived, due) for key, (held, centre, vat, waived, due) in sums.items()}
