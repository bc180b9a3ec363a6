"""How the cases of a chain stand: those that are followed, and those that were done at once."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.case_life import CaseState, Standing
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.visit import RowState
from sanad_desk.store.encrypted_file import driver
from sanad_desk.store.portal_payments import held_fees_of_case, is_fee_of
from sanad_desk.store.reversals import details_of
from sanad_desk.wire.entries import TransactionCompleted, read_entry
from sanad_desk.wire.follow_facts import StandingFact

_COLUMNS = (
    "case_id, reference, service_code, entity, customer_id, representative_id, state, before, action, reason, "
    "promised, remind_on, portal_reference, amount, begun_at, since, turn, moved_at, moved_by, before_reason"
)
_WANTED = "FROM json_each(?) w CROSS JOIN"
_FOLLOWED = f"SELECT {_COLUMNS} {_WANTED} case_standing s ON s.case_id = unhex(w.value)"
_OPEN = f"SELECT {_COLUMNS} FROM case_standing WHERE is_open = 1"
# What was done at once has no row of its own: its first receipt tells.
_DONE = (
    "SELECT p.case_id, p.reference, p.service_code, coalesce((SELECT c.entity FROM charge c "
    "WHERE c.transaction_id = t.id AND c.case_position = p.position AND c.entity <> '' LIMIT 1), ''), "
    "t.customer_id, t.representative_id, 'done', 'submitted', coalesce((SELECT c.action FROM charge c "
    "WHERE c.transaction_id = t.id AND c.case_position = p.position ORDER BY c.position DESC LIMIT 1), 'submit'), '', "
    "p.expected_date, '', p.portal_reference, 0, t.completed_at, t.completed_at, 1, t.completed_at, t.operator_id, '' "
    f"{_WANTED} paid_case p ON p.case_id = unhex(w.value) CROSS JOIN transactions t ON t.id = p.transaction_id "
    "ORDER BY t.seq DESC"
)


def standings_of(connection: Connection, case_ids: Collection[UUID]) -> dict[UUID, Standing]:
    """As far as this chain knows; without those that it never heard of."""
    found = _asked(connection, _FOLLOWED, case_ids)
    rest = [case_id for case_id in case_ids if case_id not in found]
    return found | _asked(connection, _DONE, rest) if rest else found


def _asked(connection: Connection, query: str, case_ids: Collection[UUID]) -> dict[UUID, Standing]:
    wanted = json.dumps([case_id.hex for case_id in case_ids])
    rows = (_standing(row) for row in driver(connection).execute(query, (wanted,)).fetchall())
    return {standing.case_id: standing for standing in rows}


def standing_of(connection: Connection, case_id: UUID) -> Standing | None:
    """None where this chain never heard of the case."""
    return standings_of(connection, [case_id]).get(case_id)


def latest_here(connection: Connection, known: Standing) -> Standing:
    """What was known of the centre before, unless this chain has gone on with the case since."""
    own = standing_of(connection, known.case_id)
    return own if own is not None and own.turn > known.turn else known


def open_standings(connection: Connection) -> Iterator[Standing]:
    """The cases that this chain has not seen the end of."""
    return (_standing(row) for row in driver(connection).execute(_OPEN).fetchall())


def standing_fact(standing: Standing) -> StandingFact:
    """A standing as a fact carries it."""
    return StandingFact(
        case_id=standing.case_id.bytes,
        reference=standing.reference,
        service_code=standing.service_code,
        entity=standing.entity,
        customer_id=standing.customer_id.bytes if standing.customer_id else None,
        representative_id=standing.representative_id.bytes if standing.representative_id else None,
        state=standing.state.value,
        before=standing.before.value if standing.before else "",
        action=standing.action.value,
        reason=standing.reason,
        promised=standing.promised.isoformat() if standing.promised else "",
        remind_on=standing.remind_on.isoformat() if standing.remind_on else "",
        portal_reference=standing.portal_reference,
        amount=standing.amount,
        begun_at=standing.begun_at,
        since=standing.since,
        turn=standing.turn,
        before_reason=standing.before_reason,
    )


def _standing(row: Any) -> Standing:
    (key, reference, service, entity, customer, representative, state, before, action, reason, *rest) = row
    promised, remind_on, portal_reference, amount, begun_at, since, turn, moved_at, moved_by, before_reason = rest
    return Standing(
        case_id=UUID(bytes=key),
        reference=reference,
        service_code=service,
        entity=entity,
        customer_id=_id(customer),
        representative_id=_id(representative),
        state=CaseState(state),
        before=CaseState(before) if before else None,
        action=Action(action or Action.SUBMIT),
        reason=reason,
        promised=_day(promised),
        remind_on=_day(remind_on),
        portal_reference=portal_reference,
        amount=amount,
        begun_at=begun_at,
        since=since,
        turn=turn,
        moved_at=moved_at,
        moved_by=_id(moved_by),
        before_reason=before_reason,
    )


def _id(key: bytes | None) -> UUID | None:
    return UUID(bytes=key) if key else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def held_of_case(connection: Connection, case_id: UUID, besides: Action | None = None) -> tuple[int, str]:
    """What this desk holds of a case's government fees, in baisa, and the receipt it came by.

    `besides`: what was taken for that action is left out.
    """
    held = held_fees_of_case(connection, case_id)
    if besides is not None:
        held = [fee for fee in held if not is_fee_of(connection, fee.transaction_id, fee.case_position, besides)]
    return sum(fee.held for fee in held), held[-1].number if held else ""


def rows_known(connection: Connection, case_id: UUID) -> Iterator[RowState]:
    """What was settled in the rows of a case each time it was paid for, oldest first; erased values are empty."""
    query = (
        "SELECT j.entry FROM paid_case p CROSS JOIN transactions t ON t.id = p.transaction_id "
        "CROSS JOIN journal j ON j.seq = t.seq WHERE p.case_id = ? ORDER BY t.seq"
    )
    details = details_of(connection, case_id.bytes)
    for (raw,) in driver(connection).execute(query, (case_id.bytes,)).fetchall():
        entry = read_entry(raw)
        fact = entry.read()
        cases = fact.cases if isinstance(fact, TransactionCompleted) else ()
        for row in (row for case in cases if case.case_id == case_id.bytes for row in case.rows):
            value, valid_until = details.get(row.key, ("", ""))
            if value or row.outcome != "typed":
                yield RowState(row.key, row.outcome, value, valid_until, entry.at)


def rows_missing(connection: Connection, case_id: UUID) -> tuple[int, frozenset[str]]:
    """The papers that were asked for last, by the keys of their rows, and the turn that asked; 0 where none did."""
    query = (
        "SELECT m.turn, p.row_key FROM missing_paper p CROSS JOIN case_move m ON m.seq = p.seq "
        "WHERE p.case_id = ? AND p.cause = 'returned'"
    )
    found = driver(connection).execute(query, (case_id.bytes,)).fetchall()
    last = max((turn for turn, _ in found), default=0)
    return last, frozenset(key for turn, key in found if turn == last)
