"""Telling a customer how his case stands: noted in the journal without its words, and handed on where that is asked."""

from __future__ import annotations

from uuid import UUID

from sanad_desk.domain.customer_message import CustomerMessage, ToldBy
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.store import messages_waiting
from sanad_desk.store.messages_waiting import WaitingMessage
from sanad_desk.usecases.customer_message import customer_message
from sanad_desk.usecases.open_desk import OpenDesk, append, new_id, refuse_clock_gone_back, running_shift
from sanad_desk.wire.follow_facts import CustomerTold


def tell_customer(
    desk: OpenDesk, who: SignedIn, case_id: UUID, channel: ToldBy, *, language: str = "ar"
) -> CustomerMessage:
    """Notes that he was told; by the gateway the message waits here for the line, in `ar` or `en`.

    What still waited about the case is withdrawn: he knows better now.
    Raises DomainError: case_unknown, phone_missing; Refused: gateway_missing, clock_went_back.
    """
    message = customer_message(desk, who, case_id)
    if not message.phone and channel is not ToldBy.COPIED:
        raise DomainError("phone_missing", field="phone")
    with desk.store.unit_of_work() as unit:
        refuse_clock_gone_back(desk, unit.connection)
        shift = running_shift(desk, unit.connection, who.operator_id)
        messages_waiting.withdraw(unit.connection, case_id.bytes)
        if channel is ToldBy.GATEWAY:
            if not messages_waiting.has_gateway(unit.connection):
                raise Refused("gateway_missing")
            messages_waiting.put(unit.connection, _waiting(desk, case_id, message, language))
        append(desk, unit, CustomerTold(case_id.bytes, channel.value, message.state), who, shift)
        unit.commit()
    return message


def _waiting(desk: OpenDesk, case_id: UUID, message: CustomerMessage, language: str) -> WaitingMessage:
    return WaitingMessage(
        id=new_id().bytes,
        case_id=case_id.bytes,
        reference=message.reference,
        customer_id=message.customer_id.bytes if message.customer_id else b"",
        phone=message.phone,
        words=message.text(language),
        made_at=desk.clock.now(),
    )
