"""Messages to customers go up last, and are kept here no longer than until the server has them."""

from __future__ import annotations

import logging

from sanad_desk.domain.clock import Clock
from sanad_desk.store import messages_waiting
from sanad_desk.store.messages_waiting import WaitingMessage
from sanad_desk.store.store import Store
from sanad_desk.sync.push import desk_hex
from sanad_desk.sync.session import Rejected, Session
from sanad_desk.wire.messages import MOST_TEXTS, CustomerText, CustomerTexts, TextsTaken

_LOG = logging.getLogger(__name__)


def send_messages(store: Store, session: Session, clock: Clock) -> int:
    """How many went; raises OfflineError where the line is dead.

    A server that says no, as its gateway is away, does not end a round that brought everything else: what is left
    goes with one of the next.
    """
    sent = 0
    while batch := _next(store, clock):
        texts = tuple(CustomerText(one.id, one.phone, one.words) for one in batch)
        try:
            said = session.post(f"/v1/desks/{desk_hex(session)}/messages", CustomerTexts(texts), TextsTaken)
        except Rejected as rejected:
            _LOG.warning("messages wait: %s", rejected.code)
            break
        with store.unit_of_work() as unit:
            messages_waiting.note_answer(unit.connection, said.taken, said.refused)
            unit.commit()
        sent += len(said.taken)
        if not {one.id for one in batch} <= {*said.taken, *said.refused}:
            break
    return sent


def _next(store: Store, clock: Clock) -> list[WaitingMessage]:
    with store.reading() as connection:
        if not messages_waiting.has_gateway(connection):
            return []
        return messages_waiting.to_send(connection, clock.now(), MOST_TEXTS)
